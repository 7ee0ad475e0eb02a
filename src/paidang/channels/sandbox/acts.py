"""What happens in a shop, whoever makes it happen: buyers, the seller through a platform's interface, a test.

Each act sets what it changes and when, or says `NotNow` and changes nothing. What the seller does is noted.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from paidang.channels.link.channel import Deal
from paidang.channels.link.documents import (
    ASKED,
    CANCELLED,
    CLOSED,
    DONE,
    EXCHANGE,
    HELD,
    PAID,
    PART_SHIPPED,
    REFUND_ONLY,
    REFUNDED,
    REFUSED,
    REPAIR,
    RESEND,
    RETURN_GOODS,
    RETURNED,
    RETURNING,
    SHIPPED,
    SPLIT,
    UNPAID,
    Parcel,
)
from paidang.channels.sandbox.shop import CASE, ORDER, Case, Goods, Order, Shop

DRAFT, RUNNING, PAUSED, ENDED = DEAL_STATES = ("draft", "running", "paused", "ended")
MOVE_NO_MONEY = (EXCHANGE, RESEND, REPAIR)
WITH_THE_SELLER = (PAID, PART_SHIPPED, SHIPPED, DONE)


class NotNow(ValueError):
    """The act does not fit the state that its subject is in."""


def pay(shop: Shop, order: Order, at: datetime) -> None:
    """Paid: the goods leave the stock that is on sale."""
    _in_state(order, UNPAID)
    order.state, order.paid_at, order.modified_at = PAID, at, at
    for line in order.lines:
        line.goods.quantity = max(0, line.goods.quantity - line.quantity)


def cancel(shop: Shop, order: Order, at: datetime) -> None:
    """Called off before it was sent; what had been paid goes back in a case of its own (`ask`, `refund`)."""
    _in_state(order, UNPAID, PAID, HELD)
    if order.paid_at:
        for line in order.lines:
            line.goods.quantity += line.quantity
    order.state, order.modified_at = CANCELLED, at


def hold(shop: Shop, order: Order, at: datetime) -> None:
    """The platform locks a paid order, for a while."""
    _in_state(order, PAID)
    order.state, order.modified_at = HELD, at


def release(shop: Shop, order: Order, at: datetime) -> None:
    """The platform unlocks it."""
    _in_state(order, HELD)
    order.state, order.modified_at = PAID, at


def ship(shop: Shop, order: Order, at: datetime, parcels: list[Parcel]) -> None:
    """The seller sends parcels. Ones with `line_ids` carry those lines only; the same parcel again changes nothing."""
    new = [parcel for parcel in parcels if parcel not in order.parcels]
    if not new:
        return
    _in_state(order, PAID, PART_SHIPPED)
    order.parcels += new
    gone = {line_id for parcel in order.parcels for line_id in parcel.line_ids}
    whole = any(not parcel.line_ids for parcel in order.parcels) or gone >= {
        line.line_id for line in order.lines
    }
    order.state, order.modified_at = (SHIPPED if whole else PART_SHIPPED), at
    if whole:
        order.shipped_at = at
    for parcel in new:
        shop.note(at, "ship", order.order_id, carrier=parcel.carrier, waybill=parcel.waybill)


def change_waybill(shop: Shop, order: Order, at: datetime, parcel: Parcel) -> None:
    """The seller corrects the waybill of what was sent: the last parcel is replaced."""
    _in_state(order, SHIPPED, PART_SHIPPED)
    order.parcels[-1] = replace(parcel, line_ids=order.parcels[-1].line_ids)
    order.modified_at = at
    shop.note(at, "change_waybill", order.order_id, carrier=parcel.carrier, waybill=parcel.waybill)


def complete(shop: Shop, order: Order, at: datetime) -> None:
    """The buyer confirms that everything came."""
    _in_state(order, SHIPPED)
    order.state, order.completed_at, order.modified_at = DONE, at, at


def remark(shop: Shop, order: Order, at: datetime, words: str) -> None:
    """The seller's own note on an order."""
    order.seller_words, order.modified_at = words, at
    shop.note(at, "remark", order.order_id, words=words)


def split(shop: Shop, order: Order, at: datetime) -> list[Order]:
    """The platform divides a paid order of several lines, one child each; the parent counts for nothing from now on."""
    _in_state(order, PAID)
    if len(order.lines) < 2:
        raise NotNow("one line cannot be split")
    children: list[Order] = []
    for line in order.lines:
        child = replace(
            order,
            order_id=shop.next_number(ORDER),
            lines=[line],
            parent_id=order.order_id,
            postage_fen=0 if children else order.postage_fen,
            modified_at=at,
            parcels=[],
        )
        shop.orders[child.order_id] = child
        children.append(child)
    order.state, order.modified_at = SPLIT, at
    return children


def ask(
    shop: Shop,
    order: Order,
    at: datetime,
    *,
    line_id: str = "",
    kind: str = "",
    amount_fen: int = 0,
    quantity: int = 0,
    reason: str = "七天无理由",
) -> Case:
    """The buyer asks for money, or goods, back: of one line, or (no `line_id`) of all of an order that was not sent yet.

    No kind: money before it is sent, return of goods afterwards. No amount, no quantity: all that was paid, all units;
    an exchange moves no money.
    """
    _in_state(order, *WITH_THE_SELLER, HELD)
    lines = [line for line in order.lines if line.line_id == line_id] if line_id else order.lines
    if not lines:
        raise NotNow(f"order {order.order_id} has no line {line_id}")
    asked = sum(
        case.amount_fen for case in _cases_of(shop, order, line_id) if case.state not in (REFUSED, CLOSED)
    )
    paid = sum(line.paid_fen for line in lines) + (0 if line_id else order.postage_fen)
    amount = 0 if kind in MOVE_NO_MONEY else amount_fen or paid - asked
    if not 0 <= amount <= paid - asked:
        raise NotNow(f"{amount} fen is more than is left of {paid}")
    case = Case(
        case_id=shop.next_number(CASE),
        order_id=order.order_id,
        line_id=line_id,
        kind=kind or (RETURN_GOODS if order.shipped_at else REFUND_ONLY),
        reason=reason,
        quantity=quantity or sum(line.quantity for line in lines),
        amount_fen=amount,
        asked_at=at,
        modified_at=at,
    )
    shop.cases[case.case_id] = case
    order.modified_at = at
    return case


def agree(shop: Shop, case: Case, at: datetime) -> None:
    """The seller agrees: where goods come back, their parcel is waited for; else the money goes."""
    _in_case_state(case, ASKED)
    if case.kind == REFUND_ONLY:
        refund(shop, case, at)
    else:
        _move(case, RETURNING, at)


def send_back(shop: Shop, case: Case, at: datetime, parcel: Parcel) -> None:
    """The buyer sends the goods back."""
    _in_case_state(case, RETURNING)
    case.return_parcel = parcel
    _move(case, RETURNED, at)


def refund(shop: Shop, case: Case, at: datetime) -> None:
    """The money goes back (an exchange or a new parcel is done); an order given back whole before it left is cancelled."""
    _in_case_state(case, ASKED, RETURNED)
    order = shop.orders[case.order_id]
    case.refunded_at = at
    _move(case, REFUNDED, at)
    order.modified_at = at
    if order.state in (PAID, HELD) and case.amount_fen == order.paid_fen:
        cancel(shop, order, at)


def refuse(shop: Shop, case: Case, at: datetime) -> None:
    """The seller says no."""
    _in_case_state(case, ASKED, RETURNED)
    _move(case, REFUSED, at)


def withdraw(shop: Shop, case: Case, at: datetime) -> None:
    """The buyer lets it be."""
    _in_case_state(case, ASKED, RETURNING, REFUSED)
    _move(case, CLOSED, at)


def set_stock(shop: Shop, goods: Goods, at: datetime, quantity: int) -> None:
    """The seller says how many units are on sale."""
    if quantity < 0:
        raise NotNow("stock cannot be below 0")
    was, goods.quantity, goods.modified_at = goods.quantity, quantity, at
    shop.note(at, "set_stock", goods.sku_id, was=was, quantity=quantity)


def set_price(shop: Shop, goods: Goods, at: datetime, price_fen: int) -> None:
    """The seller sets a price."""
    if price_fen <= 0:
        raise NotNow("a price is above 0")
    was, goods.price_fen, goods.modified_at = goods.price_fen, price_fen, at
    shop.note(at, "set_price", goods.sku_id, was=was, price_fen=price_fen)


def put_deal(shop: Shop, deal: Deal, at: datetime) -> None:
    """The seller makes a promotion or changes one."""
    shop.deals[deal.deal_id] = deal
    shop.note(at, "put_deal", deal.deal_id, state=deal.state, kind=deal.kind, price_fen=deal.price_fen)


ON_ORDERS: dict[str, Callable[[Shop, Order, datetime], object]] = {
    "pay": pay,
    "cancel": cancel,
    "hold": hold,
    "release": release,
    "complete": complete,
    "split": split,
}
"""Acts that want nothing but an order."""
ON_CASES: dict[str, Callable[[Shop, Case, datetime], object]] = {
    "agree": agree,
    "refund": refund,
    "refuse": refuse,
    "withdraw": withdraw,
}


def _cases_of(shop: Shop, order: Order, line_id: str) -> list[Case]:
    return [
        case
        for case in shop.cases.values()
        if case.order_id == order.order_id and (not line_id or case.line_id in ("", line_id))
    ]


def _move(case: Case, state: str, at: datetime) -> None:
    case.state, case.modified_at = state, at
    if state in (RETURNING, REFUNDED, REFUSED):
        case.answered_at = case.answered_at or at


def _in_state(order: Order, *states: str) -> None:
    if order.state not in states:
        raise NotNow(f"order {order.order_id} is {order.state}")


def _in_case_state(case: Case, *states: str) -> None:
    if case.state not in states:
        raise NotNow(f"case {case.case_id} is {case.state}")
