"""What an act on a chain is called, Chinese and English, and under which heading it is found. One table, one line an act.

`{…}` are the entry's facts, `{subject}` what it is about; a fact that the entry does not carry reads `—`.
"""

from collections.abc import Mapping

from paidang.kit.money import yuan

KINDS: dict[str, tuple[str, str]] = {
    "contract": ("合同与约定", "Contract and terms"),
    "facts": ("导入", "Imports"),
    "stores": ("店铺", "Stores"),
    "cases": ("售后", "After-sales"),
    "prices": ("价格", "Prices"),
    "statement": ("对账", "Statements"),
    "people": ("人员与登录", "People and sign-ins"),
    "access": ("验证与导出", "Checks and exports"),
}

ACTS: dict[str, tuple[str, str, str]] = {
    "case.opened": ("cases", "登记售后：{reason}", "opened the case: {reason}"),
    "case.accepted": ("cases", "受理", "took the case on"),
    "case.awaited": ("cases", "请买家寄回，运单 {waybill}", "asked for the goods back, waybill {waybill}"),
    "case.received": ("cases", "收到退货", "took the return in"),
    "case.file_added": ("cases", "存下证据 {name}", "kept the evidence {name}"),
    "case.inspected": ("cases", "验收：{finding}", "inspected: {finding}"),
    "case.disputed": ("cases", "对 {sku} 的验收提出异议", "disputed the inspection of {sku}"),
    "case.answered": ("cases", "答复对 {sku} 的异议：{finding}", "answered the dispute of {sku}: {finding}"),
    "case.proposed": (
        "cases",
        "提出处理结果：{verdict}，请甲方同意",
        "proposed the outcome {verdict} to the brand",
    ),
    "case.declined": ("cases", "退回处理结果", "sent the outcome back"),
    "case.decided": ("cases", "了结：{verdict}，退款 {refund}", "settled it: {verdict}, refund {refund}"),
    "case.parcel_sent": (
        "cases",
        "寄出换货、补发，运单 {waybill}",
        "sent the replacement, waybill {waybill}",
    ),
    "case.withdrawn": ("cases", "买家撤回", "the buyer withdrew"),
    "cases.exported": ("access", "导出售后 {rows} 件", "exported {rows} cases"),
    "norms.proposed": (
        "cases",
        "提议客服规范第 {number} 版",
        "proposed version {number} of the service norms",
    ),
    "norms.agreed": (
        "cases",
        "同意客服规范第 {number} 版",
        "agreed to version {number} of the service norms",
    ),
    "norms.declined": (
        "cases",
        "不同意客服规范第 {number} 版",
        "declined version {number} of the service norms",
    ),
    "replies.edited": (
        "cases",
        "改用语“{title}”为第 {version} 版",
        "edited the reply {number} to version {version}",
    ),
    "replies.removed": ("cases", "去掉用语“{title}”", "took the reply {number} away"),
    "limits.set": ("cases", "定店铺 {store} 的时限", "set a limit of a store"),
    "contract.uploaded": ("contract", "上传合同文本", "uploaded the contract's text"),
    "contract.revised": ("contract", "交出第 {number} 稿", "handed in version {number} of the text"),
    "contract.composed": (
        "contract",
        "把谈妥的改动写成第 {number} 稿",
        "wrote version {number} of what both sides had accepted",
    ),
    "clause.remark": (
        "contract",
        "就第 {version} 稿 {clause} 说了意见",
        "remarked on {clause} of version {version}",
    ),
    "clause.offer": (
        "contract",
        "给第 {version} 稿 {clause} 提了另一种写法",
        "offered other words for {clause} of version {version}",
    ),
    "clause.accept": (
        "contract",
        "接受第 {version} 稿 {clause} 的改动",
        "accepted the change of {clause} in version {version}",
    ),
    "clause.decline": (
        "contract",
        "不接受第 {version} 稿 {clause} 的改动",
        "declined the change of {clause} in version {version}",
    ),
    "clause.take_back": (
        "contract",
        "收回对第 {version} 稿 {clause} 的改动的接受",
        "took back the acceptance of the change of {clause} in version {version}",
    ),
    "contract.shared": ("contract", "把合同发给对方", "shared the contract with the other side"),
    "contract.accepted": ("contract", "接受合同文本与约定", "accepted the text and its terms"),
    "contract.acceptance_withdrawn": (
        "contract",
        "收回对合同文本与约定的接受",
        "took back the acceptance of the text and its terms",
    ),
    "contract.annex_added": ("contract", "加入附件（{kind}）", "annexed a file ({kind})"),
    "contract.annex_removed": ("contract", "移除一份附件", "took an annex out"),
    "contract.order_set": ("contract", "定签署顺序：{order}", "set who signs first: {order}"),
    "contract.signed": ("contract", "电子签署第 {version} 稿", "signed version {version} electronically"),
    "contract.paper_recorded": (
        "contract",
        "登记纸上签署，{signed_on} 签字盖章",
        "recorded a signature on paper of {signed_on}",
    ),
    "contract.paper_confirmed": (
        "contract",
        "确认持有同一份纸上签署的原件，{signed_on}",
        "confirmed to hold the same signed original of {signed_on}",
    ),
    "contract.paper_disputed": (
        "contract",
        "不认登记的纸上签署",
        "disputed the signature on paper that was recorded",
    ),
    "contract.paper_withdrawn": ("contract", "撤回登记的纸上签署", "took back the signature on paper"),
    "contract.in_force": (
        "contract",
        "双方都已签署，签订日 {signed_on}，合同生效",
        "both sides signed on {signed_on}, the contract came into force",
    ),
    "contract.sealed": (
        "contract",
        "生成双方签署的 PDF",
        "made the PDF that carries both signatures",
    ),
    "approval.steps_set": ("people", "定内部审批的步骤", "set the steps of internal approval"),
    "approval.approved": (
        "contract",
        "内部审批通过 {subject} 第 {version} 稿（第 {step} 步）",
        "approved version {version} of {subject} internally (step {step})",
    ),
    "approval.sent_back": (
        "contract",
        "内部审批退回 {subject} 第 {version} 稿（第 {step} 步）",
        "sent version {version} of {subject} back internally (step {step})",
    ),
    "signatory.added": (
        "people",
        "登记 {subject} 有权签署（{ground}）",
        "registered {subject} as a signatory ({ground})",
    ),
    "signatory.ended": ("people", "{subject} 不再有权签署", "ended the authority of {subject} to sign"),
    "seal.set": ("people", "设定印章图", "set the picture of the seal"),
    "seal.waived": ("people", "声明电子签署不用印章", "declared that electronic signatures bear no seal"),
    "term.proposed": ("contract", "提议约定 {key}", "proposed a term: {key}"),
    "term.agreed": ("contract", "同意补充约定 {number}：{key}", "agreed to addendum {number}: {key}"),
    "amendment.proposed": (
        "contract",
        "提出补充协议 {number}，{effective_on} 起",
        "proposed supplementary agreement {number}, from {effective_on}",
    ),
    "amendment.accepted": (
        "contract",
        "同意补充协议 {number}（{effective_on} 起），双方签署后生效",
        "accepted supplementary agreement {number} (from {effective_on}), in force once both sign",
    ),
    "amendment.approved": (
        "contract",
        "内部审批通过 {subject} 补充协议 {number}（第 {step} 步）",
        "approved supplementary agreement {number} to {subject} internally (step {step})",
    ),
    "amendment.sent_back": (
        "contract",
        "内部审批退回 {subject} 补充协议 {number}（第 {step} 步）",
        "sent supplementary agreement {number} to {subject} back internally (step {step})",
    ),
    "amendment.signed": (
        "contract",
        "电子签署补充协议 {number}",
        "signed supplementary agreement {number} electronically",
    ),
    "amendment.paper_recorded": (
        "contract",
        "登记补充协议 {number} 的纸上签署，{signed_on} 签字盖章",
        "recorded a signature on paper of {signed_on} on supplementary agreement {number}",
    ),
    "amendment.paper_confirmed": (
        "contract",
        "确认持有补充协议 {number} 同一份纸上签署的原件，{signed_on}",
        "confirmed to hold the same signed original of supplementary agreement {number} of {signed_on}",
    ),
    "amendment.paper_disputed": (
        "contract",
        "不认登记的补充协议 {number} 的纸上签署",
        "disputed the signature on paper recorded for supplementary agreement {number}",
    ),
    "amendment.paper_withdrawn": (
        "contract",
        "撤回登记的补充协议 {number} 的纸上签署",
        "took back the signature on paper of supplementary agreement {number}",
    ),
    "amendment.in_force": (
        "contract",
        "双方都已签署补充协议 {number}，{effective_on} 起按它履行",
        "both sides signed supplementary agreement {number}; it holds from {effective_on}",
    ),
    "amendment.sealed": (
        "contract",
        "生成双方签署的补充协议 {number} 的 PDF",
        "made the PDF of supplementary agreement {number} that carries both signatures",
    ),
    "amendment.declined": (
        "contract",
        "不同意补充协议 {number}",
        "declined supplementary agreement {number}",
    ),
    "amendment.withdrawn": (
        "contract",
        "收回补充协议 {number}",
        "took back supplementary agreement {number}",
    ),
    "notice.objection": (
        "contract",
        "发出通知 {number}：不续期，合同到 {last_day} 为止",
        "served notice {number}: no renewal, the contract ends on {last_day}",
    ),
    "notice.cure": (
        "contract",
        "发出通知 {number}：限 {deadline} 前纠正",
        "served notice {number}: to cure by {deadline}",
    ),
    "notice.reminder": (
        "contract",
        "发出通知 {number}：催缴对账单，限 {deadline} 前",
        "served notice {number}: reminder for a statement, by {deadline}",
    ),
    "notice.incident": (
        "contract",
        "发出通知 {number}：登记违约事实",
        "served notice {number}: put a breach on record",
    ),
    "notice.force_majeure": (
        "contract",
        "发出通知 {number}：不可抗力",
        "served notice {number}: force majeure",
    ),
    "notice.termination": (
        "contract",
        "发出通知 {number}：解除合同，最后一天 {last_day}",
        "served notice {number}: ending the contract, last day {last_day}",
    ),
    "notice.immediate": (
        "contract",
        "发出通知 {number}：立即解除合同",
        "served notice {number}: ending the contract at once",
    ),
    "notice.agreement": (
        "contract",
        "发出通知 {number}：提议协商终止，最后一天 {last_day}",
        "served notice {number}: proposed to end by agreement, last day {last_day}",
    ),
    "notice.claim": (
        "contract",
        "发出通知 {number}：索赔 {amount}",
        "served notice {number}: claimed {amount}",
    ),
    "notice.return": (
        "contract",
        "发出通知 {number}：声明保密材料已归还或销毁",
        "served notice {number}: declared confidential material returned or destroyed",
    ),
    "notice.clearance": (
        "contract",
        "发出通知 {number}：声明结清",
        "served notice {number}: declared everything settled",
    ),
    "notice.answered": ("contract", "答复通知 {number}", "answered notice {number}"),
    "notice.closed": ("contract", "了结通知 {number}", "closed notice {number}"),
    "notice.downloaded": ("access", "下载通知 {number}", "downloaded notice {number}"),
    "contract.settled": ("contract", "双方声明结清，合同了结", "both sides declared everything settled"),
    "duty.done": ("contract", "登记已做：{key}", "recorded as done: {key}"),
    "duty.assigned": ("contract", "把 {key} 交给 {to}", "gave {key} to {to}"),
    "model.asked": (
        "contract",
        "请 {model}（{host}）看第 {version} 稿里没读成约定的句子",
        "asked {model} at {host} about the unread sentences of version {version}",
    ),
    "model.answered": (
        "contract",
        "{model} 提议了 {kept} 条，{refused} 条对不上原文、没有收",
        "{model} proposed {kept} terms; {refused} that the text does not bear out were refused",
    ),
    "finding.accepted": ("contract", "照原文接受问题 {finding}", "accepted a finding as it is: {finding}"),
    "finding.revoked": ("contract", "收回对问题 {finding} 的接受", "took back the acceptance of {finding}"),
    "statement.closed": ("statement", "关账并算出 {subject}", "closed {subject}"),
    "statement.sent": ("statement", "发出 {subject}，应付 {amount}", "sent {subject}, due {amount}"),
    "statement.opened": ("statement", "打开 {subject}", "opened {subject}"),
    "statement.recomputed": ("statement", "重算 {subject}，一致", "recomputed {subject}: agrees"),
    "statement.recomputed_differs": ("statement", "重算 {subject}，不一致", "recomputed {subject}: differs"),
    "statement.confirmed": (
        "statement",
        "确认 {subject}，应付 {amount}",
        "confirmed {subject}, due {amount}",
    ),
    "statement.questioned": ("statement", "对 {subject} 提出疑问", "questioned {subject}"),
    "statement.answered": ("statement", "答复对 {subject} 的疑问", "answered a question on {subject}"),
    "statement.paid": (
        "statement",
        "登记收到 {subject} 的款 {amount}，{paid_on} 到账",
        "recorded the payment of {subject}, {amount}, received on {paid_on}",
    ),
    "statement.open_again": (
        "statement",
        "{subject} 的到账登记被冲销，又有未收的款",
        "the payment of {subject} was reversed; some of it is open again",
    ),
    "statement.invoiced": (
        "statement",
        "送达 {subject} 的发票 {number}，金额 {amount}",
        "delivered the invoice {number} for {subject}, {amount}",
    ),
    "statement.invoiced_anew": (
        "statement",
        "{subject} 的发票 {replaced} 红冲，重开为 {number}，金额 {amount}",
        "replaced the cancelled invoice {replaced} for {subject} by {number}, {amount}",
    ),
    "payment.recorded": (
        "statement",
        "登记收款 {subject}：{amount}，{paid_on} 到账",
        "recorded the payment {subject}: {amount}, received on {paid_on}",
    ),
    "payment.reversed": (
        "statement",
        "冲销收款 {subject}：{amount}",
        "reversed the payment {subject}: {amount}",
    ),
    "batch.close_asked": (
        "statement",
        "批量关账 {month}，{contracts} 份合同",
        "asked to close {month} of {contracts} contracts",
    ),
    "batch.close_done": (
        "statement",
        "批量关账 {month} 做完：算出 {done}，没变 {unchanged}，搁下 {parked}",
        "closed {month} of many contracts: {done} closed, {unchanged} unchanged, {parked} parked",
    ),
    "batch.send_asked": (
        "statement",
        "批量发出 {month} 对账单，{contracts} 份合同",
        "asked to send the statements of {month} under {contracts} contracts",
    ),
    "batch.send_done": (
        "statement",
        "批量发出 {month} 做完：发出 {done}，早已发出 {unchanged}，搁下 {parked}",
        "sent many statements of {month}: {done} sent, {unchanged} sent before, {parked} parked",
    ),
    "bank.received": ("access", "上传银行流水 {subject}", "uploaded a bank statement, {subject}"),
    "bank.taken_in": (
        "access",
        "收下银行流水 {subject} 的 {lines} 笔来款",
        "took in {lines} incoming lines of {subject}",
    ),
    "bank.line_set_aside": (
        "access",
        "把 {subject} 的来款 {line} 放到一边",
        "set line {line} of {subject} aside",
    ),
    "bank.line_taken_up": (
        "access",
        "拿回 {subject} 的来款 {line}",
        "took line {line} of {subject} up again",
    ),
    "statement.downloaded": ("access", "下载 {subject}（{what}）", "downloaded {subject} ({what})"),
    "intake.received": ("facts", "上传文件 {subject}", "uploaded a file, {subject}"),
    "intake.test_read": ("facts", "试读 {subject}", "read {subject} for a test"),
    "intake.writing": ("facts", "开始写入 {subject}", "began to write {subject}"),
    "intake.written": ("facts", "写入 {subject}", "wrote {subject}"),
    "intake.unchanged": ("facts", "重传 {subject}，没有变化", "sent {subject} again, nothing changed"),
    "intake.refused": ("facts", "{subject} 读不进来", "{subject} was refused"),
    "intake.failed": (
        "facts",
        "写入 {subject} 没有成功，什么都没写进去",
        "writing {subject} failed, nothing went in",
    ),
    "intake.pause_asked": ("facts", "要求暂停 {subject}", "asked to pause {subject}"),
    "intake.stop_asked": ("facts", "要求停止 {subject}", "asked to stop {subject}"),
    "intake.read_paused": ("facts", "暂停试读 {subject}", "paused the test read of {subject}"),
    "intake.write_paused": (
        "facts",
        "暂停写入 {subject}，什么都没写进去",
        "paused writing {subject}, nothing went in",
    ),
    "intake.continued": ("facts", "继续 {subject}，从头再来", "continued {subject} from its start"),
    "intake.stopped": ("facts", "停止 {subject}，什么都没写进去", "stopped {subject}, nothing went in"),
    "intake.halt_too_late": (
        "facts",
        "要 {subject} 停下时已经做完",
        "{subject} was done before it could be halted",
    ),
    "intake.mended": ("facts", "修好 {subject} 的一行", "mended a row of {subject}"),
    "intake.mend_tried": (
        "facts",
        "改 {subject} 的一行，还没修好",
        "changed a row of {subject}, not mended yet",
    ),
    "intake.discarded": ("facts", "放弃 {subject} 的行 {rows}", "discarded rows {rows} of {subject}"),
    "intake.reread": ("facts", "重读 {subject} 里等着的行", "read the waiting rows of {subject} again"),
    "stores.connected": ("stores", "连接店铺 {subject}", "connected the store {subject}"),
    "stores.reconnected": (
        "stores",
        "重新填写店铺 {subject} 的凭据",
        "gave the store {subject} new credentials",
    ),
    "stores.paused": ("stores", "暂停店铺 {subject}", "paused the store {subject}"),
    "stores.resumed": ("stores", "继续店铺 {subject}", "resumed the store {subject}"),
    "stores.stopped": (
        "stores",
        "店铺 {subject} 停下了：平台不认它的凭据",
        "the store {subject} stopped: its platform refuses the credentials",
    ),
    "stores.disconnected": (
        "stores",
        "断开店铺 {subject}，凭据已销毁",
        "disconnected the store {subject}, its credentials are erased",
    ),
    "stores.token_renewed": (
        "stores",
        "店铺 {subject} 的授权续了期",
        "renewed the authorisation of the store {subject}",
    ),
    "stores.pulled": (
        "stores",
        "从店铺 {subject} 拉来 {documents} 张单据",
        "pulled {documents} documents from the store {subject}",
    ),
    "stores.pushed": (
        "stores",
        "店铺 {subject} 推来 {documents} 张单据",
        "took in {documents} documents that the store {subject} sent",
    ),
    "stores.ship_asked": (
        "stores",
        "订单 {order} 发货，运单 {waybill}",
        "shipped order {order}, waybill {waybill}",
    ),
    "stores.shipped": (
        "stores",
        "平台收下了订单 {order} 的运单 {waybill}",
        "the platform took waybill {waybill} of order {order}",
    ),
    "stores.ship_refused": (
        "stores",
        "平台没有收下订单 {order} 的运单 {waybill}",
        "the platform refused waybill {waybill} of order {order}",
    ),
    "stores.offered": (
        "stores",
        "向店铺 {subject} 推送 {skus} 个商品的库存",
        "pushed the stock of {skus} SKUs to the store {subject}",
    ),
    "stores.price_asked": (
        "stores",
        "要把店铺 {subject} 的 {sku} 改为 {fen} 分",
        "asked the store {subject} to sell {sku} for {fen} fen",
    ),
    "stores.priced": (
        "stores",
        "店铺 {subject} 的 {sku} 已改为 {fen} 分",
        "the store {subject} sells {sku} for {fen} fen",
    ),
    "stores.price_refused": (
        "stores",
        "平台没有收下店铺 {subject} 的 {sku} 的价格 {fen} 分",
        "the platform refused {fen} fen for {sku} in the store {subject}",
    ),
    "orders.store_declared": ("facts", "登记店铺 {store}", "registered the store {store}"),
    "orders.breach_explained": (
        "prices",
        "说明 {lines} 行低于底价的成交",
        "explained {lines} sales below the floor",
    ),
    "prices.retail_set": (
        "prices",
        "定下 {count} 个零售价、底价",
        "set {count} retail and minimum retail prices",
    ),
    "prices.retail_exported": ("access", "导出 {rows} 行价目表", "exported {rows} rows of the price list"),
    "guard.refused": (
        "prices",
        "底价核对不通过（{store}）：{count} 处，先是 {sku}",
        "the price guard refused for {store}: {count} goods, first {sku}",
    ),
    "guard.passed": ("prices", "底价核对通过（{store}）", "the price guard passed for {store}"),
    "offers.checked": (
        "prices",
        "写下优惠 {number}（{name}，{store}），核对通过",
        "wrote offer {number} down ({name}, {store}), it may go out",
    ),
    "offers.refused": (
        "prices",
        "优惠 {number}（{name}，{store}）会低于底价，没有放行",
        "offer {number} ({name}, {store}) was refused, it could break a floor",
    ),
    "offers.out": (
        "prices",
        "发布优惠 {number}（{name}，{store}）",
        "put out offer {number} ({name}, {store})",
    ),
    "offers.ended": (
        "prices",
        "停用优惠 {number}（{name}，{store}）",
        "ended offer {number} ({name}, {store})",
    ),
    "goods.listed": (
        "prices",
        "导入 {store} 的商品对照表：{listings} 个链接，{problems} 个没对上",
        "imported the listings of {store}: {listings}, {problems} of them mapped to nothing",
    ),
    "market.recorded": (
        "prices",
        "导入别家价格 {rows} 行，{below} 行低于底价",
        "imported {rows} prices of other sellers, {below} of them below the floor",
    ),
    "market.acted": (
        "prices",
        "处理 {count} 个别家低价",
        "acted on {count} low prices of other sellers",
    ),
    "prices.declared": (
        "prices",
        "申报 {prices} 个出厂价并声明真实（申报 {number}），其中 {past} 个涉及过去",
        "declared {prices} factory prices and stated that they are true (declaration {number}), {past} of them for days past",
    ),
    "prices.past_agreed": (
        "prices",
        "同意申报 {number} 里过去日子的 {count} 个出厂价",
        "agreed to {count} factory prices for days past of declaration {number}",
    ),
    "prices.past_declined": (
        "prices",
        "不同意申报 {number} 里过去日子的出厂价",
        "declined the factory prices for days past of declaration {number}",
    ),
    "prices.past_withdrawn": (
        "prices",
        "撤回申报 {number} 里过去日子的出厂价",
        "took back the factory prices for days past of declaration {number}",
    ),
    "prices.invoice_attached": (
        "prices",
        "附上一份进货发票（{invoice}）",
        "attached a supplier's invoice ({invoice})",
    ),
    "prices.invoice_opened": (
        "prices",
        "打开一份进货发票（{invoice}）",
        "opened a supplier's invoice ({invoice})",
    ),
    "prices.differences_exported": (
        "prices",
        "导出 {rows} 行出厂价与平台成本对照",
        "exported {rows} rows of factory prices beside the platforms' costs",
    ),
    "stock.list_declared": (
        "facts",
        "交第 {number} 份可售商品清单，{rows} 行，{changed} 行与账上不同",
        "handed in list {number} of sellable goods, {rows} rows, {changed} other than the books",
    ),
    "stock.list_confirmed": (
        "facts",
        "确认可售商品清单没有变化，第 {number} 份，{rows} 行",
        "confirmed that the list of sellable goods stands, list {number}, {rows} rows",
    ),
    "stock.counted": (
        "facts",
        "盘点{warehouse}的 {sku}：{units} 件",
        "counted {sku} in {warehouse}: {units} units",
    ),
    "stock.received": (
        "facts",
        "{warehouse}入库 {sku} {units} 件",
        "took {units} units of {sku} into {warehouse}",
    ),
    "stock.damaged": (
        "facts",
        "{warehouse}报残次 {sku} {units} 件",
        "reported {units} units of {sku} damaged in {warehouse}",
    ),
    "stock.disposed": (
        "facts",
        "{warehouse}处理掉残次的 {sku} {units} 件",
        "disposed of {units} damaged units of {sku} in {warehouse}",
    ),
    "stock.planned": (
        "facts",
        "定 {sku} 的安全库存 {safety} 件，到货 {lead_days} 天",
        "set the safety stock of {sku} to {safety} units, {lead_days} days to arrive",
    ),
    "stock.shared": ("facts", "定店铺分配：{shares}", "shared stock among stores: {shares}"),
    "stock.exported": ("access", "导出 {rows} 行库存", "exported {rows} rows of stock"),
    "orders.bill_explained": (
        "facts",
        "说明平台账单的 {count} 处差异",
        "explained {count} differences in platform bills",
    ),
    "orders.bill_reopened": (
        "facts",
        "撤回对平台账单 {count} 处差异的说明",
        "took back the explanation of {count} differences in platform bills",
    ),
    "orders.bills_exported": (
        "access",
        "导出 {month} 平台账单核对的 {rows} 行",
        "exported {rows} rows of {month}'s bill reconciliation",
    ),
    "contracts.exported": (
        "access",
        "导出 {contracts} 份合同的清单",
        "exported a list of {contracts} contracts",
    ),
    "orders.exported": ("access", "导出 {lines} 行订单", "exported {lines} order lines"),
    "org.name_set": ("people", "改单位全称", "changed the registered name"),
    "org.company_sign_in_set": (
        "people",
        "设公司登录：{issuer}",
        "set company sign-in: {issuer}",
    ),
    "org.company_sign_in_tested": ("people", "试成公司登录", "tested company sign-in"),
    "org.company_sign_in_required": ("people", "要求用公司账号登录", "required company sign-in"),
    "org.company_sign_in_optional": (
        "people",
        "不再要求用公司账号登录",
        "no longer required company sign-in",
    ),
    "org.company_sign_in_removed": (
        "people",
        "去掉公司登录：{issuer}",
        "removed company sign-in: {issuer}",
    ),
    "org.webhook_made": ("people", "设了事件推送：{url}", "set up a webhook: {url}"),
    "org.webhook_removed": ("people", "撤了事件推送：{url}", "removed a webhook: {url}"),
    "org.webhook_paused": ("people", "暂停事件推送：{url}", "paused a webhook: {url}"),
    "org.webhook_resumed": ("people", "恢复事件推送：{url}", "resumed a webhook: {url}"),
    "org.registered": ("people", "登记机构", "registered the organisation"),
    "person.invited": ("people", "邀请 {subject}", "invited {subject}"),
    "person.link_made": ("people", "为 {subject} 生成链接", "made a link for {subject}"),
    "person.password_set": ("people", "设定密码", "set the password"),
    "person.deactivated": ("people", "停用 {subject}", "deactivated {subject}"),
    "person.reactivated": ("people", "恢复 {subject}", "reactivated {subject}"),
    "person.signed_in": ("people", "登录", "signed in"),
    "person.second_factor_begun": ("people", "开始开启两步验证", "began to turn on two-step sign-in"),
    "person.second_factor_on": ("people", "开启两步验证", "turned on two-step sign-in"),
    "person.second_factor_off": ("people", "关掉两步验证", "turned off two-step sign-in"),
    "person.second_factor_reset": (
        "people",
        "重置 {subject} 的两步验证",
        "reset the two-step sign-in of {subject}",
    ),
    "person.recovery_codes_renewed": ("people", "换新备用码", "renewed the recovery codes"),
    "person.recovery_code_used": (
        "people",
        "用了一个备用码，还剩 {left} 个",
        "used a recovery code, {left} left",
    ),
    "person.passkey_added": ("people", "添加通行密钥：{name}", "added a passkey: {name}"),
    "person.passkey_removed": ("people", "删除通行密钥：{name}", "removed a passkey: {name}"),
    "person.token_made": (
        "people",
        "做了接口令牌：{name}，{until} 到期",
        "made an API token: {name}, good until {until}",
    ),
    "person.token_ended": ("people", "作废接口令牌：{name}", "ended an API token: {name}"),
    "person.mail_chosen": ("people", "选择邮件提醒：{mail}", "chose reminders by e-mail: {mail}"),
    "reminder.sent": ("people", "给 {subject} 发出 {count} 条提醒", "sent {count} reminder(s) to {subject}"),
    "evidence.verified": ("access", "验链，到第 {entries} 条", "verified the chain up to entry {entries}"),
    "evidence.exported": (
        "access",
        "下载存证，到第 {entries} 条",
        "downloaded the evidence up to entry {entries}",
    ),
}


class _Facts(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "—"


def wording(act: str, subject: str, facts: Mapping[str, object], lang: str = "zh") -> str:
    """The act in words for people; an act that the table does not know is shown as it is."""
    if act not in ACTS:
        return f"{act} {subject}"
    amount = facts.get("amount_due")
    known = _Facts({**facts, "subject": subject, "amount": yuan(amount if isinstance(amount, int) else None)})
    chinese = lang.startswith("zh")
    said = ACTS[act][1 if chinese else 2].format_map(known)
    if "program" not in facts:
        return said
    return said + (
        "（由程序，{program} 号令牌）" if chinese else " (by a program, token {program})"
    ).format_map(known)


def acts_of(kind: str) -> list[str]:
    """The acts under a heading; none for a heading that there is not."""
    return [act for act, (under, _zh, _en) in ACTS.items() if under == kind]


def kind_of(act: str) -> str:
    """The heading that an act is under; "" for an act of a later version."""
    return ACTS[act][0] if act in ACTS else ""
