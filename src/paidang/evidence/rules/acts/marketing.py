"""Acts under “Marketing”, Chinese and English."""

ACTS: dict[str, tuple[str, str]] = {
    "marketing.proposal_written": ("写推广提案 {subject}", "wrote marketing proposal {subject}"),
    "marketing.proposal_asked": (
        "提交推广提案 {subject}，预算 {amount}",
        "asked for marketing proposal {subject}, budget {amount}",
    ),
    "marketing.proposal_taken_back": ("收回推广提案 {subject}", "took back marketing proposal {subject}"),
    "marketing.proposal_approved": (
        "批准推广提案 {subject}，{amount}",
        "approved marketing proposal {subject}, {amount}",
    ),
    "marketing.proposal_declined": ("不同意推广提案 {subject}", "declined marketing proposal {subject}"),
    "marketing.proposal_asked_back": (
        "对推广提案 {subject} 提问",
        "asked back about marketing proposal {subject}",
    ),
    "marketing.proposal_ended": ("结束推广提案 {subject}", "ended marketing proposal {subject}"),
    "marketing.result_recorded": (
        "登记推广提案 {subject} 的结果",
        "recorded the result of marketing proposal {subject}",
    ),
    "marketing.spent": ("登记推广花费 {amount}（{subject}）", "recorded spend of {amount} ({subject})"),
    "marketing.spends_imported": (
        "导入推广花费 {rows} 笔，{amount}",
        "imported {rows} spend(s), {amount}",
    ),
    "marketing.spend_withdrawn": (
        "撤回推广花费 {amount}（{subject}）",
        "withdrew a spend of {amount} ({subject})",
    ),
    "marketing.voucher_brought": (
        "交推广凭证 {voucher}，{amount}（{subject}）",
        "brought voucher {voucher}, {amount} ({subject})",
    ),
    "marketing.voucher_laid": (
        "把推广凭证 {voucher} 的 {amount} 对到花费（{subject}）",
        "laid {amount} of voucher {voucher} against spend ({subject})",
    ),
    "marketing.voucher_questioned": (
        "对推广凭证 {voucher} 提出疑问（{subject}）",
        "questioned voucher {voucher} ({subject})",
    ),
    "marketing.voucher_answered": (
        "答复对推广凭证 {voucher} 的疑问（{subject}）",
        "answered the question about voucher {voucher} ({subject})",
    ),
    "marketing.voucher_cleared": (
        "对推广凭证 {voucher} 不再有疑问（{subject}）",
        "cleared the question about voucher {voucher} ({subject})",
    ),
    "marketing.voucher_withdrawn": (
        "撤回推广凭证 {voucher}（{subject}）",
        "withdrew voucher {voucher} ({subject})",
    ),
    "marketing.voucher_opened": (
        "打开推广凭证 {voucher} 的文件（{subject}）",
        "opened the file of voucher {voucher} ({subject})",
    ),
    "marketing.waived": (
        "放弃报销 {amount}（{subject}），等对方同意",
        "gave up a claim of {amount} ({subject}), for the other side to agree",
    ),
    "marketing.waiver_agreed": (
        "同意不再报销 {amount}（{subject}）",
        "agreed that {amount} is not claimed ({subject})",
    ),
    "marketing.waiver_declined": (
        "不同意放弃报销 {amount}（{subject}）",
        "did not agree that {amount} is given up ({subject})",
    ),
    "reimbursement.claimed": (
        "记入报销 {number}：{amount}，进下一张对账单",
        "claimed reimbursement {number}: {amount}, for the next statement",
    ),
    "reimbursement.taken_back": (
        "冲销报销，第 {number} 笔：{amount}",
        "took back a reimbursement, entry {number}: {amount}",
    ),
}
