"""Acts under “Contract and terms”, Chinese and English."""

ACTS: dict[str, tuple[str, str]] = {
    "contract.uploaded": ("上传合同文本", "uploaded the contract's text"),
    "contract.revised": ("交出第 {number} 稿", "handed in version {number} of the text"),
    "contract.composed": (
        "把谈妥的改动写成第 {number} 稿",
        "wrote version {number} of what both sides had accepted",
    ),
    "clause.remark": ("就第 {version} 稿 {clause} 说了意见", "remarked on {clause} of version {version}"),
    "clause.offer": (
        "给第 {version} 稿 {clause} 提了另一种写法",
        "offered other words for {clause} of version {version}",
    ),
    "clause.accept": (
        "接受第 {version} 稿 {clause} 的改动",
        "accepted the change of {clause} in version {version}",
    ),
    "clause.decline": (
        "不接受第 {version} 稿 {clause} 的改动",
        "declined the change of {clause} in version {version}",
    ),
    "clause.take_back": (
        "收回对第 {version} 稿 {clause} 的改动的接受",
        "took back the acceptance of the change of {clause} in version {version}",
    ),
    "contract.shared": ("把合同发给对方", "shared the contract with the other side"),
    "contract.accepted": ("接受合同文本与约定", "accepted the text and its terms"),
    "contract.acceptance_withdrawn": (
        "收回对合同文本与约定的接受",
        "took back the acceptance of the text and its terms",
    ),
    "contract.annex_added": ("加入附件（{kind}）", "annexed a file ({kind})"),
    "contract.annex_removed": ("移除一份附件", "took an annex out"),
    "contract.order_set": ("定签署顺序：{order}", "set who signs first: {order}"),
    "contract.signed": ("电子签署第 {version} 稿", "signed version {version} electronically"),
    "contract.paper_recorded": (
        "登记纸上签署，{signed_on} 签字盖章",
        "recorded a signature on paper of {signed_on}",
    ),
    "contract.paper_confirmed": (
        "确认持有同一份纸上签署的原件，{signed_on}",
        "confirmed to hold the same signed original of {signed_on}",
    ),
    "contract.paper_disputed": ("不认登记的纸上签署", "disputed the signature on paper that was recorded"),
    "contract.paper_withdrawn": ("撤回登记的纸上签署", "took back the signature on paper"),
    "contract.in_force": (
        "双方都已签署，签订日 {signed_on}，合同生效",
        "both sides signed on {signed_on}, the contract came into force",
    ),
    "contract.sealed": ("生成双方签署的 PDF", "made the PDF that carries both signatures"),
    "approval.approved": (
        "内部审批通过 {subject} 第 {version} 稿（第 {step} 步）",
        "approved version {version} of {subject} internally (step {step})",
    ),
    "approval.sent_back": (
        "内部审批退回 {subject} 第 {version} 稿（第 {step} 步）",
        "sent version {version} of {subject} back internally (step {step})",
    ),
    "term.proposed": ("提议约定 {key}", "proposed a term: {key}"),
    "term.agreed": ("同意补充约定 {number}：{key}", "agreed to addendum {number}: {key}"),
    "amendment.proposed": (
        "提出补充协议 {number}，{effective_on} 起",
        "proposed supplementary agreement {number}, from {effective_on}",
    ),
    "amendment.accepted": (
        "同意补充协议 {number}（{effective_on} 起），双方签署后生效",
        "accepted supplementary agreement {number} (from {effective_on}), in force once both sign",
    ),
    "amendment.approved": (
        "内部审批通过 {subject} 补充协议 {number}（第 {step} 步）",
        "approved supplementary agreement {number} to {subject} internally (step {step})",
    ),
    "amendment.sent_back": (
        "内部审批退回 {subject} 补充协议 {number}（第 {step} 步）",
        "sent supplementary agreement {number} to {subject} back internally (step {step})",
    ),
    "amendment.signed": (
        "电子签署补充协议 {number}",
        "signed supplementary agreement {number} electronically",
    ),
    "amendment.paper_recorded": (
        "登记补充协议 {number} 的纸上签署，{signed_on} 签字盖章",
        "recorded a signature on paper of {signed_on} on supplementary agreement {number}",
    ),
    "amendment.paper_confirmed": (
        "确认持有补充协议 {number} 同一份纸上签署的原件，{signed_on}",
        "confirmed to hold the same signed original of supplementary agreement {number} of {signed_on}",
    ),
    "amendment.paper_disputed": (
        "不认登记的补充协议 {number} 的纸上签署",
        "disputed the signature on paper recorded for supplementary agreement {number}",
    ),
    "amendment.paper_withdrawn": (
        "撤回登记的补充协议 {number} 的纸上签署",
        "took back the signature on paper of supplementary agreement {number}",
    ),
    "amendment.in_force": (
        "双方都已签署补充协议 {number}，{effective_on} 起按它履行",
        "both sides signed supplementary agreement {number}; it holds from {effective_on}",
    ),
    "amendment.sealed": (
        "生成双方签署的补充协议 {number} 的 PDF",
        "made the PDF of supplementary agreement {number} that carries both signatures",
    ),
    "amendment.declined": ("不同意补充协议 {number}", "declined supplementary agreement {number}"),
    "amendment.withdrawn": ("收回补充协议 {number}", "took back supplementary agreement {number}"),
    "notice.objection": (
        "发出通知 {number}：不续期，合同到 {last_day} 为止",
        "served notice {number}: no renewal, the contract ends on {last_day}",
    ),
    "notice.cure": (
        "发出通知 {number}：限 {deadline} 前纠正",
        "served notice {number}: to cure by {deadline}",
    ),
    "notice.reminder": (
        "发出通知 {number}：催缴对账单，限 {deadline} 前",
        "served notice {number}: reminder for a statement, by {deadline}",
    ),
    "notice.incident": ("发出通知 {number}：登记违约事实", "served notice {number}: put a breach on record"),
    "notice.force_majeure": ("发出通知 {number}：不可抗力", "served notice {number}: force majeure"),
    "notice.termination": (
        "发出通知 {number}：解除合同，最后一天 {last_day}",
        "served notice {number}: ending the contract, last day {last_day}",
    ),
    "notice.immediate": (
        "发出通知 {number}：立即解除合同",
        "served notice {number}: ending the contract at once",
    ),
    "notice.agreement": (
        "发出通知 {number}：提议协商终止，最后一天 {last_day}",
        "served notice {number}: proposed to end by agreement, last day {last_day}",
    ),
    "notice.claim": ("发出通知 {number}：索赔 {amount}", "served notice {number}: claimed {amount}"),
    "notice.return": (
        "发出通知 {number}：声明保密材料已归还或销毁",
        "served notice {number}: declared confidential material returned or destroyed",
    ),
    "notice.clearance": (
        "发出通知 {number}：声明结清",
        "served notice {number}: declared everything settled",
    ),
    "notice.answered": ("答复通知 {number}", "answered notice {number}"),
    "notice.closed": ("了结通知 {number}", "closed notice {number}"),
    "contract.settled": ("双方声明结清，合同了结", "both sides declared everything settled"),
    "duty.done": ("登记已做：{key}", "recorded as done: {key}"),
    "duty.assigned": ("把 {key} 交给 {to}", "gave {key} to {to}"),
    "model.asked": (
        "请 {model}（{host}）看第 {version} 稿里没读成约定的句子",
        "asked {model} at {host} about the unread sentences of version {version}",
    ),
    "model.answered": (
        "{model} 提议了 {kept} 条，{refused} 条对不上原文、没有收",
        "{model} proposed {kept} term(s); {refused} that the text does not bear out were refused",
    ),
    "finding.accepted": ("照原文接受问题 {finding}", "accepted a finding as it is: {finding}"),
    "finding.revoked": ("收回对问题 {finding} 的接受", "took back the acceptance of {finding}"),
}
