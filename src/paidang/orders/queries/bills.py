"""Reads on bills set against orders: the sums of a month, what does not agree, what a person said to it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from paidang.kit.outcome import NotFound
from paidang.kit.period import day_start_at, month_of, month_period
from paidang.kit.sentence import say
from paidang.orders.models import (
    BillExplanation,
    BillFee,
    BillItem,
    BillLine,
    BillMonth,
    LogisticsCharge,
    OrderLine,
    Refund,
)
from paidang.orders.rules.reconciling import FEE, OPEN, PAYMENT, REFUND, TwoSides

LINES_AN_ORDER = 4
ROWS_MAX = 500
_PLACE = re.compile(r"(\d{4}-\d\d-\d\dT[\d:.]{8,15}\+\d\d:\d\d)~(.{1,255})")
_ITEM_PLACE = re.compile(r"(\d{4}-\d\d-\d\dT[\d:.]{8,15}\+\d\d:\d\d)~([01])~(.{1,255})")

EXPLAINED = "explained"


@dataclass(frozen=True, slots=True)
class Sums(TwoSides):
    """What orders or entries come to, in fen: the orders' side, the bills' side."""

    items: int = 0
    paid: int = 0
    refunded: int = 0
    bill_paid: int = 0
    bill_refunded: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.items + other.items, self.paid + other.paid, self.refunded + other.refunded,
            self.bill_paid + other.bill_paid, self.bill_refunded + other.bill_refunded,
        )  # fmt: skip


def has_bills(contract_id: int) -> bool:
    """Whether any line of a bill was imported."""
    return BillLine.objects.filter(contract_id=contract_id).exists()


def get_last_month(contract_id: int, *, import_id: int) -> str:
    """The month of the latest line that a file brought; "" where it brought none that was not known."""
    lines = BillLine.objects.filter(contract_id=contract_id, import_id=import_id)
    last = lines.order_by("-booked_at").values_list("booked_at", flat=True).first()
    return month_of(last) if last else ""


def sum_month(contract_id: int, month: str) -> dict[tuple[str, str], dict[str, Sums]]:
    """A month's sums by store (channel, name) and state."""
    found: dict[tuple[str, str], dict[str, Sums]] = {}
    for row in BillMonth.objects.filter(contract_id=contract_id, month=month).order_by("channel", "store"):
        found.setdefault((row.channel, row.store), {})[row.state] = Sums(
            row.items, row.paid_fen, row.refunded_fen, row.bill_paid_fen, row.bill_refunded_fen
        )
    return found


def list_fees(contract_id: int, month: str) -> list[BillFee]:
    """A month's fees by name, the largest first."""
    return list(BillFee.objects.filter(contract_id=contract_id, month=month).order_by("-billed_fen", "name"))


def items_of(contract_id: int, month: str, *, state: str) -> QuerySet[BillItem]:
    """What does not agree in a month, the oldest first: `waiting`, `other`, `open` without a word, or `explained`."""
    found = BillItem.objects.filter(contract_id=contract_id, month=month).order_by("first_at", "item")
    if state in (OPEN, EXPLAINED):
        return _explained(found.filter(state=OPEN), is_explained=state == EXPLAINED)
    return found.filter(state=state)


def list_items(
    contract_id: int,
    month: str,
    *,
    state: str,
    store: str = "",
    text: str = "",
    after: str = "",
    most: int = 50,
) -> list[BillItem]:
    """The items of a month after a place, the oldest first; of one store, or a number's beginning, where they are named."""
    items = items_of(contract_id, month, state=state).order_by("first_at", "item", "is_order")
    if store:
        items = items.filter(store=store)
    if text:
        items = items.filter(item__startswith=text)
    if found := _ITEM_PLACE.fullmatch(after):
        at, item = datetime.fromisoformat(found[1]), found[3]
        behind = Q(item=item, is_order__gt=found[2] == "1") | Q(item__gt=item)
        items = items.filter(Q(first_at__gt=at) | Q(behind, first_at=at))
    return list(items[:most])


def place_of_item(item: BillItem) -> str:
    """Where the list goes on behind it."""
    return f"{item.first_at.isoformat()}~{int(item.is_order)}~{item.item}"


def count_open(contract_id: int, *, until_month: str) -> int:
    """How many items of months up to this one are open and without a word that holds."""
    return _explained(
        BillItem.objects.filter(contract_id=contract_id, state=OPEN, month__lte=until_month),
        is_explained=False,
    ).count()


def _explained(items: QuerySet[BillItem], *, is_explained: bool) -> QuerySet[BillItem]:
    holds = Exists(
        BillExplanation.objects.filter(
            contract_id=OuterRef("contract_id"),
            is_order=OuterRef("is_order"),
            item=OuterRef("item"),
            withdrawn_at=None,
            expected_fen=OuterRef("paid_fen") - OuterRef("refunded_fen"),
            billed_fen=OuterRef("bill_paid_fen") - OuterRef("bill_refunded_fen"),
        )
    )
    return items.filter(holds if is_explained else ~holds)


def sum_items(items: QuerySet[BillItem]) -> Sums:
    """What the items come to."""
    columns = ("paid_fen", "refunded_fen", "bill_paid_fen", "bill_refunded_fen")
    total = items.order_by().aggregate(**{name: Coalesce(Sum(name), 0) for name in columns})
    return Sums(items.count(), *(int(total[name]) for name in columns))


@dataclass(frozen=True, slots=True)
class MatchedOrder:
    """An order that agrees: what came in for it is what was to come in. `place`: where the next page begins."""

    order_id: str
    store: str
    paid_at: datetime
    billed_fen: int
    place: str


def list_matched(
    contract_id: int, month: str, *, store: str = "", text: str = "", after: str = "", most: int = 50
) -> list[MatchedOrder]:
    """Orders of the month that agree, in the order of their payment, after a place."""
    within = month_period(month)
    lines = OrderLine.objects.filter(
        contract_id=contract_id, paid_at__gte=day_start_at(within.start), paid_at__lt=day_start_at(within.end)
    )
    if store:
        lines = lines.filter(store=store)
    if text:
        lines = lines.filter(order_id__startswith=text)
    apart = BillItem.objects.filter(contract_id=contract_id, is_order=True, item=OuterRef("order_id"))
    lines = lines.filter(~Exists(apart))
    if found := _PLACE.fullmatch(after):
        at, line_id = datetime.fromisoformat(found[1]), found[2]
        lines = lines.filter(Q(paid_at=at, line_id__gt=line_id) | Q(paid_at__gt=at))
    orders: dict[str, tuple[str, datetime, str]] = {}
    columns = ("order_id", "store", "paid_at", "line_id")
    for order_id, name, paid_at, line_id in lines.order_by("paid_at", "line_id").values_list(*columns)[
        : most * LINES_AN_ORDER
    ]:
        if order_id not in orders and len(orders) == most:
            break
        orders[order_id] = (name, paid_at, f"{paid_at.isoformat()}~{line_id}")
    money = BillLine.objects.filter(
        contract_id=contract_id, order_id__in=list(orders), kind__in=[PAYMENT, REFUND]
    )
    billed = dict(money.values_list("order_id").annotate(Sum("amount_fen")).order_by())
    return [
        MatchedOrder(order_id, name, paid_at, int(billed.get(order_id, 0)), place)
        for order_id, (name, paid_at, place) in orders.items()
    ]


@dataclass(frozen=True, slots=True)
class Sides:
    """Everything that both sides know of one item, with the word that a person gave."""

    item: BillItem | None
    lines: list[OrderLine]
    postage: list[LogisticsCharge]
    refunds: list[Refund]
    money: list[BillLine]
    fees: list[BillLine]
    said: BillExplanation | None

    @property
    def is_explained(self) -> bool:
        """Whether the word holds: it was given for these amounts."""
        return bool(
            self.item
            and self.said
            and (self.said.expected_fen, self.said.billed_fen)
            == (self.item.expected_fen, self.item.billed_fen)
        )


def get_sides(contract_id: int, *, is_order: bool, item: str) -> Sides:
    """Both sides of one order, or a bill's line that names none; NotFound where nobody knows it."""
    own = {"contract_id": contract_id}
    named = own | ({"order_id": item} if is_order else {"entry_id": item})
    bill = list(BillLine.objects.filter(**named).order_by("booked_at", "entry_id")[:ROWS_MAX])
    lines = list(OrderLine.objects.filter(**named).order_by("line_id")[:ROWS_MAX]) if is_order else []
    if not bill and not lines:
        raise NotFound(say("账单和订单里都没有 {item}", item=item[:60]))
    ids = [line.line_id for line in lines]
    said = BillExplanation.objects.filter(**own, is_order=is_order, item=item, withdrawn_at=None)
    return Sides(
        item=BillItem.objects.filter(**own, is_order=is_order, item=item).first(),
        lines=lines,
        postage=list(LogisticsCharge.objects.filter(**named, kind="postage")) if is_order else [],
        refunds=list(Refund.objects.filter(**own, line_id__in=ids).order_by("refunded_at")),
        money=[line for line in bill if line.kind in (PAYMENT, REFUND) or not is_order],
        fees=[line for line in bill if line.kind == FEE and is_order],
        said=said.select_related("explained_by").first(),
    )


def explanations_of(contract_id: int, items: Sequence[BillItem]) -> dict[tuple[bool, str], BillExplanation]:
    """The words that stand for items, whether they still hold or not."""
    found = BillExplanation.objects.filter(
        contract_id=contract_id, withdrawn_at=None, item__in=[one.item for one in items]
    )
    return {(one.is_order, one.item): one for one in found.select_related("explained_by")}
