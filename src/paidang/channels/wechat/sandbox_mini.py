"""The sandbox's 小商店 (`/product`, 2020 to 2023): orders by page, shipping; and, of it and 微信小店, what the platform took
of an order. Fen.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from paidang.channels.link.documents import CANCELLED, DONE, REFUNDED, Parcel
from paidang.channels.sandbox import acts
from paidang.channels.sandbox.shop import Order, Shop
from paidang.channels.wechat.sandbox_calls import PAGE_MAX, No, act, whole
from paidang.channels.wechat.sandbox_records import order_json, seconds, status_of
from paidang.kit.period import SHANGHAI

_SERVICE_PER_MILLE, _HANDLING_PER_MILLE = 20, 6


def _time(said: Any) -> int:
    """Seconds of a time as this shop writes it, or as all others do."""
    try:
        at = datetime.strptime(str(said), "%Y-%m-%d %H:%M:%S").replace(tzinfo=SHANGHAI)
    except ValueError:
        return whole(said)
    return seconds(at)


def _order(shop: Shop, asked: dict[str, Any]) -> Order:
    found = shop.orders.get(str(asked.get("order_id", "")))
    if found is None:
        raise No(100002, "order not found")
    return found


def _json(shop: Shop, order: Order) -> dict[str, Any]:
    return order_json(order, [case for case in shop.cases.values() if case.order_id == order.order_id])


def _list(shop: Shop, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
    since, until = _time(asked.get("start_create_time", 0)), _time(asked.get("end_create_time", seconds(now)))
    page, size = whole(asked.get("page", 1)), whole(asked.get("page_size", 20))
    if not page or not 0 < size <= PAGE_MAX:
        raise No(40097, "invalid args: page or page_size")
    found = [
        order
        for order in shop.orders.values()
        if since <= seconds(order.created_at) <= until and asked.get("status") in (None, status_of(order))
    ]
    found.sort(key=lambda order: (order.created_at, order.order_id))
    rows = [_json(shop, order) for order in found[(page - 1) * size : page * size]]
    return {"orders": rows, "total_num": len(found)}


def _get(shop: Shop, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
    return {"order": _json(shop, _order(shop, asked))}


def _send(shop: Shop, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The order whole, in as many parcels as are named."""
    order = _order(shop, asked)
    ids = tuple(line.line_id for line in order.lines)
    parcels = [
        Parcel(str(one["delivery_id"]), str(one["waybill_id"]), ids)
        for one in asked.get("delivery_list") or []
        if one.get("delivery_id") and one.get("waybill_id")
    ]
    if not parcels:
        raise No(40097, "invalid args: delivery_list")
    act(lambda: acts.ship(shop, order, now, parcels))
    return {}


def _flow(shop: Shop, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What an order brought, and what the platform took of it; settled once it is done or cancelled."""
    order = _order(shop, asked)
    if not order.paid_at:
        raise No(100004, "order not paid")
    return _flow_of(shop, order)


def _flow_of(shop: Shop, order: Order) -> dict[str, Any]:
    back = sum(
        c.amount_fen for c in shop.cases.values() if c.order_id == order.order_id and c.state == REFUNDED
    )
    left = max(0, order.paid_fen - back)
    service, handling = left * _SERVICE_PER_MILLE // 1000, left * _HANDLING_PER_MILLE // 1000
    is_settled = order.state in (DONE, CANCELLED)
    return {
        "price": left - service - handling,
        "order_price": order.paid_fen,
        "discount_fee": sum(line.merchant_discount_fen for line in order.lines),
        "service_fee": service,
        "handling_fee": handling,
        "refund_fee": back,
        "settled_time": seconds(order.modified_at) if is_settled else 0,
        "status": int(is_settled),
    }


def _flows(shop: Shop, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The same of many orders of 微信小店, settled (2) or not yet (1), the oldest first."""
    settled = {1: False, 2: True}.get(whole(asked.get("order_settle_state", "")))
    part = asked.get("pagination_info")
    if settled is None or not isinstance(part, dict):
        raise No(40097, "invalid args: order_settle_state or pagination_info")
    size, start = whole(part.get("limit", "")), whole(part.get("offset", 0))
    if not 0 < size <= PAGE_MAX:
        raise No(40097, "invalid args: limit")
    times = asked.get("create_time_range") or {}
    since, until = whole(times.get("begin", 0)), whole(times.get("end", seconds(now) + 1))
    wanted = str(asked.get("order_id") or "")
    found = [
        order
        for order in shop.orders.values()
        if order.paid_at and wanted in ("", order.order_id) and since <= seconds(order.created_at) < until
    ]
    found = [order for order in found if (order.state in (DONE, CANCELLED)) == settled]
    found.sort(key=lambda order: (order.created_at, order.order_id))
    rows = [{"order_id": order.order_id, **_flow_of(shop, order)} for order in found[start : start + size]]
    return {"order_flow_list": rows, "has_more": start + size < len(found), "total_num": len(found)}


MINI_ROUTES: dict[str, Callable[[Shop, dict[str, Any], datetime], dict[str, Any]]] = {
    "/product/order/get_list": _list,
    "/product/order/get": _get,
    "/product/delivery/send": _send,
    "/product/funds/getorderflow": _flow,
    "/channels/ec/funds/listorderflow": _flows,
}
