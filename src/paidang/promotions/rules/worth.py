"""What a sale at a price brings either side, by settlement's own rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from paidang.kit.clause import clause
from paidang.kit.period import month_of, next_month
from paidang.settlement.rules.arithmetic import RATE_ONE, round_ratio
from paidang.settlement.rules.facts import Cost, Facts, OrderLine, PlatformFee
from paidang.settlement.rules.rows import SettledRow, settle_rows
from paidang.settlement.rules.terms import Commission, ProfitShare, Terms


@dataclass(frozen=True, slots=True)
class Worth:
    """What units sold bring, in fen: revenue, profit to share, each side's part.

    Factory price and tax are taken off; logistics and the platform's fees are NOT: they are known when they are charged.
    Where no profit is shared, `a` is what is left of the profit after b's commission.
    """

    revenue: int
    profit: int
    b: int

    @property
    def a(self) -> int:
        return self.profit - self.b

    def __add__(self, other: "Worth") -> "Worth":
        return Worth(self.revenue + other.revenue, self.profit + other.profit, self.b + other.b)

    def times(self, n: int) -> "Worth":
        """Of `n` such sales; each is rounded by itself."""
        return Worth(self.revenue * n, self.profit * n, self.b * n)


@dataclass(frozen=True, slots=True)
class Sold:
    """Units of a SKU sold together at one price each, in fen, at a moment; `minus_fen`: the merchant's discount on them all."""

    sku: str
    units: int
    price_fen: int
    at: datetime
    minus_fen: int = 0


@dataclass(frozen=True, slots=True)
class FeeBorne:
    """What a platform takes, in fen, and how much less either side has for it."""

    fee: int
    b: int

    @property
    def a(self) -> int:
        return self.fee - self.b


@clause("OP-3-D")
def worths_of(terms: Terms, costs: Iterable[Cost], sold: Sequence[Sold]) -> list[Worth | None]:
    """What each of them brings; None where its SKU has no factory price on that day, or b's part is no matter of single sales."""
    if not sold:
        return []
    lines = tuple(
        OrderLine(
            line_id=f"{n}", order_id=f"{n}", channel="", store="", sku=one.sku, quantity=one.units,
            unit_price=one.price_fen, merchant_discount=one.minus_fen, platform_discount=0, paid_at=one.at,
            shipped_at=one.at, completed_at=one.at, gift=False, settled_in=None, settled_price=None, refunded_quantity=None,
            refunded_amount=None,
        )
        for n, one in enumerate(sold)
    )  # fmt: skip
    month = next_month(month_of(max(one.at for one in sold)))
    settled = settle_rows(replace(terms, recognition="paid"), Facts(lines, (), tuple(costs)), month)
    found: list[Worth | None] = [None] * len(sold)
    for row in settled.rows:
        part = _part_of_b(terms, row)
        found[int(row.row_id)] = None if part is None else Worth(row.revenue, row.profit, part)
    return found


@clause("OP-3-D")
def fee_borne(terms: Terms, fee_fen: int, at: datetime) -> FeeBorne | None:
    """Who bears a platform's fee by the contract; None where b's part is no matter of single sales."""
    fee = PlatformFee("fee", None, "", fee_fen, at)
    [row] = settle_rows(terms, Facts((), platform_fees=(fee,)), next_month(month_of(at))).rows
    part = _part_of_b(terms, row)
    if part is None:
        return None
    return FeeBorne(fee_fen, fee_fen if terms.platform_fees == "b" else -part)


def _part_of_b(terms: Terms, row: SettledRow) -> int | None:
    """b's part of one row by the components that go by sales; tiers make it depend on the whole month: None."""
    part = 0
    for component in terms.components:
        if isinstance(component, ProfitShare):
            part += round_ratio(row.profit * component.b, RATE_ONE)
        elif isinstance(component, Commission):
            if len(component.tiers) > 1:
                return None
            base = row.profit if component.of == "profit" else row.revenue
            part += round_ratio(base * component.tiers[0].rate, RATE_ONE)
    return part
