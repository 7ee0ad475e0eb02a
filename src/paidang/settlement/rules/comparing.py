"""What a month's figures are beside the month before, and which goods want a second look before the statement goes out.

Nothing here changes a figure. Shares are whole hundredths of a percent (10000 is all of it), amounts fen.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

ALL = 10_000
MARGIN_MOVES, REFUNDS_MANY = 1_000, 2_000
"""A margin that moved by 10 points, refunds of a fifth of the sales."""
REFUNDS_MIN, UNITS_MIN, SALES_MIN, TIMES = 3, 5, 100_000, 3
SHOWN_MAX = 8

BELOW_COST, MARGIN, REFUNDS, SALES_UP, SALES_DOWN = (
    "below_cost",
    "margin",
    "refunds",
    "sales_up",
    "sales_down",
)


@dataclass(frozen=True, slots=True)
class Goods:
    """One SKU in one month: units and sales of its lines, what was refunded of it (<= 0), what it cost after returns."""

    units: int
    sales: int
    refunds: int
    refunded: int
    cost: int

    @property
    def net(self) -> int:
        return self.sales + self.refunded

    @property
    def margin(self) -> int | None:
        """What is left of the net sales after cost; None without net sales."""
        return (self.net - self.cost) * ALL // self.net if self.net > 0 else None

    @property
    def refund_rate(self) -> int | None:
        return -self.refunded * ALL // self.sales if self.sales > 0 else None


NONE = Goods(0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Unusual:
    """Why a SKU wants a look: `now` beside `was` (None: nothing to compare with), and the fen that are at stake."""

    kind: str
    sku: str
    now: int
    was: int | None
    fen: int


def find_unusual(
    goods: Mapping[str, Goods], before: Mapping[str, Goods], *, counts_profit: bool
) -> list[Unusual]:
    """All of them, what is at stake most first. An empty `before`: there is no month to compare with."""
    found = [
        one
        for sku in goods.keys() | before.keys()
        for one in _looks(sku, goods.get(sku, NONE), before.get(sku, NONE), bool(before), counts_profit)
    ]
    return sorted(found, key=lambda one: (-one.fen, one.sku, one.kind))


def _looks(sku: str, now: Goods, was: Goods, compares: bool, counts_profit: bool) -> Iterator[Unusual]:
    if counts_profit and now.net > 0 and now.cost > now.net:
        yield Unusual(BELOW_COST, sku, now.net, now.cost, now.cost - now.net)
    elif counts_profit and now.margin is not None and was.margin is not None:
        moved = abs(now.margin - was.margin)
        if moved >= MARGIN_MOVES and min(now.units, was.units) >= UNITS_MIN:
            yield Unusual(MARGIN, sku, now.margin, was.margin, moved * now.net // ALL)
    rate, usual = now.refund_rate, was.refund_rate
    if rate is not None and rate >= REFUNDS_MANY and now.refunds >= REFUNDS_MIN and rate >= 2 * (usual or 0):
        yield Unusual(REFUNDS, sku, rate, usual, -now.refunded)
    if compares and was.sales and now.sales >= max(TIMES * was.sales, SALES_MIN):
        yield Unusual(SALES_UP, sku, now.sales, was.sales, now.sales - was.sales)
    if compares and was.sales >= SALES_MIN and TIMES * now.sales <= was.sales:
        yield Unusual(SALES_DOWN, sku, now.sales, was.sales, was.sales - now.sales)


@dataclass(frozen=True, slots=True)
class Change:
    """One figure of two statements; `share`: how much more or less of it there is, of the one before, None where that was 0.

    What is taken off grows where its figure goes down: refunds from -100 to -150 are half as many again.
    """

    key: str
    was: int
    now: int

    @property
    def fen(self) -> int:
        return self.now - self.was

    @property
    def share(self) -> int | None:
        more = -self.fen if self.key in LESSENING else self.fen
        return more * ALL // abs(self.was) if self.was else None


def _signed(key: str, figures: Mapping[str, Any]) -> int:
    """A total as the reckoning shows it: what is taken off is below 0."""
    fen: int = figures["totals"][key]
    return -fen if key in TAKEN_OFF else fen


TAKEN_OFF = ("cost", "tax", "logistics")
LESSENING = (*TAKEN_OFF, "refunded")
TOTALS = ("gross_sales", "refunded", "revenue", "cost", "tax", "logistics", "profit")


def list_changes(
    figures: Mapping[str, Any], before: Mapping[str, Any], *, counts_profit: bool
) -> list[Change]:
    """The totals and what the agency is due (`due_b`), those that are 0 in both left out; signs as in the reckoning."""
    left_out = set() if counts_profit else {"cost", "profit"}
    found = [
        Change(key, _signed(key, before), _signed(key, figures)) for key in TOTALS if key not in left_out
    ]
    found.append(Change("due_b", before["due_b"], figures["due_b"]))
    return [one for one in found if one.was or one.now]
