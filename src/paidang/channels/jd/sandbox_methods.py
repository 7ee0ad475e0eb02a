"""JD's methods, old names too: each reads its parameters, asks or changes the shop, and gives the body of the reply."""

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from paidang.channels.jd import sandbox_words as words
from paidang.channels.link.channel import Deal
from paidang.channels.link.documents import CLOSED, Parcel
from paidang.channels.sandbox import acts
from paidang.channels.sandbox.buyers import FULL_REDUCTION, ITEM_PRICE
from paidang.channels.sandbox.shop import DEAL, Case, Goods, Order, Shop
from paidang.kit.money import NotMoney, fen_from_yuan
from paidang.kit.period import SHANGHAI

ORDERS_PAGE_MAX, PAGES_MAX = 100, 100
CASES_PAGE_MAX, WARES_PAGE_MAX = 100, 50
REMARK_MAX = 500
KIND = {1: ITEM_PRICE, 4: FULL_REDUCTION}
_ZONED = "%Y-%m-%d %H:%M:%S.%f%z"
_TIMES = (words.TIME, "%Y-%m-%d")
_DONE = {"success": True, "errorCode": "", "chineseErrCode": "", "englishErrCode": ""}

Body = dict[str, Any]


class Refusal(Exception):
    """What JD answers instead: its code, in both languages."""

    def __init__(self, code: str, chinese: str, english: str) -> None:
        super().__init__(chinese)
        self.code, self.chinese, self.english = code, chinese, english


def bad_parameter(name: str, why: str = "缺少或不正确") -> Refusal:
    return Refusal("67", f"参数错误：{name} {why}", f"Invalid parameter: {name}")


@dataclass(frozen=True, slots=True)
class Params:
    """The business parameters of a call; a name may have an older one."""

    values: Mapping[str, Any]

    def text(self, *names: str, default: str | None = None) -> str:
        """As text, whether it came as one or as a number. Without a default it must be there."""
        for name in names:
            value = self.values.get(name)
            if isinstance(value, bool | dict | list):
                raise bad_parameter(name)
            if value is not None and (value != "" or default is None):
                return str(value)
        if default is None:
            raise bad_parameter(names[0])
        return default

    def whole(self, *names: str, least: int, most: int, default: int | None = None) -> int:
        text = self.text(*names, default=None if default is None else str(default))
        if not (text.isascii() and text.isdecimal() and len(text) < 16) or not least <= int(text) <= most:
            raise bad_parameter(names[0], f"应为 {least} 到 {most} 的整数")
        return int(text)

    def fen(self, *names: str, default: str | None = None) -> int:
        try:
            return fen_from_yuan(self.text(*names, default=default))
        except NotMoney:
            raise bad_parameter(names[0], "应为金额（元，两位小数）") from None

    def time(self, *names: str) -> datetime | None:
        text = self.text(*names, default="")
        return read_time(text, names[0]) if text else None

    def has(self, *names: str) -> bool:
        return any(self.values.get(name) not in (None, "") for name in names)


def read_time(text: str, name: str) -> datetime:
    """A time as JD takes it: without zone it means Shanghai's."""
    for pattern, zoned in ((_ZONED, text), *((f"{pattern} %z", f"{text} +0800") for pattern in _TIMES)):
        with suppress(ValueError):
            return datetime.strptime(zoned, pattern).astimezone(SHANGHAI)
    raise bad_parameter(name, "应为 yyyy-MM-dd HH:mm:ss")


# Orders


def search_orders(shop: Shop, params: Params, now: datetime, *, is_encrypted: bool = True) -> Body:
    """Orders by time of creation (dateType 1) or change (any other), a page of them; beyond page 100 nothing."""
    page = params.whole("page", least=1, most=10**9)
    size = params.whole("page_size", least=1, most=ORDERS_PAGE_MAX)
    states = set(params.text("order_state").split(","))
    fields = _fields(params.text("optional_fields"))
    start, end = params.time("start_date"), params.time("end_date")
    by_creation = params.text("dateType", default="") == "1"
    moment = (lambda order: order.created_at) if by_creation else (lambda order: order.modified_at)
    found = sorted(
        (
            order
            for order in shop.orders.values()
            if _within(moment(order), start, end) and ("ALL" in states or words.STATE[order.state] in states)
        ),
        key=lambda order: (moment(order), order.order_id),
        reverse=params.text("sortType", default="") == "1",
    )
    rows = found[(page - 1) * size : page * size] if page <= PAGES_MAX else []
    infos = [_only(words.order_info(order, is_encrypted=is_encrypted), fields) for order in rows]
    return {"searchorderinfo_result": {"orderTotal": len(found), "orderInfoList": infos, "apiResult": _DONE}}


def get_order(shop: Shop, params: Params, now: datetime, *, is_encrypted: bool = True) -> Body:
    order = shop.orders.get(params.text("order_id", "orderId"))
    fields = _fields(params.text("optional_fields"))
    if order is None:
        return {"orderDetailInfo": {"apiResult": _failed("10100001", "订单不存在", "order does not exist")}}
    info = _only(words.order_info(order, is_encrypted=is_encrypted), fields)
    return {"orderDetailInfo": {"orderInfo": info, "apiResult": _DONE}}


def search_plain(shop: Shop, params: Params, now: datetime) -> Body:
    return search_orders(shop, params, now, is_encrypted=False)


def get_plain(shop: Shop, params: Params, now: datetime) -> Body:
    return get_order(shop, params, now, is_encrypted=False)


def ship(shop: Shop, params: Params, now: datetime) -> Body:
    """Several carriers are apart by ``|``, several waybills of one by a comma."""
    order = shop.orders.get(params.text("orderId", "order_id"))
    carriers = params.text("logiCoprId", "logistics_id").split("|")
    waybills = params.text("logiNo", "waybill", default="").split("|")
    if len(carriers) != len(waybills) or not all(carrier.isdecimal() for carrier in carriers):
        raise bad_parameter("logiCoprId")
    parcels = [
        Parcel(words.CARRIER.get(carrier, carrier), waybill.strip())
        for carrier, group in zip(carriers, waybills, strict=True)
        for waybill in group.split(",")
    ]
    return {"sopjosshipment_result": _try(order, lambda found: acts.ship(shop, found, now, parcels))}


def change_waybill(shop: Shop, params: Params, now: datetime) -> Body:
    order = shop.orders.get(params.text("order_id"))
    carrier = params.text("logistics_id")
    parcel = Parcel(words.CARRIER.get(carrier, carrier), params.text("waybill"))
    done = _try(order, lambda found: acts.change_waybill(shop, found, now, parcel))
    return {"vender_id": words.VENDER_ID, "modified": words.time_text(now), "apiResult": done}


def remark(shop: Shop, params: Params, now: datetime) -> Body:
    order, text = shop.orders.get(params.text("order_id", "orderId")), params.text("remark")
    if len(text) > REMARK_MAX:
        raise bad_parameter("remark", f"最多 {REMARK_MAX} 字")
    done = _try(order, lambda found: acts.remark(shop, found, now, text))
    return {"modifyvenderremark_result": done}


# After-sales


def list_refunds(shop: Shop, params: Params, now: datetime) -> Body:
    """Refunds that were asked for before the goods left, in fen."""
    page = params.whole("pageIndex", "page_index", least=1, most=10**9, default=1)
    size = params.whole("pageSize", "page_size", least=1, most=CASES_PAGE_MAX, default=10)
    asked = params.time("applyTimeStart", "apply_time_start"), params.time("applyTimeEnd", "apply_time_end")
    checked = params.time("checkTimeStart", "check_time_start"), params.time("checkTimeEnd", "check_time_end")
    order_id, status = params.text("orderId", "order_id", default=""), params.text("status", default="")
    number = params.text("id", default="")
    found = [
        words.refund_row(case, order)
        for case, order in _cases(shop, before_shipping=True)
        if _within(case.asked_at, *asked)
        and (not any(checked) or _within(case.answered_at, *checked))
        and order_id in ("", case.order_id)
        and number in ("", case.case_id)
        and status in ("", str(words.REFUND_STATUS.get(case.state, 0)))
    ]
    rows = found[(page - 1) * size : page * size]
    return {"queryResult": {"totalCount": len(found), "result": rows, "success": True}}


def list_services(shop: Shop, params: Params, now: datetime) -> Body:
    """After-sales services, by when they were asked for, answered or finished."""
    params.text("operatePin"), params.text("operateNick")
    page = params.whole("pageNumber", least=1, most=10**9, default=1)
    size = params.whole("pageSize", least=1, most=CASES_PAGE_MAX, default=10)
    order_id, number = params.text("orderId", default=""), params.text("serviceId", default="")
    spans: list[tuple[Callable[[Case], datetime | None], str]] = [
        (lambda case: case.asked_at, "applyTime"),
        (lambda case: case.answered_at, "approveTime"),
        (lambda case: case.refunded_at or (case.modified_at if case.state == CLOSED else None), "finishTime"),
    ]
    asked = [(moment, params.time(f"{name}Begin"), params.time(f"{name}End")) for moment, name in spans]
    found = [
        words.service_row(case, order)
        for case, order in _cases(shop, before_shipping=False)
        if all(start is end is None or _within(moment(case), start, end) for moment, start, end in asked)
        and order_id in ("", case.order_id)
        and number in ("", case.case_id)
    ]
    rows = found[(page - 1) * size : page * size]
    return {"pageResult": {"totalCount": len(found), "data": rows, "pageNumber": page, "pageSize": size, "success": True}}  # fmt: skip


# Goods


def list_wares(shop: Shop, params: Params, now: datetime) -> Body:
    page = params.whole("pageNo", least=1, most=10**9, default=1)
    size = params.whole("pageSize", "page_size", least=1, most=WARES_PAGE_MAX, default=10)
    start, end = params.time("startModifiedTime"), params.time("endModifiedTime")
    wares: dict[str, list[Goods]] = {}
    for goods in shop.goods.values():
        wares.setdefault(goods.item_id, []).append(goods)
    found = [
        words.ware_row(choices)
        for choices in wares.values()
        if _within(max(goods.modified_at for goods in choices), start, end)
    ]
    return _page(found, page, size)


def list_skus(shop: Shop, params: Params, now: datetime) -> Body:
    page = params.whole("pageNo", least=1, most=10**9, default=1)
    size = params.whole("pageSize", "page_size", least=1, most=WARES_PAGE_MAX, default=10)
    sku_id, ware_id = params.text("skuId", default=""), params.text("wareId", default="")
    found = [
        words.sku_row(goods)
        for goods in shop.goods.values()
        if sku_id in ("", goods.sku_id) and ware_id in ("", goods.item_id)
    ]
    return _page(found, page, size)


def set_stock(shop: Shop, params: Params, now: datetime) -> Body:
    """How many units are on sale: a number, not a change of it."""
    goods = _goods(shop, params)
    acts.set_stock(shop, goods, now, params.whole("stockNum", "quantity", least=0, most=10**9))
    return {"success": True, "modified": words.time_text(now)}


def set_price(shop: Shop, params: Params, now: datetime) -> Body:
    goods = _goods(shop, params)
    price_fen = params.fen("jdPrice", "price", "salePrice", "jd_price")
    if price_fen <= 0:
        raise bad_parameter("jdPrice", "应大于 0")
    acts.set_price(shop, goods, now, price_fen)
    return {"success": True, "modified": words.time_text(now)}


# Promotions


def add_promotion(shop: Shop, params: Params, now: datetime) -> Body:
    """The first step: a draft, which `commit_promotion` makes hold."""
    kind = KIND.get(params.whole("type", least=1, most=4))
    start, end = params.time("begin_time"), params.time("end_time")
    if kind is None:
        raise bad_parameter("type", "沙箱只有 1 单品、4 总价")
    if start is None or end is None or end <= start:
        raise bad_parameter("end_time", "应晚于开始时间")
    number = shop.next_number(DEAL)
    deal = Deal(number, params.text("name"), kind, start.isoformat(), end.isoformat(), state=acts.DRAFT)
    acts.put_deal(shop, deal, now)
    return {"promo_id": int(number)}


def add_promotion_skus(shop: Shop, params: Params, now: datetime) -> Body:
    """SKUs of a draft, with their prices in the same order; in the sandbox one promotion has one price."""
    deal = _deal(shop, params, acts.DRAFT)
    sku_ids = params.text("sku_ids").split(",")
    prices = [text for text in params.text("promo_prices", default="").split(",") if text]
    if any(sku_id not in shop.goods for sku_id in sku_ids):
        raise bad_parameter("sku_ids", "有不存在的 SKU")
    if deal.kind == ITEM_PRICE and (len(prices) != len(sku_ids) or len(set(prices)) != 1):
        raise bad_parameter("promo_prices", "应与 sku_ids 一样多，且沙箱里一个促销只有一个价")
    price_fen = Params({"promo_prices": prices[0]}).fen("promo_prices") if prices else 0
    acts.put_deal(shop, replace(deal, items=(*deal.items, *sku_ids), price_fen=price_fen), now)
    return {"ids": [int(sku_id) for sku_id in sku_ids]}


def add_promotion_mode(shop: Shop, params: Params, now: datetime) -> Body:
    """From which total on how much comes off."""
    deal = _deal(shop, params, acts.DRAFT)
    params.text("favor_mode")
    changed = replace(deal, threshold_fen=params.fen("quota"), minus_fen=params.fen("minus"))
    acts.put_deal(shop, changed, now)
    return {"id": int(deal.deal_id)}


def move_promotion(*states: str, to: str) -> "Method":
    """The step of a promotion from one of these states to another."""

    def move(shop: Shop, params: Params, now: datetime) -> Body:
        acts.put_deal(shop, replace(_deal(shop, params, *states), state=to), now)
        return {"success": True}

    return move


def list_promotions(shop: Shop, params: Params, now: datetime) -> Body:
    page, size = params.whole("page", least=1, most=10**9), params.whole("size", least=1, most=100)
    kind = params.whole("type", least=1, most=4)
    sku_id, status = params.text("sku_id", default=""), params.text("status", default="")
    found = [
        words.promotion_row(deal)
        for deal in shop.deals.values()
        if words.PROMOTION_TYPE[deal.kind] == kind
        and (not sku_id or sku_id in deal.items)
        and status in ("", str(words.PROMOTION_STATUS[deal.state]))
    ]
    return {"total_count": len(found), "promotion_list": found[(page - 1) * size : page * size]}


def get_promotion(shop: Shop, params: Params, now: datetime) -> Body:
    return {"promotion": words.promotion_row(_deal(shop, params))}


Method = Callable[[Shop, Params, datetime], Body]
_PROMOTION: dict[str, Method] = {
    "add": add_promotion,
    "sku.add": add_promotion_skus,
    "ordermode.add": add_promotion_mode,
    "commit": move_promotion(acts.DRAFT, to=acts.RUNNING),
    "suspend": move_promotion(acts.RUNNING, to=acts.PAUSED),
    "resume": move_promotion(acts.PAUSED, to=acts.RUNNING),
    "delete": move_promotion(*acts.DEAL_STATES, to=acts.ENDED),
    "check": get_promotion,
    "get": get_promotion,
    "list": list_promotions,
}
METHODS: dict[str, Method] = {
    "jingdong.pop.order.enSearch": search_orders,
    "jingdong.pop.order.search": search_plain,
    "360buy.order.search": search_plain,
    "jingdong.pop.order.enGet": get_order,
    "jingdong.pop.order.get": get_plain,
    "360buy.order.get": get_plain,
    "jingdong.pop.order.shipment": ship,
    "360buy.order.sop.outstorage": ship,
    "360buy.order.sop.waybill.update": change_waybill,
    "jingdong.pop.order.modifyVenderRemark": remark,
    "360buy.order.vender.remark.update": remark,
    "jingdong.pop.afs.soa.refundapply.queryPageList": list_refunds,
    "jingdong.pop.afs.soa.refundapply.querylist": list_refunds,
    "jingdong.asc.query.list": list_services,
    "jingdong.ware.read.searchWare4Valid": list_wares,
    "jingdong.sku.read.searchSkuList": list_skus,
    "jingdong.ware.stock.sku.set": set_stock,
    "jingdong.stock.write.updateSkuStock": set_stock,
    "jingdong.stock.updateSkuStock": set_stock,
    "360buy.sku.stock.update": set_stock,
    "jingdong.price.write.updateSkuJdPrice": set_price,
    "jingdong.promotion.price.updateSkuPriceJsonWithVenderId": set_price,
    "360buy.sku.price.update": set_price,
    **{f"jingdong.seller.promotion.{name}": method for name, method in _PROMOTION.items()},
}


def read_params(text: str) -> Params:
    """`360buy_param_json` as it was sent; nothing and `null` are no parameters."""
    try:
        values = json.loads(text or "{}")
    except (ValueError, RecursionError):
        raise bad_parameter("360buy_param_json", "不是 JSON") from None
    if values is None:
        values = {}
    if not isinstance(values, dict):
        raise bad_parameter("360buy_param_json", "应为 JSON 对象")
    return Params(values)


def _fields(text: str) -> frozenset[str]:
    return frozenset(name.strip() for name in text.split(",") if name.strip())


def _only(info: Body, fields: frozenset[str]) -> Body:
    """The fields that were asked for; the order's number is always there, and all are where none was named."""
    return {name: value for name, value in info.items() if not fields or name in fields or name == "orderId"}


def _within(at: datetime | None, start: datetime | None, end: datetime | None) -> bool:
    """Both ends count, as with JD; without an end there is none."""
    return at is not None and (start is None or start <= at) and (end is None or at <= end)


def _try(order: Order | None, act: Callable[[Order], object]) -> Body:
    """What JD says in its second place: it was done, or why not."""
    if order is None:
        return _failed("10100001", "订单不存在", "order does not exist")
    try:
        act(order)
    except acts.NotNow as wrong:
        return _failed("10400001", "订单状态不正确", str(wrong))
    return _DONE


def _failed(code: str, chinese: str, english: str) -> Body:
    return {"success": False, "errorCode": code, "chineseErrCode": chinese, "englishErrCode": english}


def _cases(shop: Shop, *, before_shipping: bool) -> Iterable[tuple[Case, Order]]:
    for case in shop.cases.values():
        order = shop.orders[case.order_id]
        if words.is_before_shipping(case, order) == before_shipping:
            yield case, order


def _page(found: list[Body], page: int, size: int) -> Body:
    rows = found[(page - 1) * size : page * size]
    return {"page": {"data": rows, "totalItem": len(found), "pageNo": page, "pageSize": size}}


def _goods(shop: Shop, params: Params) -> Goods:
    """By JD's number of the SKU, or by ours."""
    sku_id = params.text("skuId", "sku_id", "wid", default="")
    sku = params.text("outer_id", default="")
    for goods in shop.goods.values():
        if sku_id == goods.sku_id or (not sku_id and sku and sku == goods.sku):
            return goods
    raise bad_parameter("skuId", "没有这个 SKU")


def _deal(shop: Shop, params: Params, *states: str) -> Deal:
    deal = shop.deals.get(params.text("promo_id"))
    if deal is None or (states and deal.state not in states):
        raise bad_parameter("promo_id", "没有这个促销，或它的状态不允许")
    return deal
