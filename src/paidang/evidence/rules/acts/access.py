"""Acts under “Checks and exports”, Chinese and English."""

ACTS: dict[str, tuple[str, str]] = {
    "cases.exported": ("导出售后 {rows} 件", "exported {rows} case(s)"),
    "notice.downloaded": ("下载通知 {number}", "downloaded notice {number}"),
    "bank.received": ("上传银行流水 {subject}", "uploaded a bank statement, {subject}"),
    "bank.taken_in": (
        "收下银行流水 {subject} 的 {lines} 笔来款",
        "took in {lines} incoming line(s) of {subject}",
    ),
    "bank.line_set_aside": ("把 {subject} 的来款 {line} 放到一边", "set line {line} of {subject} aside"),
    "bank.line_taken_up": ("拿回 {subject} 的来款 {line}", "took line {line} of {subject} up again"),
    "statement.downloaded": ("下载 {subject}（{what}）", "downloaded {subject} ({what})"),
    "matter.opened": ("打开{what} {item}", "opened: {what} {item}"),
    "matter.copied": ("导出{what} {item}，{rows} 行", "took a copy along: {what} {item}, {rows} row(s)"),
    "dispute.exported": (
        "下载争议卷宗，到第 {entries} 条存证",
        "took the dispute file up to entry {entries}",
    ),
    "orders.person_seen": ("查看订单 {subject} 的收货信息", "looked at who gets order {subject}"),
    "orders.persons_exported": (
        "导出 {orders} 单的收货信息，先是 {subject}",
        "exported who gets {orders} order(s), first {subject}",
    ),
    "orders.persons_erased": (
        "删除 {orders} 单到期的收货信息",
        "erased who the buyers of {orders} order(s) were",
    ),
    "prices.retail_exported": ("导出 {rows} 行价目表", "exported {rows} row(s) of the price list"),
    "stock.exported": ("导出 {rows} 行库存", "exported {rows} row(s) of stock"),
    "fulfilment.printed": (
        "打印或导出 {what}：{parcels} 个包裹",
        "printed or exported {what}: {parcels} parcel(s)",
    ),
    "fulfilment.carrier_set": ("设置快递接口", "set the carrier's interface"),
    "invoice.exported": ("导出 {rows} 行待开的发票", "exported {rows} row(s) of invoices to issue"),
    "orders.bills_exported": (
        "导出 {month} 平台账单核对的 {rows} 行",
        "exported {rows} row(s) of {month}'s bill reconciliation",
    ),
    "contracts.exported": ("导出 {contracts} 份合同的清单", "exported a list of {contracts} contract(s)"),
    "orders.exported": ("导出 {lines} 行订单", "exported {lines} order line(s)"),
    "org.mapping_forgotten": ("忘掉一个表头的对列", "forgot what a header's columns are"),
    "evidence.verified": ("验链，到第 {entries} 条", "verified the chain up to entry {entries}"),
    "evidence.exported": ("下载存证，到第 {entries} 条", "downloaded the evidence up to entry {entries}"),
}
