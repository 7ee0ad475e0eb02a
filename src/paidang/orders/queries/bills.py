"""Reads on bills set against orders: the sums of a month, what does not agree, what a person said to it."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.db.models.functions import Coalesce

from paidang.orders.models import BillExplanation, BillFee, BillItem, BillLine, BillMonth
from paidang.orders.rules.reconciling import OPEN

EXPLAINED = "explained"


@dataclass(frozen=True, slots=True)
class Sums:
    """What orders or entries come to, in fen: the orders' side, the bills' side."""

    items: int = 0
    paid: int = 0
    refunded: int = 0
    bill_paid: int = 0
    bill_refunded: int = 0

    @property
    def expected(self) -> int:
        return self.paid - self.refunded

    @property
    def billed(self) -> int:
        return self.bill_paid - self.bill_refunded

    @property
    def difference(self) -> int:
        return self.expected - self.billed

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.items + other.items, self.paid + other.paid, self.refunded + other.refunded,
            self.bill_paid + other.bill_paid, self.bill_refunded + other.bill_refunded,
        )  # fmt: skip


def has_bills(contract_id: int) -> bool:
    """Whether any line of a bill was imported."""
    return BillLine.objects.filter(contract_id=contract_id).exists()


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
