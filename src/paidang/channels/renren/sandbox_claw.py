"""龙虾助手 of the sandbox's 人人商城: orders, goods, coupons, free postage and figures, by a token; it reads mostly."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from paidang.channels.link.channel import Deal
from paidang.channels.link.documents import (
    ASKED,
    CANCELLED,
    DONE,
    HELD,
    PAID,
    PART_SHIPPED,
    RETURNED,
    SHIPPED,
    SPLIT,
    UNPAID,
)
from paidang.channels.renren.sandbox_call import Call, No, shown
from paidang.channels.renren.sandbox_goods import get_goods, goods_json, put_in_store
from paidang.channels.renren.sandbox_members import members
from paidang.channels.sandbox import acts
from paidang.channels.sandbox.buyers import COUPON, POSTAGE_FREE_FROM_FEN
from paidang.channels.sandbox.shop import Order
from paidang.kit.money import yuan_text

STATUS = {UNPAID: 0, PAID: 10, HELD: 10, PART_SHIPPED: 11, SHIPPED: 20, DONE: 30, CANCELLED: -1, SPLIT: -1}
_TEXT = {-1: "已关闭", 0: "待支付", 10: "待发货", 11: "部分发货", 20: "待收货", 30: "已完成"}
_DAYS = {"today": (0, 1), "yesterday": (1, 1), "week": (6, 7), "month": (29, 30)}
"""A period: how many days ago it began, and how many it has."""
_RANKS = 10


def list_orders(call: Call) -> dict[str, Any]:
    asked = call.asked
    since, until = asked.get("create_time_start", ""), asked.get("create_time_end", "9999")
    found = [
        order
        for order in call.shop.orders.values()
        if since <= shown(order.created_at) <= until
        and asked.get("order_no", order.order_id) == order.order_id
        and asked.get("status", "") in ("", str(STATUS[order.state]))
    ]
    found.sort(key=lambda order: (order.created_at, order.order_id), reverse=True)
    page = call.page(found, size="page_size", usual=6)
    return page | {"list": [_order_json(order) for order in page["list"]]}


def get_id(call: Call) -> dict[str, Any]:
    return {"order_id": _order(call).order_id}


def get_status(call: Call) -> dict[str, Any]:
    status = STATUS[_order(call).state]
    return {"status": str(status), "status_text": _TEXT[status]}


def get_express(call: Call) -> dict[str, Any]:
    order = _order(call)
    parcel = order.parcels[-1] if order.parcels else None
    sent = {"express_com": parcel.carrier, "express_sn": parcel.waybill} if parcel else {}
    return {"data": {"express": {"state": "0", "data": []}, **sent}}


def close_order(call: Call) -> dict[str, Any]:
    order = _order(call)
    if order.state != UNPAID:
        raise No("只能关闭待支付的订单")
    acts.cancel(call.shop, order, call.now)
    return {}


def list_goods(call: Call) -> dict[str, Any]:
    found = [goods_json(call, item_id, of_item) for item_id, of_item in sorted(call.shop.items().items())]
    words = call.asked.get("keywords", "")
    return call.page([goods for goods in found if words in goods["title"]], size="page_size")


# What is sold by


def list_coupons(call: Call) -> dict[str, Any]:
    return call.page([_coupon(call, deal) for deal in _coupons(call)], size="page_size")


def count_coupons(call: Call) -> dict[str, Any]:
    rows = [_coupon(call, deal) for deal in _coupons(call)]
    running = sum(row["status"] == "1" for row in rows)
    return {"data": {"total": len(rows), "running": running, "stopped": len(rows) - running}}


def stop_coupon(call: Call) -> dict[str, Any]:
    deal = call.shop.deals.get(call.text("id"))
    if deal is None or deal.kind != COUPON:
        raise No("优惠券不存在")
    if deal.state == acts.ENDED:
        raise No("优惠券已经停止")
    acts.put_deal(call.shop, replace(deal, state=acts.ENDED), call.now)
    return {}


def get_full_free(call: Call) -> dict[str, Any]:
    """From which total on the postage is free."""
    is_open = "1" if call.memory.is_postage_free else "0"
    return {"data": {"is_open": is_open, "enough": yuan_text(POSTAGE_FREE_FROM_FEN)}}


def close_full_free(call: Call) -> dict[str, Any]:
    call.memory.is_postage_free = False
    call.shop.note(call.now, "close_full_free", "")
    return {}


# Figures


def to_do(call: Call) -> dict[str, Any]:
    states = [order.state for order in call.shop.orders.values()]
    waiting = sum(case.state in (ASKED, RETURNED) for case in call.shop.cases.values())
    return {
        "data": {
            "wait_pay": states.count(UNPAID),
            "wait_send": sum(states.count(state) for state in (PAID, HELD, PART_SHIPPED)),
            "refund": waiting,
            "goods_sold_out": sum(not one.quantity for one in call.shop.goods.values()),
        }
    }


def operational(call: Call) -> dict[str, Any]:
    """What was paid in the period."""
    paid = _paid(call, *_period(call))
    buyers = {order.buyer for order in paid}
    total = sum(order.paid_fen for order in paid)
    return {"data": {"order_count": len(paid), "pay_price": yuan_text(total), "member_count": len(buyers)}}


def new_members(call: Call) -> dict[str, Any]:
    since, until = _period(call)
    return {"data": _by_day(since, until, [row["create_time"] for row in members(call)])}


def new_orders(call: Call) -> dict[str, Any]:
    since, until = _period(call)
    return {"data": _by_day(since, until, [shown(order.created_at) for order in call.shop.orders.values()])}


def views(call: Call) -> dict[str, Any]:
    """Nobody looks at a shop's pages here without buying."""
    return {"data": {"pv": 0, "uv": len({order.buyer for order in _paid(call, *_period(call))})}}


def goods_rank(call: Call) -> dict[str, Any]:
    return {"data": _sold(_paid(call, *_period(call)))[:_RANKS]}


def member_rank(call: Call) -> dict[str, Any]:
    spent: dict[str, int] = {}
    for order in _paid(call, *_period(call)):
        spent[order.buyer] = spent.get(order.buyer, 0) + order.paid_fen
    ranked = sorted(spent.items(), key=lambda each: (-each[1], each[0]))[:_RANKS]
    return {"data": [{"nickname": buyer, "money": yuan_text(fen)} for buyer, fen in ranked]}


def basic_of_goods(call: Call) -> dict[str, Any]:
    """What was sold of each goods between `start_time` and `end_time`."""
    rows = _sold(_paid(call, call.time("start_time"), call.time("end_time")))
    return {"data": {"goods_count": len(rows), "sales": sum(row["sales"] for row in rows), "list": rows}}


def _period(call: Call) -> tuple[datetime, datetime]:
    ago, days = _DAYS.get(call.asked.get("period", "today"), (None, 0))
    if ago is None:
        raise No("period 不对")
    start = call.now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=ago)
    return start, start + timedelta(days=days)


def _paid(call: Call, since: datetime, until: datetime) -> list[Order]:
    return [order for order in call.shop.orders.values() if order.paid_at and since <= order.paid_at < until]


def _sold(orders: Iterable[Order]) -> list[dict[str, Any]]:
    """By goods, the best sold first."""
    rows: dict[str, dict[str, Any]] = {}
    money: dict[str, int] = {}
    for line in (line for order in orders for line in order.lines):
        item_id = line.goods.item_id
        row = rows.setdefault(item_id, {"goods_id": item_id, "title": line.goods.title, "sales": 0})
        row["sales"] += line.quantity
        money[item_id] = money.get(item_id, 0) + line.paid_fen
    found = [row | {"money": yuan_text(money[item_id])} for item_id, row in rows.items()]
    return sorted(found, key=lambda row: (-row["sales"], row["goods_id"]))


def _by_day(since: datetime, until: datetime, times: Iterable[str]) -> list[dict[str, Any]]:
    days = [shown(since + timedelta(days=day))[:10] for day in range((until - since).days)]
    counts = [text[:10] for text in times]
    return [{"date": day, "count": counts.count(day)} for day in days]


def _coupons(call: Call) -> list[Deal]:
    return [deal for deal in call.shop.deals.values() if deal.kind == COUPON]


def _coupon(call: Call, deal: Deal) -> dict[str, Any]:
    start, end = datetime.fromisoformat(deal.starts_at), datetime.fromisoformat(deal.ends_at)
    is_running = deal.state == acts.RUNNING and start <= call.now < end
    return {
        "id": deal.deal_id,
        "coupon_name": deal.name,
        "enough": yuan_text(deal.threshold_fen),
        "discount_price": yuan_text(deal.minus_fen),
        "start_time": shown(start),
        "end_time": shown(end),
        "status": "1" if is_running else "0",
    }


def _order(call: Call) -> Order:
    order = call.shop.orders.get(call.asked.get("order_no") or call.asked.get("id", ""))
    if order is None:
        raise No("订单不存在")
    return order


def _order_json(order: Order) -> dict[str, Any]:
    receiver = order.receiver
    status = STATUS[order.state]
    parts = (receiver.province, receiver.city, receiver.district, receiver.address)
    return {
        "id": order.order_id,
        "order_no": order.order_id,
        "pay_price": yuan_text(order.paid_fen),
        "status": str(status),
        "status_text": _TEXT[status],
        "create_time": shown(order.created_at),
        "goods_info": [
            {
                "title": line.goods.title,
                "goods_id": line.goods.item_id,
                "option_id": line.goods.sku_id,
                "total": str(line.quantity),
                "price": yuan_text(line.paid_fen),
                "price_unit": yuan_text(line.unit_price_fen),
            }
            for line in order.lines
        ],
        "buyer_name": receiver.name,
        "buyer_mobile": receiver.phone,
        "buyer_remark": order.buyer_words,
        "address": " ".join(part for part in parts if part),
        "order_type_text": "普通订单",
    }


_OVERVIEWS: dict[str, Callable[[Call], dict[str, Any]]] = {
    "to-do": to_do,
    "operational": operational,
    "new-member": new_members,
    "new-order": new_orders,
    "view-data": views,
    "goods-rank": goods_rank,
    "member-rank": member_rank,
}
READS: dict[str, Callable[[Call], dict[str, Any]]] = {
    "/order/list/get": list_orders,
    "/order/index/get-id-by-no": get_id,
    "/order/index/get-status": get_status,
    "/order/index/get-express": get_express,
    "/goods/list/get": list_goods,
    "/goods/detail/get": get_goods,
    "/sales/coupon/overview": count_coupons,
    "/sales/coupon/list": list_coupons,
    "/sales/full-free/get": get_full_free,
    "/statistics/goods/basic": basic_of_goods,
    **{f"/statistics/overview/{name}": method for name, method in _OVERVIEWS.items()},
}
"""By GET."""
WRITES: dict[str, Callable[[Call], dict[str, Any]]] = {
    "/order/operation/close": close_order,
    "/goods/operation/put-store": put_in_store,
    "/sales/coupon/manual-stop": stop_coupon,
    "/sales/full-free/close": close_full_free,
}
"""By POST."""
