"""JD's methods for shops outside China, which are the ones that jd-sdk has classes for.

Their names and parameters are that client's; what they reply is believed: no public source shows it. They do what the
methods for shops in China do, to the same shop.
"""

from datetime import datetime

from paidang.channels.jd import sandbox_goods as goods
from paidang.channels.jd import sandbox_orders as orders
from paidang.channels.jd import sandbox_words as words
from paidang.channels.jd.sandbox_goods import Method
from paidang.channels.jd.sandbox_params import Body, Params, bad_parameter, is_within
from paidang.channels.link.documents import Parcel
from paidang.channels.sandbox import acts
from paidang.channels.sandbox.shop import Order, Shop

PAGE_MAX = 100
_DEFAULT_PAGE = 20
_NAMES = {
    "promoName": "name",
    "promoId": "promo_id",
    "beginTime": "begin_time",
    "endTime": "end_time",
    "skuId": "sku_ids",
    "promoPrice": "promo_prices",
}
"""What a promotion's parameters are called there, and here."""


def list_orders(shop: Shop, params: Params, now: datetime) -> Body:
    """By creation, or by change where that is asked for; oldest first."""
    page = params.whole("page", "pageStart", least=1, most=10**9, default=1)
    size = params.whole("pageSize", least=1, most=PAGE_MAX, default=_DEFAULT_PAGE)
    created = params.time("orderCreateTimeBegin", "startTime"), params.time("orderCreateTimeEnd", "endTime")
    changed = params.time("modifyTimeBegin"), params.time("modifyTimeEnd")
    order_id, sku_id = params.text("orderId", default=""), params.text("skuId", default="")
    found = [
        order
        for order in sorted(shop.orders.values(), key=lambda order: (order.created_at, order.order_id))
        if is_within(order.created_at, *created)
        and is_within(order.modified_at, *changed)
        and order_id in ("", order.order_id)
        and (not sku_id or any(line.goods.sku_id == sku_id for line in order.lines))
    ]
    rows = [words.order_info(order, is_encrypted=True) for order in found[(page - 1) * size : page * size]]
    return _done({"totalCount": len(found), "orderList": rows})


def get_order(shop: Shop, params: Params, now: datetime) -> Body:
    return _done({"order": words.order_info(_order(shop, params), is_encrypted=True)})


def deliver(shop: Shop, params: Params, now: datetime) -> Body:
    """`logisticsCompany` is a company's number, or an object with it."""
    order = _order(shop, params)
    company = params.values.get("logisticsCompany")
    inner = Params(company) if isinstance(company, dict) else params
    carrier = inner.text("id", "logisticsId", "logisticsCompany")
    parcel = Parcel(words.CARRIER.get(carrier, carrier), params.text("logisticsNo"))
    return {"result": orders.try_to(order, lambda found: acts.ship(shop, found, now, [parcel]))}


def query_stock(shop: Shop, params: Params, now: datetime) -> Body:
    wanted = params.values.get("skuIds")
    sku_ids = [
        str(sku_id) for sku_id in (wanted if isinstance(wanted, list) else str(wanted or "").split(","))
    ]
    rows = [
        {"skuId": int(sku_id), "stockNum": shop.goods[sku_id].quantity}
        for sku_id in sku_ids
        if sku_id in shop.goods
    ]
    return _done({"stockList": rows})


def list_skus(shop: Shop, params: Params, now: datetime) -> Body:
    sku_id, outer_id = params.text("skuId", default=""), params.text("outerId", default="")
    rows = [
        words.sku_row(each)
        for each in shop.goods.values()
        if sku_id in ("", each.sku_id) and outer_id in ("", each.sku)
    ]
    return _done({"skuList": rows})


def create_unit_promotion(shop: Shop, params: Params, now: datetime) -> Body:
    """A single-item promotion, which holds at once."""
    known = Params({_NAMES.get(name, name): value for name, value in params.values.items()} | {"type": 1})
    if known.text("sku_ids") not in shop.goods:
        raise bad_parameter("skuId", "没有这个 SKU")
    if known.fen("promo_prices") <= 0:
        raise bad_parameter("promoPrice", "应大于 0")
    number = goods.add_promotion(shop, known, now)["promo_id"]
    made = Params({**known.values, "promo_id": number})
    goods.add_promotion_skus(shop, made, now)
    _PROMOTION_COMMIT(shop, made, now)
    return _done({"promoId": number})


def move_promotion(*states: str, to: str) -> Method:
    move_here = goods.move_promotion(*states, to=to)

    def move(shop: Shop, params: Params, now: datetime) -> Body:
        move_here(shop, Params({"promo_id": params.text("promoId")}), now)
        return _done({})

    return move


def _order(shop: Shop, params: Params) -> Order:
    order = shop.orders.get(params.text("orderId"))
    if order is None:
        raise bad_parameter("orderId", "没有这个订单")
    return order


def _done(body: Body) -> Body:
    return {"result": {"success": True, **body}}


_PROMOTION_COMMIT = goods.move_promotion(acts.DRAFT, to=acts.RUNNING)
ABROAD: dict[str, Method] = {
    "jingdong.com.jd.th.pop.open.OrderInformationFacade.listOrder": list_orders,
    "jingdong.com.jd.th.pop.open.OrderInformationFacade.queryOrderDetail": get_order,
    "jingdong.com.jd.seller.order.api.InformationFacade.getOrderList": list_orders,
    "jingdong.com.jd.seller.order.api.InformationFacade.getOrderDetail": get_order,
    "jingdong.com.jd.seller.order.api.DeliveryFacade.delivery": deliver,
    "jingdong.stock.updateSkuStock": goods.set_stock,
    "jingdong.stock.batchQueryStock": query_stock,
    "jingdong.com.productQueryApiService.queryskus": list_skus,
    "jingdong.promotion.price.updateSkuPriceJsonWithVenderId": goods.set_price,
    "jingdong.com.epi.PromoOpenApiWrite.createUnitPromo": create_unit_promotion,
    "jingdong.com.epi.PromoOpenApiWrite.suspendPromo": move_promotion(acts.RUNNING, to=acts.PAUSED),
    "jingdong.com.epi.PromoOpenApiWrite.resumePromo": move_promotion(acts.PAUSED, to=acts.RUNNING),
    "jingdong.com.epi.PromoOpenApiWrite.delPromo": move_promotion(*acts.DEAL_STATES, to=acts.ENDED),
}
