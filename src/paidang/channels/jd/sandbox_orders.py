"""JD's methods for orders and what comes after the sale: each reads its parameters and gives the body of the reply."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from paidang.channels.jd import sandbox_words as words
from paidang.channels.jd.sandbox_params import Body, Params, bad_parameter, is_within
from paidang.channels.link.documents import CLOSED, Parcel
from paidang.channels.sandbox import acts
from paidang.channels.sandbox.shop import Case, Order, Shop

ORDERS_PAGE_MAX, PAGES_MAX = 100, 100
CASES_PAGE_MAX = 100
REMARK_MAX = 500
Thing = TypeVar("Thing", Order, Case)
_DONE = {"success": True, "errorCode": "", "chineseErrCode": "", "englishErrCode": ""}


def search_orders(shop: Shop, params: Params, now: datetime, *, is_encrypted: bool = True) -> Body:
    """Orders by time of creation (dateType 1) or change (any other), a page of them; beyond page 100 nothing."""
    page = params.whole("page", least=1, most=10**9)
    size = params.whole("page_size", least=1, most=ORDERS_PAGE_MAX)
    states = set(params.text("order_state").split(","))
    fields = _fields(params.text("optional_fields"))
    start, end = params.time("start_date"), params.time("end_date")
    by_creation = params.text("dateType", default="") == "1"

    def moment(order: Order) -> datetime:
        return order.created_at if by_creation else order.modified_at

    found = sorted(
        (
            order
            for order in shop.orders.values()
            if is_within(moment(order), start, end)
            and ("ALL" in states or words.STATE[order.state] in states)
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
    return {"sopjosshipment_result": try_to(order, lambda found: acts.ship(shop, found, now, parcels))}


def change_waybill(shop: Shop, params: Params, now: datetime) -> Body:
    order = shop.orders.get(params.text("order_id"))
    carrier = params.text("logistics_id")
    parcel = Parcel(words.CARRIER.get(carrier, carrier), params.text("waybill"))
    done = try_to(order, lambda found: acts.change_waybill(shop, found, now, parcel))
    return {"vender_id": words.VENDER_ID, "modified": words.time_text(now), "apiResult": done}


def remark(shop: Shop, params: Params, now: datetime) -> Body:
    order, text = shop.orders.get(params.text("order_id", "orderId")), params.text("remark")
    if len(text) > REMARK_MAX:
        raise bad_parameter("remark", f"最多 {REMARK_MAX} 字")
    done = try_to(order, lambda found: acts.remark(shop, found, now, text))
    return {"modifyvenderremark_result": done}


# After-sales


def list_refunds(shop: Shop, params: Params, now: datetime) -> Body:
    """Refunds that were asked for before the goods left, in fen."""
    page = params.whole("pageIndex", "page_index", least=1, most=10**9, default=1)
    size = params.whole("pageSize", "page_size", least=1, most=CASES_PAGE_MAX, default=10)
    asked = params.time("applyTimeStart", "apply_time_start"), params.time("applyTimeEnd", "apply_time_end")
    checked = params.time("checkTimeStart", "check_time_start"), params.time("checkTimeEnd", "check_time_end")
    order_id, status = params.text("orderId", "order_id", default=""), params.text("status", default="")
    number, shows_sku = params.text("id", default=""), params.values.get("showSku") is True
    found = [
        words.refund_row(case, order, shows_sku=shows_sku)
        for case, order in _cases(shop, before_shipping=True)
        if is_within(case.asked_at, *asked)
        and (not any(checked) or is_within(case.answered_at, *checked))
        and order_id in ("", case.order_id)
        and number in ("", case.case_id)
        and status in ("", str(words.REFUND_STATUS.get(case.state, 0)))
    ]
    rows = found[(page - 1) * size : page * size]
    return {"queryResult": {"totalCount": len(found), "result": rows, "success": True}}


def reply_refund(shop: Shop, params: Params, now: datetime) -> Body:
    """The seller's answer to a refund before shipping: 1 passed, 2 declined with why. JD's finance passes it at once here."""
    case = shop.cases.get(params.text("id"))
    status = params.text("status")
    if (
        case is None
        or not words.is_before_shipping(case, shop.orders[case.order_id])
        or status not in ("1", "2")
    ):
        raise bad_parameter("id" if case is None else "status")
    params.text("checkUserName"), params.text("remark")
    if status == "2":
        params.text("rejectType")
    act = acts.refund if status == "1" else acts.refuse
    return {"replyResult": try_to(case, lambda found: act(shop, found, now))}


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
        if all(start is end is None or is_within(moment(case), start, end) for moment, start, end in asked)
        and order_id in ("", case.order_id)
        and number in ("", case.case_id)
    ]
    rows = found[(page - 1) * size : page * size]
    return {"pageResult": {"totalCount": len(found), "data": rows, "pageNumber": page, "pageSize": size, "success": True}}  # fmt: skip


def _fields(text: str) -> frozenset[str]:
    return frozenset(name.strip() for name in text.split(",") if name.strip())


def _only(info: Body, fields: frozenset[str]) -> Body:
    """The fields that were asked for; the order's number is always there, and all are where none was named."""
    return {name: value for name, value in info.items() if not fields or name in fields or name == "orderId"}


def try_to(order: Thing | None, act: Callable[[Thing], object]) -> Body:
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
