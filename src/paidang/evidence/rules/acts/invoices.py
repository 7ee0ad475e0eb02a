"""Acts under “Buyers' invoices”, Chinese and English."""

ACTS: dict[str, tuple[str, str]] = {
    "invoice.asked": ("登记订单 {order} 的开票申请", "took down that order {order} wants an invoice"),
    "invoice.told": ("平台说订单 {order} 要发票", "the platform told that order {order} wants an invoice"),
    "invoice.corrected": (
        "改订单 {order} 的开票信息",
        "corrected what the invoice of order {order} is to say",
    ),
    "invoice.declined": ("说明订单 {order} 不开发票", "declined the invoice of order {order}"),
    "invoice.issued": (
        "开具订单 {order} 的发票 {number}，{amount}",
        "issued the invoice {number} of order {order}, {amount}",
    ),
    "invoice.service_set": ("接上开票服务 {host}", "connected the e-invoice service {host}"),
    "invoice.sent": (
        "把订单 {order} 的发票交给开票服务",
        "had the e-invoice service issue for order {order}",
    ),
    "invoice.red_sent": (
        "让开票服务红冲发票 {taken_back}",
        "had the e-invoice service take back the invoice {taken_back}",
    ),
    "invoice.service_failed": (
        "开票服务没有开成（{serial}）",
        "the e-invoice service did not issue ({serial})",
    ),
    "invoice.file_added": ("附上发票 {number} 的文件", "added the file of the invoice {number}"),
    "invoice.taken_back": (
        "红冲发票 {taken_back}，红字 {number}，{amount}",
        "took back the invoice {taken_back} by the red letter {number}, {amount}",
    ),
    "invoice.mail_asked": ("要把发票 {number} 发给买家", "asked to mail the invoice {number}"),
    "invoice.delivered": ("交付发票 {number}", "delivered the invoice {number}"),
    "invoice.opened": ("打开发票 {number} 的文件", "opened the file of the invoice {number}"),
    "invoice.rate_set": ("定 {sku} 的税率", "set the tax rate of {sku}"),
    "invoice.days_set": ("定买家发票 {days} 天内开", "set {days} day(s) for issuing buyers' invoices"),
}
