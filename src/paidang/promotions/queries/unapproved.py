"""Sales below the brand's regular price on days on which no offer with the brand's word covered the SKU."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from paidang.contracts.models import Contract
from paidang.kit.clause import clause

_UNAPPROVED = """
    with sold as (
        select channel, store, sku, (paid_at at time zone 'Asia/Shanghai')::date as day, quantity,
               (unit_price_fen * quantity - merchant_discount_fen) / quantity as fen
        from orders_orderline where contract_id = %(contract)s and not gift and paid_at >= %(since)s
    ), priced as (
        select s.*, (select r.suggested_price_fen from catalog_retailprice r
                     where r.contract_id = %(contract)s and r.sku = s.sku and r.valid_from <= s.day
                     order by r.valid_from desc limit 1) as regular
        from sold s
    )
    select channel, store, sku, day, sum(quantity)::bigint, min(fen)::bigint, max(regular)::bigint
    from priced p where fen < regular and not exists (
        select from catalog_storeoffer o
        where o.contract_id = %(contract)s and o.channel = p.channel and o.store = p.store
          and o.since <= p.day and o.until >= p.day and o.answered_by_id is not null and o.state <> 'declined'
          and (o.skus = '[]'::jsonb or o.skus ? p.sku))
    group by 1, 2, 3, 4 order by day, channel, store, sku limit %(most)s"""
MOST = 500


@dataclass(frozen=True, slots=True)
class Unapproved:
    """A SKU sold on a day in a store for less than the brand's suggested price of that day, in fen, without a word of it."""

    channel: str
    store: str
    sku: str
    day: date
    units: int
    lowest_fen: int
    regular_fen: int


@clause("OP-2-B-4")
def find_unapproved(contract: Contract, since: datetime) -> Sequence[Unapproved]:
    """Those paid since a moment; what the merchant takes off counts, the platform's own subsidies do not.

    A SKU without a suggested price is NOT in: nobody has said what it usually costs.
    """
    with connection.cursor() as cursor:
        cursor.execute(_UNAPPROVED, {"contract": contract.pk, "since": since, "most": MOST})
        return [Unapproved(*row) for row in cursor.fetchall()]
