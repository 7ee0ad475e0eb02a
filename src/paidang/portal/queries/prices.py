"""Factory prices of a month beside those of the month before, for the page that shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from paidang.catalog.models import WAITING, PastPrice, PriceInvoice
from paidang.catalog.queries import known_prices, list_invoices
from paidang.catalog.rules.declaring import price_on
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_terms_of
from paidang.kit.period import month_period, previous_month
from paidang.orders.queries.sold import sum_units
from paidang.settlement.rules.price_effect import share_of_cost
from paidang.settlement.rules.read_terms import read_terms
from paidang.settlement.rules.terms import Terms


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One SKU: the price at the end of the month before, the one now and since when, units sold in the month before.

    `effect_fen`: what the difference makes of the agency's part on those units; None where it cannot be told by itself.
    """

    sku: str
    old_fen: int | None
    new_fen: int | None
    since: date | None
    following: tuple[date, int] | None
    units: int
    effect_fen: int | None
    invoices: Sequence[PriceInvoice]
    waiting: PastPrice | None

    @property
    def is_changed(self) -> bool:
        return self.old_fen != self.new_fen and self.new_fen is not None


def list_price_rows(contract: Contract, month: str, today: date) -> list[PriceRow]:
    """Every SKU that has a factory price or was sold in the month or the one before; what changed comes first."""
    days, before = month_period(month), month_period(previous_month(month))
    on = min(today, days.end - timedelta(days=1))
    terms = read_terms(dict(get_terms_of(contract, on).terms), month)
    known = known_prices(contract.pk)
    sold = sum_units(contract.pk, since=before.start, before=before.end)
    selling = sum_units(contract.pk, since=days.start, before=days.end)
    invoices = list_invoices(contract.pk)
    waiting = {
        one.sku: one
        for one in PastPrice.objects.filter(contract=contract, declaration__state=WAITING).select_related(
            "declaration"
        )
    }
    rows = [
        _row(
            sku,
            known.get(sku, {}),
            before.end - timedelta(days=1),
            on,
            sold.get(sku, 0),
            terms,
            invoices,
            waiting.get(sku),
        )
        for sku in {*known, *sold, *selling, *waiting}
    ]
    return sorted(rows, key=lambda row: (not row.is_changed, row.new_fen is not None, row.sku))


def _row(
    sku: str,
    of_sku: Mapping[date, int],
    then: date,
    on: date,
    units: int,
    terms: Terms,
    invoices: Mapping[tuple[str, date], Sequence[PriceInvoice]],
    waiting: PastPrice | None,
) -> PriceRow:
    old, new = price_on(of_sku, then), price_on(of_sku, on)
    since = max((day for day in of_sku if day <= on), default=None)
    following = min(((day, fen) for day, fen in of_sku.items() if day > on), default=None)
    effect = share_of_cost(terms, units * (new - old)) if new is not None and old is not None else None
    days = {day for day in (since, waiting.since if waiting else None) if day}
    found = [one for day in sorted(days) for one in invoices.get((sku, day), ())]
    return PriceRow(sku, old, new, since, following, units, effect, found, waiting)
