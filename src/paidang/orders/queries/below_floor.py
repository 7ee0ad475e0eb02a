"""Sales below the minimum retail price: the one SQL that finds them, for the test read and for the write alike.

It finds what `catalog.rules.price_floor.check_sold_price` would: the same comparison of whole lines, in fen, on the
day of payment in Asia/Shanghai. A test holds the two together. What a store sells under a code of its own has the floor
that the guard knows for it (`catalog.queries.floors`); another test holds these together.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from paidang.catalog.queries.floors import floors_of_sets, names_own, sets_with
from paidang.contracts.models import Contract
from paidang.contracts.queries import list_days_without_floor

_STAGED = """
    select line_id, order_id, channel, store, sku, quantity, unit_price, merchant_discount, paid_at, gift from stage_orderline"""
_STORED = """
    select line_id, order_id, channel, store, sku, quantity, unit_price_fen as unit_price,
           merchant_discount_fen as merchant_discount, paid_at, gift
    from orders_orderline where contract_id = %(contract)s and sku = any(%(skus)s)"""
# A line that does not say whether it is a gift stays what it was, as in the merge. The gifts are looked up all at once:
# right after a first large import the table still counts as empty, and a look for each line would scan all of it.
_TABLES = """
    lines as not materialized ({lines}), floors as (
        select sku, channel, store, floor, valid_from::timestamp at time zone 'Asia/Shanghai' as from_at,
               lead(valid_from) over (partition by sku, channel, store order by valid_from)::timestamp
                   at time zone 'Asia/Shanghai' as to_at
        from (
            select sku, null::varchar as channel, null::varchar as store, min_retail_price_fen as floor, valid_from
            from catalog_retailprice where contract_id = %(contract)s and sku {of_skus}
            union all
            select s.* from unnest(%(set_codes)s::varchar[], %(set_channels)s::varchar[], %(set_stores)s::varchar[],
                %(set_floors)s::bigint[], %(set_days)s::date[]) s (sku, channel, store, floor, valid_from)) known
    ), cheap as materialized (
        select l.line_id, l.order_id, l.sku, (l.paid_at at time zone 'Asia/Shanghai')::date as paid_on, l.quantity,
               l.unit_price * l.quantity - l.merchant_discount as sold, f.floor, l.gift
        from lines l join floors f on f.sku = l.sku
          and (f.store is null or (f.channel = l.channel and f.store = l.store))
          and l.paid_at >= f.from_at and (f.to_at is null or l.paid_at < f.to_at)
        where l.gift is not true and l.unit_price * l.quantity - l.merchant_discount < f.floor * l.quantity
          and not exists (
            select from unnest(%(free_from)s::date[], %(free_to)s::date[]) free (from_day, to_day)
            where (l.paid_at at time zone 'Asia/Shanghai')::date >= free.from_day
              and (free.to_day is null or (l.paid_at at time zone 'Asia/Shanghai')::date < free.to_day))
    ), gifts as materialized (
        select line_id from orders_orderline
        where contract_id = %(contract)s and gift and line_id = any(array(select line_id from cheap where gift is null))
    ), below as (
        select line_id, order_id, sku, paid_on, quantity, sold, floor from cheap
        where line_id not in (select line_id from gifts)
    ), fresh as (
        select below.* from below
        left join orders_breach b on b.contract_id = %(contract)s and b.line_id = below.line_id
        where (b.sku, b.paid_on, b.quantity, b.sold_fen, b.floor_fen, b.withdrawn_at)
          is distinct from (below.sku, below.paid_on, below.quantity, below.sold, below.floor, null::timestamptz)
    )"""


@dataclass(frozen=True, slots=True)
class SoldBelow:
    """A line sold below the floor: for how much as a whole, and the floor of one unit, in fen."""

    line_id: str
    order_id: str
    sku: str
    paid_on: date
    quantity: int
    sold_fen: int
    floor_fen: int


@dataclass(frozen=True, slots=True)
class BelowFloor:
    """How many sales below the floor a write would record, and the first of them by day of payment."""

    count: int = 0
    first: list[SoldBelow] = field(default_factory=list)


def below_floor_tables(skus: Iterable[str] | None) -> str:
    """The tables `lines`, `below` and `fresh` (not recorded so yet) for a `with`: of the staged lines, or of all lines
    of `skus`. They take what `floor_values` gives."""
    if skus is None:
        return _TABLES.format(lines=_STAGED, of_skus="in (select sku from stage_orderline)")
    return _TABLES.format(lines=_STORED, of_skus="= any(%(skus)s)")


def floor_values(contract: Contract, skus: Iterable[str] | None) -> dict[str, Any]:
    """The contract, the SKUs with the sets they are in, the floors of sets, and the days on which it asks for no floor."""
    free = list_days_without_floor(contract)
    codes = set(skus or ())
    if has_sets := names_own(contract.pk):
        codes = _staged_skus() if skus is None else codes | sets_with(contract.pk, codes)
    sets = [
        (code, channel, store, fen, day)
        for (channel, store, code), days in (floors_of_sets(contract.pk, codes) if has_sets else {}).items()
        for day, fen in days
    ]
    return {
        "contract": contract.pk,
        "skus": sorted(codes) if skus is not None else [],
        "set_codes": [one[0] for one in sets],
        "set_channels": [one[1] for one in sets],
        "set_stores": [one[2] for one in sets],
        "set_floors": [one[3] for one in sets],
        "set_days": [one[4] for one in sets],
        "free_from": [since for since, _until in free],
        "free_to": [until for _since, until in free],
    }


def _staged_skus() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("select distinct sku from stage_orderline")
        return {sku for (sku,) in cursor.fetchall()}


def find_below_floor(contract: Contract, *, skus: Iterable[str] | None = None, most: int) -> BelowFloor:
    """What `record_breaches` would record now, without recording it; the first `most` of them in full."""
    sql = f"""with {below_floor_tables(skus)}
        select count(*) over (), line_id, order_id, sku, paid_on, quantity, sold, floor from fresh
        order by paid_on, line_id limit %(most)s"""
    values = floor_values(contract, skus) | {"most": most}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = cursor.fetchall()
    return BelowFloor(found[0][0] if found else 0, [SoldBelow(*row[1:]) for row in found])
