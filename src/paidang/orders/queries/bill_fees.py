"""Which fees of a month stand in the platforms' bills and not in the facts of the statement, and which came from there.

A fee is told twice where the same name stands for the same order; where one side names no order, for the same month.
What the facts tell in their own words stays theirs, whatever it comes to. Which statement has been sent is not in here.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from paidang.kit.period import day_start_at, month_period
from paidang.orders.rules.reconciling import FEE_NAMES

FROM_BILL = "bill:"
"""With what the ids of facts begin that came from a bill; the rest follows from the entry, so each time it is the same fact."""
_ENTRY_ID_MAX = 250
"""A longer number of an entry is told by its digest: with the prefix it would not fit."""

# The fees of the month's bills as facts, and what the facts tell of fees themselves.
_BOTH = f"""
    known as (
        select * from unnest(%(fee_codes)s::text[], %(fee_names)s::text[]) as known (code, name)
    ), billed as (
        select '{FROM_BILL}' || case when length(b.entry_id) <= {_ENTRY_ID_MAX} then b.entry_id
                                     else encode(sha256(convert_to(b.entry_id, 'UTF8')), 'hex') end as fee_id,
               b.entry_id, b.channel, b.order_id, left(b.item, 100) as kind, coalesce(known.name, b.item) as name, -b.amount_fen as amount_fen,
               b.booked_at as charged_at, b.import_id
        from orders_billline b left join known on known.code = b.item
        where b.contract_id = %(contract)s and b.kind = 'fee' and b.amount_fen <> 0
          and b.booked_at >= %(start)s and b.booked_at < %(end)s
    ), told as (
        select f.order_id, coalesce(known.name, f.kind) as name,
               f.charged_at >= %(start)s and f.charged_at < %(end)s as is_of_month
        from orders_platformfee f left join known on known.code = f.kind
        where f.contract_id = %(contract)s and not starts_with(f.fee_id, '{FROM_BILL}')
    )"""

MISSING = f"""{_BOTH}, missing as (
        select b.*, case when b.order_id is null
            then not exists (select from orders_billline o where o.contract_id <> %(contract)s and o.entry_id = b.entry_id
                and o.channel = b.channel)
            else exists (select from orders_orderline l where l.contract_id = %(contract)s and l.order_id = b.order_id)
            end as is_ours
        from billed b
        where not exists (select from told t where t.name = b.name and t.order_id = b.order_id)
          and not exists (select from told t where t.name = b.name and t.is_of_month and t.order_id is null)
          and not (b.order_id is null and exists (select from told t where t.name = b.name and t.is_of_month))
          and not exists (
              select from orders_platformfee f where f.contract_id = %(contract)s and f.fee_id = b.fee_id
              and (f.order_id, f.kind, f.amount_fen, f.charged_at)
                  is not distinct from (b.order_id, b.kind, b.amount_fen, b.charged_at))
    )"""

TAKEN = f"""taken as (
        select fee_id, amount_fen from orders_platformfee
        where contract_id = %(contract)s and starts_with(fee_id, '{FROM_BILL}') and amount_fen <> 0
          and charged_at >= %(start)s and charged_at < %(end)s
    )"""


@dataclass(frozen=True, slots=True)
class BillFees:
    """A month's fees, counts and fen: missing in the facts; missing, but whose is not sure; taken over.

    Not sure (`unplaced`) is a fee whose order is not in the facts, or that names none and stands in the bills of another
    contract too: one account may serve several brands.
    """

    missing: int
    missing_fen: int
    unplaced: int
    taken: int
    taken_fen: int


def count_bill_fees(contract_id: int, month: str) -> BillFees:
    """How many fees of the month's bills the facts lack, and how many were taken over into them."""
    sql = f"""with {MISSING}, {TAKEN}
        select count(*) filter (where is_ours), coalesce(sum(amount_fen) filter (where is_ours), 0)::bigint,
               count(*) filter (where not is_ours),
               (select count(*) from taken), (select coalesce(sum(amount_fen), 0)::bigint from taken)
        from missing"""
    with connection.cursor() as cursor:
        cursor.execute(sql, slots(contract_id, month))
        return BillFees(*cursor.fetchone())


def slots(contract_id: int, month: str) -> dict[str, Any]:
    """The values of the queries above."""
    within = month_period(month)
    return {
        "contract": contract_id,
        "start": day_start_at(within.start),
        "end": day_start_at(within.end),
        "fee_codes": list(FEE_NAMES),
        "fee_names": list(FEE_NAMES.values()),
    }
