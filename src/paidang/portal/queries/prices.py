"""Factory prices of a month beside those of the month before, for the page that shows them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from paidang.catalog.models import WAITING, PastPrice, PriceInvoice
from paidang.catalog.queries import known_prices, list_invoices
from paidang.catalog.queries.told import kept_of_goods
from paidang.catalog.rules.declaring import price_on
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_terms_of
from paidang.kit.period import day_start_at, month_period, previous_month
from paidang.settlement.rules.price_effect import share_of_cost
from paidang.settlement.rules.read_terms import read_terms
from paidang.settlement.rules.terms import Terms

ALL, CHANGED, NO_PRICE, DIFFERS = "all", "changed", "none", "differs"


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


@dataclass(frozen=True, slots=True)
class PricePage:
    """Some rows, what changed first; how many SKUs each view has, how many this one, and what all changes come to for the agency."""

    rows: list[PriceRow]
    counts: Mapping[str, int]
    total: int
    effect_fen: int


_GOODS = """
    with old as (
        select distinct on (sku) sku, factory_price_fen as fen from catalog_factoryprice
        where contract_id = %(contract)s and valid_from <= %(then)s order by sku, valid_from desc
    ), new as (
        select distinct on (sku) sku, factory_price_fen as fen from catalog_factoryprice
        where contract_id = %(contract)s and valid_from <= %(on)s order by sku, valid_from desc
    ), sold as (
        select sku, coalesce(sum(quantity) filter (where paid_at < %(middle)s), 0)::bigint as units from orders_orderline
        where contract_id = %(contract)s and not gift and paid_at >= %(start)s and paid_at < %(end)s group by sku
    ), known as (
        select sku from catalog_factoryprice where contract_id = %(contract)s union select sku from sold
        union select p.sku from catalog_pastprice p join catalog_pricedeclaration d on d.id = p.declaration_id
        where p.contract_id = %(contract)s and d.state = 'waiting'
    ), goods as materialized (
        select sku, old.fen as old_fen, new.fen as new_fen, coalesce(units, 0) as units,
               case when new.fen is null then 1 when new.fen is distinct from old.fen then 0 else 2 end as rank
        from known left join old using (sku) left join new using (sku) left join sold using (sku)
    )"""
_IN_VIEW = {
    ALL: "true",
    CHANGED: "rank = 0",
    NO_PRICE: "rank = 1",
    DIFFERS: "sku = any(%(differing)s::varchar[])",
}
_PAGE = f"""
    select array[{", ".join(f"count(*) filter (where {condition})" for condition in _IN_VIEW.values())}],
           count(*) filter (where {{shown}}), array_agg(units * (new_fen - old_fen)) filter (where rank = 0 and units > 0),
           (select json_agg(json_build_array(sku, units)) from (
               select sku, units from goods where {{shown}} order by rank, sku limit %(most)s offset %(first)s) page)
    from goods"""


def list_price_page(
    contract: Contract,
    month: str,
    today: date,
    *,
    differing: Collection[str],
    view: str = ALL,
    text: str = "",
    first: int = 0,
    most: int = 100,
) -> PricePage:
    """Of every SKU that has a factory price or was sold in the month or the one before; what changed comes first, then what has none.

    `differing`: those of which a platform states something else, `first`: how many come before the page.
    """
    days, before = month_period(month), month_period(previous_month(month))
    then, on = before.end - timedelta(days=1), min(today, days.end - timedelta(days=1))
    values = {
        "contract": contract.pk, "then": then, "on": on, "start": day_start_at(before.start), "middle": day_start_at(before.end),
        "end": day_start_at(days.end), "differing": sorted(differing), "text": text, "first": first, "most": most,
    }  # fmt: skip
    shown = f"{_IN_VIEW.get(view, _IN_VIEW[ALL])} and strpos(lower(sku), lower(%(text)s)) > 0"
    asked = (month, on, view, text, first, most, sorted(differing))
    counts, total, differences, found = kept_of_goods(
        contract,
        ("factory prices", *asked),
        lambda: _fetch(_GOODS + _PAGE.format(shown=shown), values),
    )
    terms = read_terms(dict(get_terms_of(contract, on).terms), month)
    effect = sum(share_of_cost(terms, fen) or 0 for fen in differences or () if fen is not None)
    counted = dict(zip(_IN_VIEW, counts, strict=True))
    return PricePage(_rows(contract, found or [], then, on, terms), counted, total, effect)


def _fetch(sql: str, values: Mapping[str, Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute("set local work_mem = '64MB'")
        cursor.execute(sql, values)
        row: tuple[Any, ...] = cursor.fetchone()
        cursor.execute("set local work_mem to default")
        return row


def _rows(
    contract: Contract, found: Sequence[tuple[str, int]], then: date, on: date, terms: Terms
) -> list[PriceRow]:
    skus = [sku for sku, _units in found]
    known, invoices = known_prices(contract.pk, skus), list_invoices(contract.pk, skus)
    past = PastPrice.objects.filter(contract=contract, sku__in=skus, declaration__state=WAITING)
    waiting = {one.sku: one for one in past.select_related("declaration")}
    return [
        _row(sku, known.get(sku, {}), then, on, units, terms, invoices, waiting.get(sku))
        for sku, units in found
    ]


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
