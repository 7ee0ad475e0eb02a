"""The sandbox's trades, refunds and shipping: what an agency asks of the open platform about orders."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from paidang.channels.link.documents import PAID, PART_SHIPPED, REFUND_ONLY, SHIPPED, UNPAID, Parcel
from paidang.channels.sandbox import acts
from paidang.channels.sandbox.shop import Case, Order
from paidang.channels.taobao.sandbox_call import DAY, KEPT, Call, Many, Method, invalid, only, refused
from paidang.channels.taobao.sandbox_records import (
    case_and_line,
    refund_fen,
    refund_of,
    refunds_of,
    status_of,
    trade_of,
    type_of,
)

LISTED_BY_DEFAULT = "guarantee_trade,auto_delivery,ec,cod"
NOT_LISTED = {
    "promotion_details",
    "buyer_message",
    "seller_memo",
    "invoice_name",
    "buyer_tax_no",
    "receiver_name",
    "receiver_mobile",
    "receiver_address",
    "oaid",
    "step_paid_fee",
}
"""A list of trades gives only a part of each, whatever fields are asked for."""
STATUS_ALIAS = {
    "ALL_WAIT_PAY": ("WAIT_BUYER_PAY", "TRADE_NO_CREATE_PAY"),
    "ALL_CLOSED": ("TRADE_CLOSED", "TRADE_CLOSED_BY_TAOBAO"),
}


def trades_sold_get(call: Call) -> dict[str, Any]:
    since, until = call.window("start_created", "end_created")
    return _list(
        call, [o for o in call.shop.orders.values() if since <= _whole(o.created_at) <= until], "created_at"
    )


def trades_sold_increment_get(call: Call) -> dict[str, Any]:
    call.text("start_modified"), call.text("end_modified")
    since, until = call.window("start_modified", "end_modified", DAY)
    return _list(
        call, [o for o in call.shop.orders.values() if since <= _whole(o.modified_at) <= until], "modified_at"
    )


def _whole(at: datetime) -> datetime:
    return at.replace(microsecond=0)


def _list(call: Call, orders: Iterable[Order], newest_by: str) -> dict[str, Any]:
    """Newest first: what changes while one pages from the front is lost, or seen twice."""
    fields = call.text("fields")
    types = (call.params.get("type") or LISTED_BY_DEFAULT).split(",")
    status = call.params.get("status", "")
    statuses = STATUS_ALIAS.get(status, (status,))
    found = [
        order
        for order in orders
        if type_of(order, call.memory) in types
        and (not status or status_of(order) in statuses)
        and order.created_at >= call.now - KEPT
    ]
    found.sort(key=lambda order: (getattr(order, newest_by), order.order_id), reverse=True)
    page = call.page(found, "trade")
    wanted = ",".join(set(fields.split(",")) - NOT_LISTED)
    rows = [only(trade_of(call.shop, order, call.memory), wanted) for order in page["trades"].rows]
    return page | {"trades": Many("trade", rows)}


def trade_fullinfo_get(call: Call) -> dict[str, Any]:
    fields = call.text("fields")
    return {"trade": only(trade_of(call.shop, call.order(), call.memory), fields)}


def trade_amount_get(call: Call) -> dict[str, Any]:
    fields = call.text("fields")
    return {"trade_amount": only(trade_of(call.shop, call.order(), call.memory), fields)}


def trade_memo_update(call: Call) -> dict[str, Any]:
    order = call.order()
    if call.params.get("flag"):
        call.memory.flags[order.order_id] = call.number("flag")
    words = "" if call.is_true("reset") else order.seller_words
    acts.remark(call.shop, order, call.now, call.params.get("memo") or words)
    return {"trade": only(trade_of(call.shop, order, call.memory), "tid,modified")}


def trade_close(call: Call) -> dict[str, Any]:
    call.text("close_reason")
    order = call.order()
    if order.state != UNPAID:
        raise refused("isv.trade-close-failed", "交易状态不对，不能关闭")
    acts.cancel(call.shop, order, call.now)
    return {"trade": only(trade_of(call.shop, order, call.memory), "tid,modified")}


def refunds_receive_get(call: Call) -> dict[str, Any]:
    return _list_refunds(call, "refund", {})


def dispute_receive_get(call: Call) -> dict[str, Any]:
    """Tmall's list of the same: what is asked for after the sale; `type` is a dispute's."""
    return _list_refunds(call, "dispute", {"dispute_type": call.params.get("type", "")})


def _list_refunds(call: Call, of: str, wanted: dict[str, str]) -> dict[str, Any]:
    """The newest first; `wanted`: what a row has to say, where that is not empty."""
    fields = call.text("fields")
    since, until = call.window("start_modified", "end_modified")
    cases = [case for case in call.shop.cases.values() if since <= _whole(case.modified_at) <= until]
    wanted = {"status": call.params.get("status", ""), **wanted}
    rows = [
        refund
        for case in cases
        for refund in refunds_of(call.shop, case)
        if all(value in ("", refund[name]) for name, value in wanted.items())
    ]
    rows.sort(key=lambda row: (row["modified"], row["refund_id"]), reverse=True)
    page = call.page(rows, of)
    return page | {of + "s": Many(of, [only(row, fields) for row in page[of + "s"].rows])}


def refund_get(call: Call) -> dict[str, Any]:
    case, line = case_and_line(call.shop, call.text("refund_id"))
    return {"refund": only(refund_of(call.shop, case, line), call.text("fields"))}


def refund_refuse(call: Call) -> dict[str, Any]:
    case, line = case_and_line(call.shop, call.text("refund_id"))
    call.text("refuse_message")
    acts.refuse(call.shop, case, call.now)
    refund = only(refund_of(call.shop, case, line), "refund_id,status,modified")
    return {"refund": refund, "is_success": True}


def rp_refunds_agree(call: Call) -> dict[str, Any]:
    """`refund_infos`: refund_id|its refund_fee in fen|refund_version|refund_phase, several after commas."""
    found: dict[str, Case] = {}
    for info in call.text("refund_infos").split(","):
        refund_id, amount = [*info.split("|"), ""][:2]
        case, line = case_and_line(call.shop, refund_id)
        if amount != str(refund_fen(call.shop, case, line)):
            raise invalid("refund_infos")
        found[case.case_id] = case
    for case in found.values():
        acts.refund(call.shop, case, call.now)
    return {"succ": True, "msg_code": "OP_SUCC", "message": "操作成功"}


def rp_returngoods_agree(call: Call) -> dict[str, Any]:
    case, _ = case_and_line(call.shop, call.text("refund_id"))
    if case.kind == REFUND_ONLY:
        raise refused("isv.refund-status-error", "这笔退款不退货")
    acts.agree(call.shop, case, call.now)
    return {"succ": True}


def logistics_send(call: Call) -> dict[str, Any]:
    """offline.send. A split parcel names its lines in `sub_tid`."""
    order, parcel = call.order(), Parcel(call.text("company_code"), call.text("out_sid"))
    lines = _lines(call, order)
    if order.state not in (PAID, PART_SHIPPED) or not lines or not set(lines) <= set(_unshipped(order)):
        raise refused("isv.logistics-offline-service-error:B04", "订单状态不对，或这些商品已经发货")
    whole = set(lines) == {line.line_id for line in order.lines}
    acts.ship(
        call.shop, order, call.now, [Parcel(parcel.carrier, parcel.waybill, () if whole else tuple(lines))]
    )
    return {"shipping": {"is_success": True}}


def logistics_online_send(call: Call) -> dict[str, Any]:
    """With its waybill like offline.send; without it the parcel is announced, and online.confirm tells the waybill."""
    if call.params.get("out_sid"):
        return logistics_send(call)
    order, carrier = call.order(), call.text("company_code")
    if order.state not in (PAID, PART_SHIPPED):
        raise refused("isv.logistics-online-service-error:B04", "订单状态不对，不能发货")
    call.memory.announced[order.order_id] = carrier
    return {"shipping": {"is_success": True}}


def logistics_online_confirm(call: Call) -> dict[str, Any]:
    order, waybill = call.order(), call.text("out_sid")
    carrier = call.memory.announced.pop(order.order_id, "")
    if not carrier:
        raise refused("isv.logistics-online-service-error:B04", "这笔订单没有等待确认的包裹")
    return logistics_send(replace(call, params={**call.params, "company_code": carrier, "out_sid": waybill}))


def _lines(call: Call, order: Order) -> list[str]:
    """The lines that a parcel holds: those named, else all that has not left."""
    if call.params.get("is_split") != "1":
        return _unshipped(order)
    lines = call.text("sub_tid").split(",")
    if not set(lines) <= {line.line_id for line in order.lines}:
        raise invalid("sub_tid")
    return lines


def _unshipped(order: Order) -> list[str]:
    every = [line.line_id for line in order.lines]
    left = {line_id for parcel in order.parcels for line_id in parcel.line_ids or every}
    return [line_id for line_id in every if line_id not in left]


def logistics_dummy_send(call: Call) -> dict[str, Any]:
    """Nothing is sent by parcel."""
    order = call.order()
    if order.state != PAID:
        raise refused("isv.logistics-dummy-service-error:B04", "订单状态不对，不能发货")
    acts.ship(call.shop, order, call.now, [Parcel("", "")])
    return {"shipping": {"is_success": True}}


def logistics_consign_resend(call: Call) -> dict[str, Any]:
    """Another waybill for what has left already."""
    order, parcel = call.order(), Parcel(call.text("company_code"), call.text("out_sid"))
    if order.state not in (PART_SHIPPED, SHIPPED):
        raise refused("isv.logistics-resend-service-error:B04", "还没有发货，不能修改运单号")
    acts.change_waybill(call.shop, order, call.now, parcel)
    return {"shipping": {"is_success": True}}


METHODS: dict[str, Method] = {
    "taobao.trades.sold.get": trades_sold_get,
    "taobao.trades.sold.increment.get": trades_sold_increment_get,
    "taobao.trade.fullinfo.get": trade_fullinfo_get,
    "taobao.trade.get": trade_fullinfo_get,
    "taobao.trade.amount.get": trade_amount_get,
    "taobao.trade.memo.update": trade_memo_update,
    "taobao.trade.close": trade_close,
    "taobao.refunds.receive.get": refunds_receive_get,
    "tmall.dispute.receive.get": dispute_receive_get,
    "taobao.refund.get": refund_get,
    "taobao.refund.refuse": refund_refuse,
    "taobao.rp.refunds.agree": rp_refunds_agree,
    "taobao.rp.returngoods.agree": rp_returngoods_agree,
    "taobao.logistics.offline.send": logistics_send,
    "taobao.logistics.online.send": logistics_online_send,
    "taobao.logistics.online.confirm": logistics_online_confirm,
    "taobao.logistics.dummy.send": logistics_dummy_send,
    "taobao.logistics.consign.resend": logistics_consign_resend,
}
