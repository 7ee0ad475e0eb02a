"""The list of SKUs with their balances, what may be offered and how long it lasts: filtered, sorted and paged in the database."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.db import connection

from paidang.contracts.queries.kept import kept
from paidang.stock.models import StockLevel
from paidang.stock.queries.sets import OF_LINE, WITH_SETS, has_sets
from paidang.stock.rules.replenishing import LEAD_DAYS, SOLD_DAYS, is_low

LOW, SHORT, DAMAGED = "low", "short", "damaged"
IN_VIEW = {
    "": "true",
    LOW: "left_days <= lead_days",
    SHORT: "short > 0",
    DAMAGED: "damaged > 0",
}
ORDER_BY = {"sku": "0", "left": "coalesce(left_days, 1000000000)", "sellable": "sellable"}
"""What the list is sorted by, before the SKU: by SKU alone, what lasts least first, what may be offered least first."""
PAGE_SKUS = 50
EXPORT_SKUS_MAX = 500_000
NAMED_MAX = 2_000


@dataclass(frozen=True, slots=True)
class StockWanted:
    """What the list is narrowed to; `warehouse_id` 0 is all of them."""

    contract_id: int
    view: str = ""
    text: str = ""
    warehouse_id: int = 0
    sort: str = "sku"
    named: tuple[str, ...] | None = None
    """What the text finds, where that is few."""


@dataclass(frozen=True, slots=True)
class StockRow:
    """One SKU over the warehouses asked for. `left_days` is None where nothing was sold.

    `sold`: in the SOLD_DAYS up to the last order that is known, since files of orders come late.
    """

    sku: str
    on_hand: int
    reserved: int
    damaged: int
    safety: int
    lead_days: int
    sellable: int
    sold: int
    short: int
    left_days: int | None
    rank: int

    @property
    def key(self) -> str:
        """The place in the list."""
        return f"{self.rank}~{self.sku}"

    @property
    def is_low(self) -> bool:
        return is_low(self.left_days, lead_days=self.lead_days)


@dataclass(frozen=True, slots=True)
class StockPage:
    """Some SKUs, how many there are in each view, and what those of the view come to."""

    rows: list[StockRow]
    counts: Mapping[str, int]
    on_hand: int
    reserved: int
    safety: int
    sellable: int
    has_next: bool


_ROWS = f"""
    {{with_sets}} level as (
        select sku, sum(on_hand)::bigint as on_hand, sum(reserved)::bigint as reserved, sum(damaged)::bigint as damaged
        from stock_stocklevel where contract_id = %(contract)s{{of_levels}} group by sku
    ), sale as (
        select sku, sum(quantity)::bigint as sold from (
            select sku, quantity from orders_orderline
            where contract_id = %(contract)s{{of_sales}} and paid_at >
                  (select max(paid_at) from orders_orderline where contract_id = %(contract)s) - interval '{SOLD_DAYS} days'
            {{of_sets}}) sales group by sku
    ), lack as (
        select sku, sum(short + missing)::bigint as short from stock_reservation
        where contract_id = %(contract)s and (short > 0 or missing > 0) group by sku
    ), planned as (
        select l.sku, l.on_hand, l.reserved, l.damaged, coalesce(p.safety, 0) as safety,
               coalesce(p.lead_days, {LEAD_DAYS}) as lead_days,
               greatest(0, l.on_hand - l.reserved - coalesce(p.safety, 0)) as sellable,
               coalesce(s.sold, 0) as sold, coalesce(k.short, 0) as short
        from level l left join sale s using (sku) left join lack k using (sku)
        left join stock_skuplan p on p.contract_id = %(contract)s and p.sku = l.sku
    ), reckoned as (
        select *, case when sold > 0 then sellable * {SOLD_DAYS} / sold end as left_days from planned
    ), found as (select *, ({{rank}})::bigint as rank from reckoned)"""
# The planner takes what was just declared for few rows, and would look each SKU up in all the others.
BY_HASH = "set local enable_nestloop = off; set local work_mem = '64MB'"
AS_BEFORE = "set local enable_nestloop to default; set local work_mem to default"
_SOLD_IN_SETS = f"""union all
            select s.sku, l.quantity * s.units from orders_orderline l join sets s on {OF_LINE}
            where l.contract_id = %(contract)s and l.paid_at >
                  (select max(paid_at) from orders_orderline where contract_id = %(contract)s) - interval '{SOLD_DAYS} days'"""
_COLUMNS = "sku, on_hand, reserved, damaged, safety, lead_days, sellable, sold, short, left_days, rank"


def list_stock(wanted: StockWanted, *, after: str = "", most: int = PAGE_SKUS) -> StockPage:
    """One page after a SKU's key, with the counts of every view."""
    contract = [wanted.contract_id]
    named = cache(lambda: _named(wanted))
    counts, sums = kept(
        contract, ("stock", replace(wanted, sort="sku")), lambda: _count(named()), rows=lambda found: found[0][""]
    )  # fmt: skip
    rows = kept(
        contract,
        ("stock page", wanted, after, most),
        lambda: _page(named(), after, most),
        rows=lambda _page: 0 if _is_by_sku(wanted) else counts[""],
    )
    on_hand, reserved, safety, sellable = sums
    has_next = len(rows) > most
    return StockPage(rows[:most], counts, on_hand, reserved, safety, sellable, has_next)


def list_lowest(contract_id: int, most: int) -> list[StockRow]:
    """The SKUs that are gone first, of those that are gone before what is asked for today arrives."""
    wanted = StockWanted(contract_id, view=LOW, sort="left")
    rows = kept(
        [contract_id],
        ("lowest", most),
        lambda: _page(wanted, "", most),
        rows=lambda _page: StockLevel.objects.filter(contract=contract_id).count(),
    )
    return rows[:most]


def _named(wanted: StockWanted) -> StockWanted:
    """The same with the SKUs named that its text finds, so that all is reckoned of these alone; where it finds many, as it is."""
    if not wanted.text:
        return wanted
    sql = """select distinct sku from stock_stocklevel
        where contract_id = %s and strpos(upper(sku), upper(%s)) > 0 limit %s"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [wanted.contract_id, wanted.text, NAMED_MAX + 1])
        found = [sku for (sku,) in cursor.fetchall()]
    return wanted if len(found) > NAMED_MAX else replace(wanted, named=tuple(found))


def _is_by_sku(wanted: StockWanted) -> bool:
    """Whether the page is found by SKU alone, so that only its rows are reckoned."""
    return wanted.sort == "sku" and not wanted.view


def _count(wanted: StockWanted) -> tuple[dict[str, int], list[int]]:
    """How many SKUs are in each view; on hand, reserved, kept back and sellable of those in this one."""
    sql, values = _sql(wanted)
    counted = ", ".join(f"count(*) filter (where {condition})" for condition in IN_VIEW.values())
    summed = ", ".join(
        f"coalesce(sum({column}) filter (where {IN_VIEW[wanted.view]}), 0)::bigint"
        for column in ("on_hand", "reserved", "safety", "sellable")
    )
    found = f"{sql} select array[{counted}], {summed} from found"
    [(counts, *sums)] = _fetch(found, values, by_hash=wanted.named is None)
    return dict(zip(IN_VIEW, counts, strict=True)), sums


def _page(wanted: StockWanted, after: str, most: int) -> list[StockRow]:
    """The rows after a key, one more than a page has. By SKU alone only those of the page are reckoned."""
    rank, _, sku = after.partition("~")
    has_key = bool(sku) and rank.isdecimal() and len(rank) < 19
    is_by_sku = _is_by_sku(wanted)
    sql, values = _sql(wanted, first=most + 1 if is_by_sku else 0, past=sku if has_key else "")
    values |= {"most": most + 1}
    past = ""
    if has_key:
        past = " and (rank, sku) > (%(rank)s, %(sku)s)"
        values |= {"rank": int(rank), "sku": sku}
    sql += (
        f" select {_COLUMNS} from found where {IN_VIEW[wanted.view]}{past} order by rank, sku limit %(most)s"
    )
    return [StockRow(*row) for row in _fetch(sql, values, by_hash=not is_by_sku and wanted.named is None)]


def _fetch(sql: str, values: dict[str, Any], *, by_hash: bool = True) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        if by_hash:
            cursor.execute(BY_HASH)
        cursor.execute(sql, values)
        rows = list(cursor.fetchall())
        cursor.execute(AS_BEFORE)
        return rows


def iter_stock(wanted: StockWanted) -> Iterator[StockRow]:
    """Every SKU of the view, for a file."""
    sql, values = _sql(wanted)
    with connection.cursor() as cursor:
        cursor.execute(BY_HASH)
        cursor.execute(
            f"{sql} select {_COLUMNS} from found where {IN_VIEW[wanted.view]} order by rank, sku limit {EXPORT_SKUS_MAX}",
            values,
        )
        while block := cursor.fetchmany(5_000):
            yield from (StockRow(*row) for row in block)
        cursor.execute(AS_BEFORE)


def find_stock(contract_id: int, sku: str) -> StockRow | None:
    """One SKU over all warehouses; None where it was never declared."""
    sql, values = _sql(StockWanted(contract_id), only=sku)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} select {_COLUMNS} from found", values)
        row = cursor.fetchone()
    return StockRow(*row) if row else None


def find_all(contract_id: int, skus: Sequence[str]) -> list[StockRow]:
    """These SKUs over all warehouses, in one query; those that were never declared are not in."""
    if not skus:
        return []
    sql, values = _sql(StockWanted(contract_id, named=tuple(skus)))
    return [StockRow(*row) for row in _fetch(f"{sql} select {_COLUMNS} from found", values, by_hash=False)]


def count_low(contract_id: int) -> int:
    """How many SKUs are gone before what is asked for today arrives."""
    sql, values = _sql(StockWanted(contract_id))
    [(low,)] = _fetch(f"{sql} select count(*) from found where {IN_VIEW[LOW]}", values)
    return int(low)


def _sql(
    wanted: StockWanted, *, only: str = "", first: int = 0, past: str = ""
) -> tuple[str, dict[str, Any]]:
    """The tables and their values: of all SKUs, of one (`only`), or of the first so many by SKU after `past`."""
    levels = " and sku = %(only)s" if only else ""
    if wanted.warehouse_id:
        levels += " and warehouse_id = %(warehouse)s"
    if wanted.named is not None:
        levels += " and sku = any(%(named)s::varchar[])"
    elif wanted.text:
        levels += " and strpos(upper(sku), upper(%(text)s)) > 0"
    if first:
        levels += f""" and sku in (select distinct sku from stock_stocklevel
            where contract_id = %(contract)s{levels} and sku > %(past)s order by sku limit %(first)s)"""
    values = {
        "contract": wanted.contract_id,
        "warehouse": wanted.warehouse_id,
        "text": wanted.text,
        "named": list(wanted.named or ()),
        "only": only,
        "first": first,
        "past": past,
    }
    of_sales = " and sku in (select sku from level)" if only or first or wanted.named is not None else ""
    is_asked = has_sets(wanted.contract_id)
    sql = _ROWS.format(
        with_sets=WITH_SETS if is_asked else "with",
        of_sets=_SOLD_IN_SETS if is_asked else "",
        of_levels=levels,
        of_sales=of_sales,
        rank=ORDER_BY[wanted.sort],
    )
    return sql, values
