"""Goods for the tests of stock: what the brand declares, what buyers order, and what the books say of it."""

from collections.abc import Sequence
from datetime import datetime

from tests.cast import Party, acting, shanghai

from paidang.contracts.models import Contract
from paidang.intake.models import ImportFile
from paidang.intake.tests.files import REFUND_HEADER, hand_in, line, lines, table
from paidang.stock.models import Reservation, StockLevel
from paidang.stock.queries.levels import find_unproven
from paidang.team.models import Person

COUNTED = shanghai("2026-03-20 18:00")
LATER = shanghai("2026-04-02 10:00")
HOUSE = "余杭仓"


def declare(
    person: Person, contract: Contract, *rows: str, at: datetime = COUNTED, name: str = "stock.csv"
) -> ImportFile:
    """Hand a list of sellable goods in: `余杭仓,QL-1,10`."""
    return hand_in(person, contract, table("warehouse,sku,quantity", *rows), name, at=at)


def order(
    line_id: str,
    quantity: int = 1,
    *,
    paid: str = "03-21 10:00",
    shipped: str = "",
    sku: str = "QL-1",
    **more: str,
) -> str:
    """An order line as CSV, paid after the count; `shipped` as `03-22 09:00`."""
    return line(
        line_id, sku=sku, quantity=str(quantity), merchant_discount="0", paid_at=_moment(paid),
        shipped_at=_moment(shipped) if shipped else "", **more,
    )  # fmt: skip


def back(
    line_id: str, quantity: int, *, at: str = "03-25 10:00", fit: bool = True, cause: str = "no_reason"
) -> str:
    """A refund as CSV."""
    return f"R-{line_id},{line_id},{quantity},100,{cause},{str(fit).lower()},{_moment(at)}"


def _moment(text: str) -> str:
    return f"2026-{text.replace(' ', 'T')}:00+08:00"


def sell(person: Person, contract: Contract, *rows: str, at: datetime = LATER) -> ImportFile:
    """Import order lines."""
    return hand_in(person, contract, lines(*rows), at=at)


def refund(person: Person, contract: Contract, *rows: str) -> ImportFile:
    """Import refunds."""
    return hand_in(person, contract, table(REFUND_HEADER, *rows), "refunds.csv", at=LATER)


def books(party: Party, contract: Contract, sku: str = "QL-1") -> tuple[int, int, int]:
    """On hand, reserved, damaged over all warehouses; proved by the ledger each time."""
    with acting(party.manager):
        assert find_unproven(contract.pk) == []
        levels = StockLevel.objects.filter(contract=contract, sku=sku)
        return (
            sum(level.on_hand for level in levels),
            sum(level.reserved for level in levels),
            sum(level.damaged for level in levels),
        )


def holds(party: Party, contract: Contract) -> dict[str, tuple[int, int, int, int]]:
    """Of each line: reserved, short, shipped, missing."""
    with acting(party.manager):
        found = Reservation.objects.filter(contract=contract).order_by("line_id")
        return {one.line_id: (one.reserved, one.short, one.shipped, one.missing) for one in found}


def lines_of(names: Sequence[str]) -> list[str]:
    return [order(name) for name in names]
