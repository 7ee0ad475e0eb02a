"""Acts under “Prices”, Chinese and English."""

ACTS: dict[str, tuple[str, str]] = {
    "orders.breach_explained": ("说明 {lines} 行低于底价的成交", "explained {lines} sale(s) below the floor"),
    "prices.retail_set": ("定下 {count} 个零售价、底价", "set {count} retail and minimum retail prices"),
    "prices.drafted": (
        "写下价目表草案 {number}：{count} 个价格，{since} 起",
        "drafted {count} retail price(s) from {since} on (draft {number})",
    ),
    "prices.draft_published": ("发布价目表草案 {number}", "published price draft {number}"),
    "prices.draft_declined": ("不采用价目表草案 {number}", "declined price draft {number}"),
    "prices.draft_withdrawn": ("撤回价目表草案 {number}", "took price draft {number} back"),
    "guard.refused": (
        "底价核对不通过（{store}）：{count} 处，先是 {sku}",
        "the price guard refused for {store}: {count} goods, first {sku}",
    ),
    "guard.passed": ("底价核对通过（{store}）", "the price guard passed for {store}"),
    "offers.checked": (
        "写下优惠 {number}（{name}，{store}），核对通过",
        "wrote offer {number} down ({name}, {store}), it may go out",
    ),
    "offers.refused": (
        "优惠 {number}（{name}，{store}）会低于底价，没有放行",
        "offer {number} ({name}, {store}) was refused, it could break a floor",
    ),
    "offers.approved": ("批准优惠 {number}（{name}，{store}）", "approved offer {number} ({name}, {store})"),
    "offers.declined": (
        "不批准优惠 {number}（{name}，{store}）",
        "declined offer {number} ({name}, {store})",
    ),
    "offers.mended": (
        "改了优惠 {number}（{name}，{store}），核对通过",
        "mended offer {number} ({name}, {store}), it may go out",
    ),
    "offers.out": ("发布优惠 {number}（{name}，{store}）", "put out offer {number} ({name}, {store})"),
    "offers.ended": ("停用优惠 {number}（{name}，{store}）", "ended offer {number} ({name}, {store})"),
    "goods.listed": (
        "导入 {store} 的商品对照表：{listings} 个链接，{problems} 个没对上",
        "imported the listings of {store}: {listings}, {problems} of them mapped to nothing",
    ),
    "market.recorded": (
        "导入别家价格 {rows} 行，{below} 行低于底价",
        "imported {rows} price(s) of other sellers, {below} of them below the floor",
    ),
    "market.acted": ("处理 {count} 个别家低价", "acted on {count} low price(s) of other sellers"),
    "prices.declared": (
        "申报 {prices} 个出厂价并声明真实（申报 {number}），其中 {past} 个涉及过去",
        "declared {prices} factory price(s) and stated that they are true (declaration {number}), {past} of them for days past",
    ),
    "prices.past_agreed": (
        "同意申报 {number} 里过去日子的 {count} 个出厂价",
        "agreed to {count} factory price(s) for days past of declaration {number}",
    ),
    "prices.past_declined": (
        "不同意申报 {number} 里过去日子的出厂价",
        "declined the factory prices for days past of declaration {number}",
    ),
    "prices.past_withdrawn": (
        "撤回申报 {number} 里过去日子的出厂价",
        "took back the factory prices for days past of declaration {number}",
    ),
    "prices.invoice_attached": ("附上一份进货发票（{invoice}）", "attached a supplier's invoice ({invoice})"),
    "prices.invoice_opened": ("打开一份进货发票（{invoice}）", "opened a supplier's invoice ({invoice})"),
    "prices.differences_exported": (
        "导出 {rows} 行出厂价与平台成本对照",
        "exported {rows} row(s) of factory prices beside the platforms' costs",
    ),
}
