"""How the sandbox's open platform tells of an order and of a refund: a Trade, a Refund."""

from datetime import datetime
from typing import Any

from paidang.channels.cells import share_out
from paidang.channels.link.documents import (
    CANCELLED,
    DONE,
    HELD,
    PAID,
    PART_SHIPPED,
    REFUNDED,
    RETURN_GOODS,
    SHIPPED,
    SPLIT,
    UNPAID,
    Parcel,
)
from paidang.channels.sandbox.shop import Bought, Case, Order, Shop
from paidang.channels.taobao.sandbox_call import Many, Memory, numbered, refused, shown_time
from paidang.channels.taobao.words import CARRIER, CASE_KIND, CASE_STATE
from paidang.kit.money import yuan_text

TRADE_STATUS = {
    UNPAID: "WAIT_BUYER_PAY",
    PAID: "WAIT_SELLER_SEND_GOODS",
    PART_SHIPPED: "SELLER_CONSIGNED_PART",
    SHIPPED: "WAIT_BUYER_CONFIRM_GOODS",
    DONE: "TRADE_FINISHED",
    HELD: "PAID_FORBID_CONSIGN",
    SPLIT: "TRADE_CLOSED_BY_TAOBAO",
}
REFUND_STATUS = {state: status for status, state in CASE_STATE.items()}
DISPUTE_TYPE = {kind: word for word, kind in reversed(CASE_KIND.items())}
TMALL = "B"


def status_of(order: Order) -> str:
    if order.state == CANCELLED:
        return "TRADE_CLOSED" if order.paid_at else "TRADE_CLOSED_BY_TAOBAO"
    return TRADE_STATUS[order.state]


def type_of(order: Order, memory: Memory) -> str:
    return "step" if order.order_id in memory.deposits_fen else "guarantee_trade"


def seller_gets_fen(line: Bought) -> int:
    """What the line brings in: the platform's part is paid by the platform."""
    return line.paid_fen + line.platform_discount_fen


def payment_fen(order: Order) -> int:
    return sum(map(seller_gets_fen, order.lines)) + order.postage_fen


def asked_fen(shop: Shop, case: Case, line: Bought) -> int:
    """What a case is about on one line; of one about a whole order, each line's part, the first with the postage."""
    lines = _lines_of(shop, case)
    if len(lines) == 1:
        return case.amount_fen
    paid = [each.paid_fen for each in lines]
    goods = min(case.amount_fen, sum(paid))
    shares = share_out(goods, paid)
    shares[0] += case.amount_fen - goods
    return shares[lines.index(line)]


def refund_fen(shop: Shop, case: Case, line: Bought) -> int:
    """What goes back: for all of a line, the platform's part too, to the platform."""
    asked = asked_fen(shop, case, line)
    return asked + (line.platform_discount_fen if asked >= line.paid_fen else 0)


def cases_of_line(shop: Shop, order: Order, line: Bought) -> list[Case]:
    """The cases about a line; one about the whole order is about no gift of it."""
    found = [case for case in shop.cases.values() if case.order_id == order.order_id]
    return [case for case in found if line in _lines_of(shop, case)]


def case_and_line(shop: Shop, refund_id: str) -> tuple[Case, Bought]:
    """What a refund is of. A case about several lines is several refunds here: its number, and two digits for the line."""
    case, at = shop.cases.get(refund_id), 0
    if case is None:
        case, number = shop.cases.get(refund_id[:-2]), refund_id[-2:]
        at = int(number) if number.isdecimal() else -1
    lines = [] if case is None else _lines_of(shop, case)
    if case is None or not 0 <= at < len(lines):
        raise refused("isv.refund-not-exist", "退款不存在")
    return case, lines[at]


def _lines_of(shop: Shop, case: Case) -> list[Bought]:
    """The lines that a case is about; of a whole order, those that were paid for: nobody asks for a gift's money."""
    lines = shop.orders[case.order_id].lines
    if case.line_id:
        return [line for line in lines if line.line_id == case.line_id]
    return [line for line in lines if line.paid_fen] or lines[:1]


def trade_of(shop: Shop, order: Order, memory: Memory) -> dict[str, Any]:
    """All that is known of an order."""
    payment = payment_fen(order)
    back = sum(_refunded_fen(shop, order, line) for line in order.lines)
    is_over = order.state in (DONE, CANCELLED)
    ended_at = (order.completed_at or order.modified_at) if is_over else None
    discount = sum(line.merchant_discount_fen for line in order.lines)
    return {
        "tid": numbered(order.order_id),
        "status": status_of(order),
        "type": type_of(order, memory),
        "title": shop.name,
        "seller_nick": shop.name,
        "buyer_nick": order.buyer,
        "created": shown_time(order.created_at),
        "modified": shown_time(order.modified_at),
        "pay_time": shown_time(order.paid_at),
        "consign_time": shown_time(order.shipped_at),
        "end_time": shown_time(ended_at),
        "payment": yuan_text(payment),
        "received_payment": yuan_text(payment - back if order.state == DONE else 0),
        "total_fee": yuan_text(sum(line.unit_price_fen * line.quantity for line in order.lines)),
        "post_fee": yuan_text(order.postage_fen),
        "discount_fee": yuan_text(discount if len(order.lines) > 1 else 0),
        "adjust_fee": "0.00",
        "platform_subsidy_fee": yuan_text(sum(line.platform_discount_fen for line in order.lines)),
        "coupon_fee": 0,
        "point_fee": 0,
        "commission_fee": yuan_text(0),
        "seller_flag": memory.flags.get(order.order_id, 0),
        "seller_memo": order.seller_words or None,
        "buyer_message": order.buyer_words or None,
        **_presale(order, memory),
        **_receiver(order),
        "invoice_name": order.invoice.title if order.invoice else None,
        "buyer_tax_no": (order.invoice.tax_number or None) if order.invoice else None,
        "orders": Many("order", [_order(shop, order, line, ended_at) for line in order.lines]),
        "promotion_details": Many("promotion_detail", _promotions(order, discount)),
    }


def _presale(order: Order, memory: Memory) -> dict[str, Any]:
    deposit = memory.deposits_fen.get(order.order_id)
    if deposit is None:
        return {}
    status = "FRONT_PAID_FINAL_PAID" if order.paid_at else "FRONT_PAID_FINAL_NOPAID"
    return {
        "step_trade_status": status,
        "step_paid_fee": yuan_text(payment_fen(order) if order.paid_at else deposit),
    }


def _receiver(order: Order) -> dict[str, Any]:
    """Masked, as the platform shows it to everybody but its decryption."""
    receiver = order.receiver
    return {
        "receiver_name": receiver.name[:1] + "**" if receiver.name else None,
        "receiver_mobile": "*******" + receiver.phone[-4:] if receiver.phone else None,
        "receiver_state": receiver.province or None,
        "receiver_city": receiver.city or None,
        "receiver_district": receiver.district or None,
        "receiver_address": "****" if receiver.address else None,
        "oaid": oaid_of(order) if receiver.name else None,
    }


def oaid_of(order: Order) -> str:
    """By what a receiver is asked for in the open."""
    return f"1{order.order_id[::-1]}"


def _promotions(order: Order, discount: int) -> list[dict[str, Any]]:
    found = []
    if discount:
        entry = {"id": numbered(order.order_id), "promotion_name": "店铺优惠", "promotion_id": "shopbonus-1"}
        found.append(entry | {"discount_fee": yuan_text(discount)})
    for line in order.lines:
        if line.unit_price_fen == 0:
            gift = {"id": numbered(order.order_id), "promotion_name": "满就送", "promotion_id": "mjs-1"}
            found.append(
                gift | {"discount_fee": "0.00", "gift_item_id": line.goods.item_id, "gift_item_num": 1}
            )
    return found


def _order(shop: Shop, order: Order, line: Bought, ended_at: datetime | None) -> dict[str, Any]:
    """One line. The discount of an order of one line stands at the line, that of several is allotted to them."""
    is_alone = len(order.lines) == 1
    own = line.merchant_discount_fen if is_alone else 0
    total = line.unit_price_fen * line.quantity - own
    mine = cases_of_line(shop, order, line)
    status = _line_status(shop, order, line)
    parcel = next((p for p in order.parcels if not p.line_ids or line.line_id in p.line_ids), Parcel("", ""))
    return {
        "oid": numbered(line.line_id),
        "num_iid": numbered(line.goods.item_id),
        "sku_id": line.goods.sku_id,
        "outer_iid": line.goods.sku,
        "outer_sku_id": line.goods.sku,
        "title": line.goods.title,
        "sku_properties_name": "规格:" + line.goods.title[-8:],
        "price": yuan_text(line.unit_price_fen),
        "num": line.quantity,
        "adjust_fee": "0.00",
        "discount_fee": yuan_text(own),
        "total_fee": yuan_text(total),
        # the platform's own manner: an order of one line repeats the trade's payment, postage and all
        "payment": yuan_text(payment_fen(order) if is_alone else total),
        "part_mjz_discount": yuan_text(line.merchant_discount_fen - own),
        "divide_order_fee": yuan_text(seller_gets_fen(line)),
        "platform_subsidy_fee": yuan_text(line.platform_discount_fen),
        "status": status,
        "refund_status": REFUND_STATUS[mine[-1].state] if mine else "NO_REFUND",
        "refund_id": numbered(refund_id_of(shop, mine[-1], line)) if mine else None,
        "seller_type": TMALL,
        "logistics_company": CARRIER.get(parcel.carrier, parcel.carrier) or None,
        "invoice_no": parcel.waybill or None,
        "consign_time": shown_time(order.shipped_at or order.modified_at) if parcel.waybill else None,
        "end_time": shown_time(ended_at) if status in ("TRADE_FINISHED", "TRADE_CLOSED") else None,
    }


def _line_status(shop: Shop, order: Order, line: Bought) -> str:
    revenue = seller_gets_fen(line)
    if order.paid_at and revenue and _refunded_fen(shop, order, line) >= revenue:
        return "TRADE_CLOSED"
    if order.state == PART_SHIPPED:
        has_left = any(not p.line_ids or line.line_id in p.line_ids for p in order.parcels)
        return TRADE_STATUS[SHIPPED if has_left else PAID]
    return status_of(order)


def _refunded_fen(shop: Shop, order: Order, line: Bought) -> int:
    found = cases_of_line(shop, order, line)
    return sum(refund_fen(shop, case, line) for case in found if case.state == REFUNDED)


def refunds_of(shop: Shop, case: Case) -> list[dict[str, Any]]:
    """A case as the platform has it: a refund is of one line."""
    return [refund_of(shop, case, line) for line in _lines_of(shop, case)]


def refund_id_of(shop: Shop, case: Case, line: Bought) -> str:
    lines = _lines_of(shop, case)
    return case.case_id if len(lines) == 1 else f"{case.case_id}{lines.index(line):02d}"


def refund_of(shop: Shop, case: Case, line: Bought) -> dict[str, Any]:
    """All that is known of a refund."""
    order = shop.orders[case.order_id]
    back = refund_fen(shop, case, line)
    total = max(seller_gets_fen(line), back)
    parcel = case.return_parcel
    return {
        "refund_id": numbered(refund_id_of(shop, case, line)),
        "tid": numbered(case.order_id),
        "oid": numbered(line.line_id),
        "status": REFUND_STATUS[case.state],
        "dispute_type": DISPUTE_TYPE[case.kind],
        "buyer_nick": order.buyer,
        "seller_nick": shop.name,
        "title": line.goods.title,
        "num_iid": numbered(line.goods.item_id),
        "outer_id": line.goods.sku,
        "price": yuan_text(line.unit_price_fen),
        "num": case.quantity if case.line_id else line.quantity,
        "total_fee": yuan_text(total),
        "refund_fee": yuan_text(back),
        "payment": yuan_text(total - back),
        "reason": case.reason,
        "created": shown_time(case.asked_at),
        "modified": shown_time(case.modified_at),
        "end_time": shown_time(case.refunded_at),
        "order_status": status_of(order),
        "has_good_return": case.kind == RETURN_GOODS,
        "good_status": _good_status(order, case),
        "refund_phase": "aftersale" if order.state == DONE else "onsale",
        "refund_version": int(case.modified_at.timestamp() * 1000),
        "cs_status": 1,
        "company_name": CARRIER.get(parcel.carrier, parcel.carrier) if parcel else None,
        "sid": parcel.waybill if parcel else None,
    }


def _good_status(order: Order, case: Case) -> str:
    if case.return_parcel:
        return "BUYER_RETURNED_GOODS"
    return "BUYER_RECEIVED" if order.shipped_at else "BUYER_NOT_RECEIVED"
