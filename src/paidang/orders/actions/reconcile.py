"""Setting the bills against the orders, all of a contract at once, and writing only what has changed.

The law is `rules.reconciling`; here it stands a second time, as SQL, for a million orders in seconds.
"""

from typing import Any

from django.db import connection

from paidang.kit.clause import clause
from paidang.orders.models import BillLine
from paidang.orders.rules.reconciling import (
    DAYS_AFTER_COMPLETION,
    DAYS_AFTER_PAYMENT,
    DAYS_AT_THE_LATEST,
    FEE_NAMES,
    PAID_ON_COMPLETION,
)
from paidang.team.context import one_at_a_time

_ITEM = (
    "month", "channel", "store", "state", "kind", "first_at", "paid_fen", "refunded_fen", "bill_paid_fen",
    "bill_refunded_fen", "platform_fen", "name",
)  # fmt: skip
_MONTH = ("items", "paid_fen", "refunded_fen", "bill_paid_fen", "bill_refunded_fen")
_FEE = ("billed_fen", "facts_fen")


def _month(moment: str) -> str:
    return f"date_trunc('month', {moment} at time zone 'Asia/Shanghai')::date"


def _covered(due: str) -> str:
    return f"coalesce({due} <= c.until and {_month(due)} = any(c.months), false)"


_DUE = """case when s.channel <> all(%(on_completion)s) then s.paid_at + %(after_payment)s * interval '1 day'
    else coalesce(s.completed_at + %(after_completion)s * interval '1 day', s.paid_at + %(latest)s * interval '1 day') end"""
_BACK = "(r.refunded_at + %(after_completion)s * interval '1 day')"

_RECONCILED = f"""
    create temporary table reconciled on commit drop as
    with reach as (
        select channel, store, max(until) as until, array_agg(month) as months from (
            select channel, store, {_month("booked_at")} as month, max(booked_at) as until
            from orders_billline where contract_id = %(contract)s group by 1, 2, 3) by_month group by channel, store
    ), sold as (
        select order_id, min(channel) as channel, min(store) as store, min(paid_at) as paid_at,
               case when bool_and(completed_at is not null) then max(completed_at) end as completed_at,
               sum(unit_price_fen * quantity - merchant_discount_fen) as fen, sum(platform_discount_fen) as platform
        from orders_orderline where contract_id = %(contract)s group by order_id
    ), postage as (
        select order_id, -sum(amount_fen) as fen from orders_logisticscharge
        where contract_id = %(contract)s and kind = 'postage' and order_id is not null group by order_id
    ), returned as (
        select l.order_id, sum(r.amount_fen) as fen, sum(r.amount_fen) filter (where {_covered(_BACK)}) as due_fen
        from orders_refund r
        join orders_orderline l on l.contract_id = %(contract)s and l.line_id = r.line_id
        left join reach c on c.channel = l.channel and c.store = l.store
        where r.contract_id = %(contract)s group by l.order_id
    ), moved as (
        select order_id, min(channel) as channel, min(store) as store, min(booked_at) as first_at,
               coalesce(sum(amount_fen) filter (where kind = 'payment'), 0) as paid,
               -coalesce(sum(amount_fen) filter (where kind = 'refund'), 0) as refunded,
               bool_or(kind = 'payment') as is_paid
        from orders_billline
        where contract_id = %(contract)s and kind in ('payment', 'refund') and order_id is not null group by order_id
    ), both_sides as (
        select coalesce(s.order_id, m.order_id) as item, coalesce(s.channel, m.channel) as channel,
               coalesce(s.store, m.store) as store, coalesce(s.paid_at, m.first_at) as first_at,
               coalesce(s.fen + coalesce(p.fen, 0), 0) as paid, coalesce(r.fen, 0) as refunded,
               coalesce(m.paid, 0) as bill_paid, coalesce(m.refunded, 0) as bill_refunded,
               coalesce(s.platform, 0) as platform, s.order_id is not null as is_sold, m.order_id is not null as is_moved,
               case when m.is_paid or {_covered(_DUE)} then s.fen + coalesce(p.fen, 0) - coalesce(r.due_fen, 0)
                    else 0 end as due
        from sold s full join moved m on m.order_id = s.order_id
        left join postage p on p.order_id = s.order_id
        left join returned r on r.order_id = s.order_id
        left join reach c on c.channel = s.channel and c.store = s.store
    ), alone as (
        select entry_id, item, channel, store, booked_at, kind, amount_fen from orders_billline
        where contract_id = %(contract)s and (kind = 'other' or kind in ('payment', 'refund') and order_id is null)
    ), found as (
        select true as is_order, item, channel, store, first_at, paid, refunded, bill_paid, bill_refunded, platform, '' as name,
               case when paid - refunded = bill_paid - bill_refunded then 'matched'
                    when is_sold and due = bill_paid - bill_refunded then 'waiting' else 'open' end as state,
               case when is_sold and is_moved then 'differs' when is_sold then 'not_in_bill' else 'not_in_orders' end as kind
        from both_sides
        union all
        select false, entry_id, channel, store, booked_at, 0, 0, case when kind = 'refund' then 0 else amount_fen end,
               case when kind = 'refund' then -amount_fen else 0 end, 0, item,
               case when kind = 'other' then 'other' when amount_fen = 0 then 'matched' else 'open' end, 'not_in_orders'
        from alone
    )
    select is_order, item, to_char(first_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month, channel, store, state,
           case when state = 'open' then kind else '' end as kind, first_at, paid as paid_fen, refunded as refunded_fen,
           bill_paid as bill_paid_fen, bill_refunded as bill_refunded_fen, platform as platform_fen, name
    from found"""

_SUMS = """
    select month, channel, store, state, count(*) as items, sum(paid_fen) as paid_fen, sum(refunded_fen) as refunded_fen,
           sum(bill_paid_fen) as bill_paid_fen, sum(bill_refunded_fen) as bill_refunded_fen
    from reconciled group by month, channel, store, state"""

_FEES = """
    select to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM') as month, coalesce(known.name, f.name) as name,
           sum(billed) as billed_fen, sum(facts) as facts_fen
    from (
        select booked_at as at, item as name, -amount_fen as billed, 0 as facts from orders_billline
        where contract_id = %(contract)s and kind = 'fee'
        union all
        select charged_at, kind, 0, amount_fen from orders_platformfee where contract_id = %(contract)s
    ) f left join unnest(%(fee_codes)s::text[], %(fee_names)s::text[]) as known (code, name) on known.code = f.name
    group by 1, 2"""


@clause("OP-3-E-4")
def reconcile_bills(contract_id: int) -> None:
    """Compute how every order and bill line of the contract stands, and write the difference to what is on record.

    Without a bill there is nothing to compare. One at a time for a contract. What it writes follows from the facts alone, so it has no entry of its own.
    """
    if not BillLine.objects.filter(contract_id=contract_id).exists():
        return
    values: dict[str, Any] = {
        "contract": contract_id,
        "on_completion": list(PAID_ON_COMPLETION),
        "after_payment": DAYS_AFTER_PAYMENT,
        "after_completion": DAYS_AFTER_COMPLETION,
        "latest": DAYS_AT_THE_LATEST,
        "fee_codes": list(FEE_NAMES),
        "fee_names": list(FEE_NAMES.values()),
    }
    one_at_a_time("reconcile", contract_id)
    with connection.cursor() as cursor:
        # What a running import has written has no statistics yet: taken for a few rows, it would be joined row by row.
        cursor.execute(
            "set local work_mem = '256MB'; set local enable_nestloop = off; drop table if exists reconciled"
        )
        cursor.execute(_RECONCILED, values)
        cursor.execute(
            _merge(
                "orders_billitem",
                ("is_order", "item"),
                _ITEM,
                "select * from reconciled where state <> 'matched'",
            ),
            values,
        )
        cursor.execute(
            _merge("orders_billmonth", ("month", "channel", "store", "state"), _MONTH, _SUMS), values
        )
        cursor.execute(_merge("orders_billfee", ("month", "name"), _FEE, _FEES), values)
        cursor.execute("set local enable_nestloop to default; set local work_mem to default")


def _merge(table: str, key: tuple[str, ...], columns: tuple[str, ...], source: str) -> str:
    """What is computed replaces what is there, row by row, where it differs; a row that is computed no more goes."""
    same = " and ".join(f"t.{name} = s.{name}" for name in key)
    old, new = (", ".join(f"{alias}.{name}" for name in columns) for alias in "ts")
    return f"""
        merge into {table} t using ({source}) s on t.contract_id = %(contract)s and {same}
        when matched and ({old}) is distinct from ({new}) then update set {", ".join(f"{n} = s.{n}" for n in columns)}
        when not matched then insert (contract_id, {", ".join((*key, *columns))})
            values (%(contract)s, {", ".join(f"s.{name}" for name in (*key, *columns))})
        when not matched by source and t.contract_id = %(contract)s then delete"""
