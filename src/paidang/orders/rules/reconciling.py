"""What the platforms' bills say about an order's money, against what the orders say. Pure; `orders.actions.reconcile` is the same as SQL.

The order is the unit, over its whole life: what it was sold for with postage, less refunds, is to come in, however many
payments and refunds that takes and in whatever month. Fees stand apart. So month's end needs no care: an order belongs
to the month of its payment, and what the next bill brings settles it there.

Every order, and every payment or refund of a bill, ends in exactly one item; every item is in one state.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar

from paidang.kit.period import day_of, month_of
from paidang.kit.sentence import Sentence, say

MATCHED, WAITING, OPEN, OTHER = "matched", "waiting", "open", "other"
STATES = (MATCHED, WAITING, OPEN, OTHER)
NOT_IN_BILL, NOT_IN_ORDERS, DIFFERS = "not_in_bill", "not_in_orders", "differs"
PAYMENT, REFUND, FEE = "payment", "refund", "fee"

PAID_ON_COMPLETION = ("jd", "tmall", "taobao", "douyin", "pinduoduo")
"""Channels that pay the seller once the buyer has the goods; all others pay when the buyer pays."""
DAYS_AFTER_COMPLETION, DAYS_AFTER_PAYMENT, DAYS_AT_THE_LATEST = 3, 2, 45
"""Within how many days the money stands in a bill; the last where nobody knows when the order was completed."""

REASONS: dict[str, Sentence] = {
    "platform_subsidy": say("平台券、补贴另行结算"),
    "fee": say("平台扣费"),
    "other_month": say("退款在别的月份"),
    "paid_twice": say("重复付款"),
    "other_account": say("收在别的商户号"),
    "no_sale": say("不是这份合同的销售"),
    "other": say("其他"),
}
"""Why an item may stay as it is, by a person's word. Month's end is none: that settles by itself."""

FEE_NAMES = {
    "commission": "佣金",
    "类目软件服务费": "佣金",
    "payment_fee": "手续费",
    "points": "返点积分",
    "service": "基础软件服务费",
}
"""Fees that the facts and the bills call differently; every other is its own name."""


@dataclass(frozen=True, slots=True)
class Sold:
    """One line of an order after the merchant's discount, or its postage (`completed_at` as its lines'), in fen."""

    order_id: str
    channel: str
    store: str
    paid_at: datetime
    completed_at: datetime | None
    fen: int
    platform_fen: int = 0


@dataclass(frozen=True, slots=True)
class Returned:
    """A refund of an order, in fen, not negative."""

    order_id: str
    at: datetime
    fen: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A line of a bill: positive, it came to the seller. `order_id` is "" where it names none."""

    entry_id: str
    channel: str
    store: str
    order_id: str
    kind: str
    at: datetime
    fen: int


class TwoSides:
    """The orders' side and the bills' side of something, in fen; refunds are not negative."""

    __slots__ = ()
    paid: int
    refunded: int
    bill_paid: int
    bill_refunded: int

    @property
    def expected(self) -> int:
        return self.paid - self.refunded

    @property
    def billed(self) -> int:
        return self.bill_paid - self.bill_refunded

    @property
    def difference(self) -> int:
        """What is to come in and has not; below zero, what came in and should not have."""
        return self.expected - self.billed


@dataclass(frozen=True, slots=True)
class Item(TwoSides):
    """What is set against each other, and how it stands. Amounts in fen; refunds are not negative.

    `item`: the order, or with `is_order` false the bill's line that names none.
    """

    is_order: bool
    item: str
    month: str
    channel: str
    store: str
    state: str
    kind: str
    paid: int
    refunded: int
    bill_paid: int
    bill_refunded: int


@dataclass(slots=True)
class _Reach:
    """How far a store's bills go: the last moment in them, and the months of which there is a line at all."""

    until: datetime
    months: set[date] = field(default_factory=set)

    def covers(self, due: datetime) -> bool:
        return due <= self.until and day_of(due).replace(day=1) in self.months


def due_at(channel: str, paid_at: datetime, completed_at: datetime | None) -> datetime:
    """When an order's money stands in a bill at the latest."""
    if channel not in PAID_ON_COMPLETION:
        return paid_at + timedelta(days=DAYS_AFTER_PAYMENT)
    if completed_at is None:
        return paid_at + timedelta(days=DAYS_AT_THE_LATEST)
    return completed_at + timedelta(days=DAYS_AFTER_COMPLETION)


T = TypeVar("T", Sold, Returned, Moved)


def reconcile(sold: Iterable[Sold], returned: Iterable[Returned], moved: Iterable[Moved]) -> list[Item]:
    """All items, by name. The order of the rows changes nothing."""
    lines, backs, entries = _by_order(sold), _by_order(returned), list(moved)
    reach = _reach(entries)
    money = _by_order(one for one in entries if one.kind in (PAYMENT, REFUND) and one.order_id)
    items = [
        _of_order(order_id, lines.get(order_id, []), backs.get(order_id, []), money.get(order_id, []), reach)
        for order_id in lines.keys() | money.keys()
    ]
    items += [_of_entry(one) for one in entries if _stands_alone(one)]
    return sorted(items, key=lambda one: (not one.is_order, one.item))


def _by_order(rows: Iterable[T]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for row in rows:
        found.setdefault(row.order_id, []).append(row)
    return found


def _reach(entries: Iterable[Moved]) -> dict[tuple[str, str], _Reach]:
    found: dict[tuple[str, str], _Reach] = {}
    for one in entries:
        reach = found.setdefault((one.channel, one.store), _Reach(one.at))
        reach.until = max(reach.until, one.at)
        reach.months.add(day_of(one.at).replace(day=1))
    return found


def _stands_alone(one: Moved) -> bool:
    return one.kind == OTHER or (one.kind in (PAYMENT, REFUND) and not one.order_id)


def _of_order(
    order_id: str,
    lines: list[Sold],
    backs: list[Returned],
    money: list[Moved],
    reach: dict[tuple[str, str], _Reach],
) -> Item:
    channel, store = min((one.channel, one.store) for one in lines or money)
    paid = sum(one.fen for one in lines)
    refunded = sum(one.fen for one in backs) if lines else 0
    bill_paid = sum(one.fen for one in money if one.kind == PAYMENT)
    bill_refunded = -sum(one.fen for one in money if one.kind == REFUND)
    first = min(one.paid_at for one in lines) if lines else min(one.at for one in money)
    state, kind = MATCHED, ""
    if paid - refunded != bill_paid - bill_refunded:
        state, kind = OPEN, DIFFERS if lines and money else NOT_IN_BILL if lines else NOT_IN_ORDERS
        if lines and _due(lines, backs, money, reach.get((channel, store))) == bill_paid - bill_refunded:
            state, kind = WAITING, ""
    return Item(
        True, order_id, month_of(first), channel, store, state, kind, paid, refunded, bill_paid, bill_refunded
    )


def _due(lines: list[Sold], backs: list[Returned], money: list[Moved], reach: _Reach | None) -> int:
    """What the bills at hand must show: a payment that is in one, or whose day they cover, and the refunds likewise."""
    completed = [one.completed_at for one in lines]
    last = None if None in completed else max(at for at in completed if at)
    due = due_at(lines[0].channel, min(one.paid_at for one in lines), last)
    is_paid = any(one.kind == PAYMENT for one in money)
    if not is_paid and not (reach and reach.covers(due)):
        return 0
    back = timedelta(days=DAYS_AFTER_COMPLETION)
    refunded = sum(one.fen for one in backs if reach and reach.covers(one.at + back))
    return sum(one.fen for one in lines) - refunded


def _of_entry(one: Moved) -> Item:
    """A line that names no order: money that is no sale, or a payment or refund that nobody can place."""
    is_sale = one.kind != OTHER
    paid, refunded = (0, -one.fen) if one.kind == REFUND else (one.fen, 0)
    state, kind = (OPEN, NOT_IN_ORDERS) if is_sale and one.fen else (MATCHED if is_sale else OTHER, "")
    return Item(
        False, one.entry_id, month_of(one.at), one.channel, one.store, state, kind, 0, 0, paid, refunded
    )


def likely_reason(one: Item, *, platform_fen: int = 0) -> Sentence | None:
    """What the amounts suggest; a guess until a person takes it. `platform_fen`: what the platform was to add."""
    if one.kind == NOT_IN_BILL:
        return say("账单里没有这一单：收款到别的商户号，或账单不全？")
    if one.kind == NOT_IN_ORDERS:
        if one.bill_refunded and not one.bill_paid:
            return say("只有退款：更早的订单，没有导入？")
        return say("订单没有导入，或不是这份合同的？")
    if one.paid and one.bill_paid == 2 * one.paid:
        return say("账单里付了两次")
    if platform_fen and one.difference == platform_fen:
        return say("差的正好是平台优惠：补贴另行结算？")
    if one.bill_paid == one.paid and one.bill_refunded > one.refunded:
        return say("账单有退款，订单里没有这一笔")
    if one.bill_paid == one.paid:
        return say("订单有退款，账单里没有这一笔：在别的月份？")
    return say("账单付款比订单少") if one.bill_paid < one.paid else say("账单付款比订单多")
