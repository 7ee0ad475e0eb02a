"""Which rows a statement settles, and what each is worth (SPEC §2, §3)."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from paidang.kit.period import day_of, month_end_at, month_of
from paidang.kit.sentence import say
from paidang.settlement.rules.arithmetic import RATE_ONE, fits_64_bits, round_ratio
from paidang.settlement.rules.errors import BadInput, BadPlace
from paidang.settlement.rules.facts import Charge, Cost, Facts, OrderLine, PlatformFee, Refund
from paidang.settlement.rules.terms import RECOGNITIONS, Terms

KIND_OF = {
    "order_lines": "line",
    "refunds": "refund",
    "logistics": "logistics",
    "platform_fees": "platform_fee",
}
"""By table of facts what its rows are called in a statement."""
ROW_KINDS = tuple(sorted(KIND_OF.values()))
NO_FACTORY_PRICE = "no_factory_price"
FAULTS = ("quality", "wrong_item")


@dataclass(frozen=True, slots=True)
class SettledRow:
    """One row of `rows.parquet`: what a line, a refund, a charge or a fee adds to the statement (SPEC §8).

    `share_b` is exact: profit * b in units of 10^-8 fen.
    """

    row_id: str
    kind: str
    order_id: str | None
    sku: str | None
    month: str
    revenue: int
    cost: int
    tax: int
    logistics: int
    platform_fee: int
    profit: int
    share_b: int


@dataclass(frozen=True, slots=True)
class Settled:
    """What one statement settles: its rows, the charges behind them, and what is held for want of a price."""

    rows: tuple[SettledRow, ...]
    charges: tuple[Charge, ...]
    held: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _PricedLine:
    """A line with its price (None: held) and the moment at which it counts (None: not yet; context: always)."""

    line: OrderLine
    price: int | None
    at: datetime | None

    @property
    def line_id(self) -> str:
        return self.line.line_id


def settle_rows(terms: Terms, facts: Facts, month: str) -> Settled:
    """Settle every row whose time lies before the end of the month, except context lines and held ones."""
    end = month_end_at(month)
    rows: list[SettledRow] = []
    held: list[str] = []
    lines = {priced.line_id: priced for priced in _priced_lines(terms, facts)}
    for priced in lines.values():
        if priced.line.is_context or priced.at is None or priced.at >= end:
            continue
        if priced.price is None:
            held.append(priced.line_id)
        else:
            rows.append(_line_row(terms, priced.line, priced.price, priced.at))
    for refund in facts.refunds:
        priced = lines[refund.line_id]
        at = _refund_time(refund, priced)
        if at is None or at >= end:
            continue
        if priced.price is None:
            held.append(refund.refund_id)
        else:
            rows.append(_refund_row(terms, refund, priced.line, priced.price, at))
    charges = tuple(charge for charge in facts.logistics if charge.charged_at < end)
    rows += [_charge_row(terms, charge) for charge in charges]
    rows += [_fee_row(terms, fee) for fee in facts.platform_fees if fee.charged_at < end]
    return Settled(tuple(rows), charges, tuple((row_id, NO_FACTORY_PRICE) for row_id in sorted(held)))


def _priced_lines(terms: Terms, facts: Facts) -> Iterator[_PricedLine]:
    prices = _price_list(facts.costs)
    time_column = RECOGNITIONS[terms.recognition]
    for line in facts.order_lines:
        yield _PricedLine(line, _price(terms, line, prices), getattr(line, time_column))


def _price_list(costs: tuple[Cost, ...]) -> dict[str, list[tuple[date, int]]]:
    prices: dict[str, list[tuple[date, int]]] = {}
    for cost in sorted(costs, key=lambda cost: cost.valid_from):
        prices.setdefault(cost.sku, []).append((cost.valid_from, cost.factory_price))
    return prices


def _price(terms: Terms, line: OrderLine, prices: dict[str, list[tuple[date, int]]]) -> int | None:
    """The factory price of the SKU's latest `valid_from` not after the day of payment; None: there is none yet.

    A gift, and any line where profit does not count, costs nothing; a context line keeps the price of its statement.
    """
    if line.gift or not terms.profit_counts:
        return 0
    if line.is_context:
        return line.settled_price
    declared = prices.get(line.sku, [])
    known = bisect_right(declared, day_of(line.paid_at), key=lambda price: price[0])
    return declared[known - 1][1] if known else None


def _refund_time(refund: Refund, priced: _PricedLine) -> datetime | None:
    """The later of the refund's and its line's time; a context line's time counts as past."""
    if priced.line.is_context:
        return refund.refunded_at
    return None if priced.at is None else max(refund.refunded_at, priced.at)


def _line_row(terms: Terms, line: OrderLine, price: int, at: datetime) -> SettledRow:
    # The platform pays its own discount to the seller: only the merchant's comes off.
    revenue = line.unit_price * line.quantity - line.merchant_discount
    cost = line.quantity * price
    return _row(terms, line.line_id, "line", line.order_id, line.sku, at, revenue=revenue, cost=cost)


def _refund_row(terms: Terms, refund: Refund, line: OrderLine, price: int, at: datetime) -> SettledRow:
    brand_answers = refund.cause in FAULTS and terms.faults_borne_by == "a"
    cost = -refund.quantity * price if refund.restocked or brand_answers else 0
    return _row(
        terms, refund.refund_id, "refund", line.order_id, line.sku, at, revenue=-refund.amount, cost=cost
    )


def _charge_row(terms: Terms, charge: Charge) -> SettledRow:
    logistics = charge.amount if charge.is_shared else 0
    return _row(
        terms, charge.charge_id, "logistics", charge.order_id, None, charge.charged_at, logistics=logistics
    )


def _fee_row(terms: Terms, fee: PlatformFee) -> SettledRow:
    return _row(
        terms, fee.fee_id, "platform_fee", fee.order_id, None, fee.charged_at, platform_fee=fee.amount
    )


def _row(
    terms: Terms,
    row_id: str,
    kind: str,
    order_id: str | None,
    sku: str | None,
    at: datetime,
    *,
    revenue: int = 0,
    cost: int = 0,
    logistics: int = 0,
    platform_fee: int = 0,
) -> SettledRow:
    tax = tax_of(terms, revenue=revenue, cost=cost)
    deducted = platform_fee if terms.platform_fees == "deducted" else 0
    profit = revenue - cost - tax - logistics - deducted
    if not (fits_64_bits(cost) and fits_64_bits(tax) and fits_64_bits(profit)):
        raise amount_too_large()
    share = terms.profit_share
    # Millionths of a fen, times 100: profit * b at the 8 decimals of rows.parquet, exact.
    share_b = profit * share.b * 100 if share else 0
    month = month_of(at)
    return SettledRow(
        row_id, kind, order_id, sku, month, revenue, cost, tax, logistics, platform_fee, profit, share_b
    )


def tax_of(terms: Terms, *, revenue: int, cost: int) -> int:
    """The tax of one line or refund, rounded once (SPEC §3). Charges and fees bear none: both figures are 0."""
    rate = terms.tax.rate
    if terms.tax.mode == "included_vat":
        return round_ratio(revenue * rate, RATE_ONE + rate)
    if terms.tax.mode == "margin_vat":
        return round_ratio((revenue - cost) * rate, RATE_ONE + rate)
    if terms.tax.mode == "on_revenue":
        return round_ratio(revenue * rate, RATE_ONE)
    return 0


def amount_too_large() -> BadInput:
    """An amount of a row that does not fit 64 bits: quantity or price is a slip that no single cell shows."""
    return BadInput(
        [BadPlace("rows.parquet", None, None, None, say("某行金额超出64位整数，请核对数量和价格"))]
    )
