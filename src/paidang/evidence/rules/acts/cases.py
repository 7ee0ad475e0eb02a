"""Acts under “After-sales”, Chinese and English."""

ACTS: dict[str, tuple[str, str]] = {
    "case.opened": ("登记售后：{reason}", "opened the case: {reason}"),
    "case.accepted": ("受理", "took the case on"),
    "case.awaited": ("请买家寄回，运单 {waybill}", "asked for the goods back, waybill {waybill}"),
    "case.received": ("收到退货", "took the return in"),
    "case.shipment_noted": ("知悉发错货、多发货", "took note of the wrong shipment"),
    "case.file_added": ("存下证据 {name}", "kept the evidence {name}"),
    "case.inspected": ("验收：{finding}", "inspected: {finding}"),
    "case.disputed": ("对 {sku} 的验收提出异议", "disputed the inspection of {sku}"),
    "case.answered": ("答复对 {sku} 的异议：{finding}", "answered the dispute of {sku}: {finding}"),
    "case.proposed": ("提出处理结果：{verdict}，请甲方同意", "proposed the outcome {verdict} to the brand"),
    "case.declined": ("退回处理结果", "sent the outcome back"),
    "case.decided": ("了结：{verdict}，退款 {refund}", "settled it: {verdict}, refund {refund}"),
    "case.parcel_sent": ("寄出换货、补发，运单 {waybill}", "sent the replacement, waybill {waybill}"),
    "case.withdrawn": ("买家撤回", "the buyer withdrew"),
    "norms.proposed": ("提议客服规范第 {number} 版", "proposed version {number} of the service norms"),
    "norms.agreed": ("同意客服规范第 {number} 版", "agreed to version {number} of the service norms"),
    "norms.declined": ("不同意客服规范第 {number} 版", "declined version {number} of the service norms"),
    "replies.edited": ("改用语“{title}”为第 {version} 版", "edited the reply {number} to version {version}"),
    "replies.removed": ("去掉用语“{title}”", "took the reply {number} away"),
    "limits.set": ("定店铺 {store} 的时限", "set a limit of a store"),
}
