"""Where a platform's own cost field says something else than the declared factory price of the day."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from paidang.channels.mapping import PLATFORM_COST
from paidang.contracts.models import Contract
from paidang.contracts.queries.kept import kept

# What a file in the program's own format holds beside the facts is text as it came: only plain fen can be compared.
# Few lines state a cost: their index is found by the key as it is written there.
_DIFFERENCES = f"""
    with stated as (
        select sku, channel, store, (extra ->> %(key)s)::bigint as stated_fen, quantity,
               (paid_at at time zone 'Asia/Shanghai')::date as day
        from orders_orderline
        where contract_id = %(contract)s and not gift and extra ? '{PLATFORM_COST}' and extra ->> %(key)s ~ '^[1-9][0-9]{{0,14}}$'
    )
    select s.sku, s.channel, s.store, s.stated_fen, p.factory_price_fen, min(s.day), max(s.day), count(*),
           sum(s.quantity)::bigint
    from stated s cross join lateral (
        select factory_price_fen from catalog_factoryprice p
        where p.contract_id = %(contract)s and p.sku = s.sku and p.valid_from <= s.day
        order by p.valid_from desc limit 1) p
    where p.factory_price_fen <> s.stated_fen
    group by 1, 2, 3, 4, 5 order by 1, 6, 2, 3"""


@dataclass(frozen=True, slots=True)
class CostDifference:
    """A SKU's cost as a store states it beside the factory price as declared, over days of payment on which both held."""

    sku: str
    channel: str
    store: str
    stated_fen: int
    declared_fen: int
    first_day: date
    last_day: date
    lines: int
    units: int


def list_cost_differences(contract: Contract) -> list[CostDifference]:
    """By SKU and day; lines without a stated cost, or without a declared price, say nothing against each other."""

    def make() -> list[CostDifference]:
        with connection.cursor() as cursor:
            cursor.execute(_DIFFERENCES, {"contract": contract.pk, "key": PLATFORM_COST})
            return [CostDifference(*row) for row in cursor.fetchall()]

    return kept([contract.pk], ("cost differences",), make, rows=_lines)


def _lines(found: list[CostDifference]) -> int:
    return sum(one.lines for one in found)
