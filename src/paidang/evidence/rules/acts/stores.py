"""Acts under “Stores”, Chinese and English."""

ACTS: dict[str, tuple[str, str]] = {
    "stores.connected": ("连接店铺 {subject}", "connected the store {subject}"),
    "stores.reconnected": ("重新填写店铺 {subject} 的凭据", "gave the store {subject} new credentials"),
    "stores.paused": ("暂停店铺 {subject}", "paused the store {subject}"),
    "stores.resumed": ("继续店铺 {subject}", "resumed the store {subject}"),
    "stores.stopped": (
        "店铺 {subject} 停下了：平台不认它的凭据",
        "the store {subject} stopped: its platform refuses the credentials",
    ),
    "stores.disconnected": (
        "断开店铺 {subject}，凭据已销毁",
        "disconnected the store {subject}, its credentials are erased",
    ),
    "stores.front_set": (
        "店铺 {subject} 要检查的网址：{host}",
        "set the page of the store {subject} to be checked: {host}",
    ),
    "stores.norms_proposed": (
        "提出店铺技术规范第 {number} 版",
        "proposed version {number} of the stores' technical norms",
    ),
    "stores.norms_agreed": (
        "同意店铺技术规范第 {number} 版",
        "agreed to version {number} of the stores' technical norms",
    ),
    "stores.norms_declined": (
        "不同意店铺技术规范第 {number} 版",
        "declined version {number} of the stores' technical norms",
    ),
    "stores.norms_missed": (
        "店铺 {subject} 没有达到技术规范第 {version} 版",
        "the store {subject} does not keep to version {version} of the technical norms",
    ),
    "stores.norms_kept": (
        "店铺 {subject} 又达到了技术规范第 {version} 版",
        "the store {subject} keeps to version {version} of the technical norms again",
    ),
    "stores.token_renewed": (
        "店铺 {subject} 的授权续了期",
        "renewed the authorisation of the store {subject}",
    ),
    "stores.pulled": (
        "从店铺 {subject} 拉来 {documents} 张单据",
        "pulled {documents} document(s) from the store {subject}",
    ),
    "stores.pushed": (
        "店铺 {subject} 推来 {documents} 张单据",
        "took in {documents} document(s) that the store {subject} sent",
    ),
    "stores.billed": ("取来店铺 {subject} {day} 的账单", "fetched the bill of the store {subject} of {day}"),
    "stores.retried": (
        "再试店铺 {subject} 推来、没收进来的 {messages} 条消息",
        "tried again the {messages} message(s) of the store {subject} that had not been taken in",
    ),
    "stores.ship_asked": ("订单 {order} 发货，运单 {waybill}", "shipped order {order}, waybill {waybill}"),
    "stores.shipped": (
        "平台收下了订单 {order} 的运单 {waybill}",
        "the platform took waybill {waybill} of order {order}",
    ),
    "stores.ship_refused": (
        "平台没有收下订单 {order} 的运单 {waybill}",
        "the platform refused waybill {waybill} of order {order}",
    ),
    "stores.offered": (
        "向店铺 {subject} 推送 {skus} 个商品的库存",
        "pushed the stock of {skus} SKU(s) to the store {subject}",
    ),
    "stores.stock_raised": (
        "店铺 {subject} 在平台上多放了 {skus} 个商品的库存：{sku} 应为 {told}，是 {seen}；改回",
        "the store {subject} offered more of {skus} SKU(s) than it was told: {sku} {seen} instead of {told}; set right",
    ),
    "stores.price_asked": (
        "要把店铺 {subject} 的 {sku} 改为 {fen} 分",
        "asked the store {subject} to sell {sku} for {fen} fen",
    ),
    "stores.answer_asked": (
        "把对售后 {case} 的答复交给平台（{does}，{fen} 分）",
        "asked the platform to {does} request {case}: {fen} fen",
    ),
    "stores.answered": (
        "平台收下了对售后 {case} 的答复（{does}，{fen} 分）",
        "the platform took the answer to request {case} ({does}, {fen} fen)",
    ),
    "stores.answer_refused": (
        "平台没有收下对售后 {case} 的答复（{does}，{fen} 分）",
        "the platform refused the answer to request {case} ({does}, {fen} fen)",
    ),
    "stores.priced": (
        "店铺 {subject} 的 {sku} 已改为 {fen} 分",
        "the store {subject} sells {sku} for {fen} fen",
    ),
    "stores.price_refused": (
        "平台没有收下店铺 {subject} 的 {sku} 的价格 {fen} 分",
        "the platform refused {fen} fen for {sku} in the store {subject}",
    ),
}
