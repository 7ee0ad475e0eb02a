"""Acts under “Promotions”, Chinese and English."""

ACTS: dict[str, tuple[str, str]] = {
    "promotions.registered": (
        "登记促销 {number}（{title}，{store}）：{skus} 款",
        "registered promotion {number} ({title}, {store}): {skus} SKU(s)",
    ),
    "promotions.changed": (
        "改了促销 {number}（{title}，{store}）：{skus} 款",
        "changed promotion {number} ({title}, {store}): {skus} SKU(s)",
    ),
    "promotions.asked": (
        "把促销 {number}（{title}，{store}）报给甲方，凭优惠 {offer}",
        "put promotion {number} ({title}, {store}) before the brand, by offer {offer}",
    ),
    "promotions.approved": (
        "批准促销 {number}（{title}，{store}），预计 {units} 件，甲方 {a}、乙方 {b}",
        "approved promotion {number} ({title}, {store}): {units} unit(s) expected, brand {a}, agency {b}",
    ),
    "promotions.declined": (
        "不参加促销 {number}（{title}，{store}）",
        "declined promotion {number} ({title}, {store})",
    ),
    "promotions.said": (
        "在促销 {number}（{title}，{store}）上留言",
        "wrote on promotion {number} ({title}, {store})",
    ),
    "promotions.live": (
        "促销 {number}（{title}，{store}）已在平台上设好",
        "set promotion {number} ({title}, {store}) up at the platform",
    ),
    "promotions.prices_out": (
        "促销 {number}（{title}，{store}）到点发出 {sent} 个价格，{refused} 个没有放行；甲方批准的摘要 {sha256:.12}",
        "promotion {number} ({title}, {store}) began: {sent} price(s) sent, {refused} held back; digest the brand approved {sha256:.12}",
    ),
    "promotions.prices_back": (
        "促销 {number}（{title}，{store}）结束，改回 {sent} 个价格",
        "promotion {number} ({title}, {store}) is over: {sent} price(s) taken back",
    ),
    "promotions.prices_seen": (
        "促销 {number}（{title}，{store}）在平台上核对：{live} 个是活动价，{back} 个已是原价，{other} 个是别的价",
        "promotion {number} ({title}, {store}) seen at the platform: {live} at its price, {back} back at the old one, {other} at another",
    ),
    "promotions.prices_again": (
        "促销 {number}（{title}，{store}）重发 {count} 个价格",
        "promotion {number} ({title}, {store}): {count} price(s) sent again",
    ),
    "promotions.withdrawn": (
        "撤回促销 {number}（{title}，{store}）",
        "withdrew promotion {number} ({title}, {store})",
    ),
    "promotions.lapsed": (
        "促销 {number}（{title}，{store}）到截止没有批准，不参加",
        "promotion {number} ({title}, {store}) was not approved in time and does not take place",
    ),
    "promotions.packing_set": (
        "写明仓库 {warehouse} 每天发 {units} 件，承诺 {hours} 小时",
        "said that warehouse {warehouse} packs {units} unit(s) a day and ships within {hours} hour(s)",
    ),
    "promotions.pace_set": (
        "写明仓库 {warehouse} 每人每小时装 {units} 件",
        "said that a person packs {units} unit(s) an hour in warehouse {warehouse}",
    ),
    "promotions.service_pace_set": (
        "写下客服的约定：每百单 {inquiries} 个咨询，一个 {minutes} 分钟",
        "said what customer service has to do: {inquiries} inquiries of 100 orders, {minutes} minute(s) for one",
    ),
    "promotions.supply_told": (
        "告知 {day} 到货 {sku} {units} 件",
        "said that {units} of {sku} arrive on {day}",
    ),
    "promotions.supply_closed": ("了结到货：{sku} {units} 件", "closed a supply: {units} of {sku}"),
    "promotions.season_entered": (
        "登记 {year} 年 {season} 的日子（来源：{source}）",
        "entered the dates of {season} {year} (source: {source})",
    ),
    "promotions.exported": ("导出促销清单：{rows} 行", "exported the promotions: {rows} row(s)"),
    "promotions.unapproved_seen": (
        "发现 {count} 处没有批准的低价成交",
        "found {count} sale(s) below the regular price that nobody approved",
    ),
    "promotions.unapproved_explained": (
        "说明没有批准的低价成交（{store}，{sku}，{day}）",
        "explained an unapproved low price ({store}, {sku}, {day})",
    ),
}
