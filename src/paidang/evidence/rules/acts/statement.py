"""Acts under “Statements”, Chinese and English."""

ACTS: dict[str, tuple[str, str]] = {
    "statement.closed": ("关账并算出 {subject}", "closed {subject}"),
    "statement.sent": ("发出 {subject}，应付 {amount}", "sent {subject}, due {amount}"),
    "statement.opened": ("打开 {subject}", "opened {subject}"),
    "statement.recomputed": ("重算 {subject}，一致", "recomputed {subject}: agrees"),
    "statement.recomputed_differs": ("重算 {subject}，不一致", "recomputed {subject}: differs"),
    "statement.confirmed": ("确认 {subject}，应付 {amount}", "confirmed {subject}, due {amount}"),
    "statement.questioned": ("对 {subject} 提出疑问", "questioned {subject}"),
    "statement.answered": ("答复对 {subject} 的疑问", "answered a question on {subject}"),
    "statement.adjustment_proposed": (
        "提议调整 {subject}：{number} 号，{amount}",
        "proposed adjustment {number} of {subject}: {amount}",
    ),
    "statement.adjustment_agreed": (
        "同意 {subject} 的调整 {number} 号：{amount}",
        "agreed to adjustment {number} of {subject}: {amount}",
    ),
    "statement.adjustment_declined": (
        "不同意 {subject} 的调整 {number} 号：{amount}",
        "declined adjustment {number} of {subject}: {amount}",
    ),
    "statement.adjustment_withdrawn": (
        "撤回 {subject} 的调整 {number} 号：{amount}",
        "withdrew adjustment {number} of {subject}: {amount}",
    ),
    "statement.files_added": (
        "给 {subject} 的异议或调整附 {count} 个文件",
        "added {count} file(s) to what was said about {subject}",
    ),
    "statement.paid": (
        "登记收到 {subject} 的款 {amount}，{paid_on} 到账",
        "recorded the payment of {subject}, {amount}, received on {paid_on}",
    ),
    "statement.open_again": (
        "{subject} 的到账登记被冲销，又有未收的款",
        "the payment of {subject} was reversed; some of it is open again",
    ),
    "statement.invoiced": (
        "送达 {subject} 的发票 {number}，金额 {amount}",
        "delivered the invoice {number} for {subject}, {amount}",
    ),
    "statement.invoiced_anew": (
        "{subject} 的发票 {replaced} 红冲，重开为 {number}，金额 {amount}",
        "replaced the cancelled invoice {replaced} for {subject} by {number}, {amount}",
    ),
    "payment.recorded": (
        "登记收款 {subject}：{amount}，{paid_on} 到账",
        "recorded the payment {subject}: {amount}, received on {paid_on}",
    ),
    "payment.reversed": ("冲销收款 {subject}：{amount}", "reversed the payment {subject}: {amount}"),
    "batch.close_asked": (
        "批量关账 {month}，{contracts} 份合同",
        "asked to close {month} of {contracts} contract(s)",
    ),
    "batch.close_done": (
        "批量关账 {month} 做完：算出 {done}，没变 {unchanged}，搁下 {parked}",
        "closed {month} of many contracts: {done} closed, {unchanged} unchanged, {parked} parked",
    ),
    "batch.send_asked": (
        "批量发出 {month} 对账单，{contracts} 份合同",
        "asked to send the statements of {month} under {contracts} contract(s)",
    ),
    "batch.send_done": (
        "批量发出 {month} 做完：发出 {done}，早已发出 {unchanged}，搁下 {parked}",
        "sent many statements of {month}: {done} sent, {unchanged} sent before, {parked} parked",
    ),
}
