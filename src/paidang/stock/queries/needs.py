"""What orders ask of stock, beside what stock has done for them: only the lines for which the two differ.

A line is followed if its goods leave a warehouse after the SKU was first counted there. What was paid more than OLD_DAYS
before that count and never left is no order any more. Gifts are SKUs like all others (OP-4-B-2). A line that names a set
by the seller's code, of which nothing is counted itself, asks for the set's parts.
"""

from collections.abc import Collection
from typing import Any

from django.db import connection

from paidang.stock.queries.sets import OF_LINE, WITH_SETS, has_sets
from paidang.stock.rules.following import Hold, Need

OLD_DAYS = 30
NEVER_BACK = "('lost', 'price_protection')"

_DIFFERING = f"""
    {{with_sets}} tracked as (
        select sku, min(opened_at) as since, max(counted_at) as counted_at, sum(on_hand - reserved) as free
        from stock_stocklevel where contract_id = %(contract)s{{of_skus}} group by sku
    ), followed as materialized (
        select l.line_id, l.order_id, t.sku, {{units_each}} as units_each, l.quantity * {{units_each}} as quantity, l.paid_at,
               coalesce(l.shipped_at, l.completed_at) as gone_at
        from orders_orderline l {{of_sets}} join tracked t on t.sku = {{line_sku}}
        where l.contract_id = %(contract)s{{of_orders}}
          and l.paid_at > (select min(since) from tracked) - interval '{OLD_DAYS} days'
          and l.paid_at > t.since - interval '{OLD_DAYS} days'
          and (coalesce(l.shipped_at, l.completed_at) is null or coalesce(l.shipped_at, l.completed_at) > t.since)
    ), returned as (
        select f.line_id, f.sku,
               f.units_each * sum(r.quantity) filter (where r.cause <> 'price_protection'
                   and (f.gone_at is null or r.refunded_at < f.gone_at))::bigint as cancelled,
               f.units_each * sum(r.quantity) filter (where r.refunded_at >= f.gone_at and r.restocked)::bigint as fit,
               f.units_each * sum(r.quantity) filter (where r.refunded_at >= f.gone_at and not r.restocked
                   and r.cause not in {NEVER_BACK})::bigint as damaged
        from followed f join orders_refund r on r.contract_id = %(contract)s and r.line_id = f.line_id
        group by f.line_id, f.sku, f.units_each
    ), kept as (
        select f.*, greatest(0, f.quantity - coalesce(r.cancelled, 0)) as units,
               coalesce(r.fit, 0) as fit, coalesce(r.damaged, 0) as damaged
        from followed f left join returned r using (line_id, sku)
    ), needed as (
        select line_id, sku, order_id, paid_at, gone_at,
               case when gone_at is null then units else 0 end as held,
               case when gone_at is null then 0 else units end as gone,
               least(fit, units) as fit, least(damaged, units - least(fit, units)) as damaged
        from kept
    ), held as (
        select h.* from stock_reservation h join tracked t on t.sku = h.sku
        where h.contract_id = %(contract)s{{of_held}}
    ), differing as (
        select coalesce(n.line_id, h.line_id) as line_id, coalesce(n.sku, h.sku) as sku,
               coalesce(n.order_id, h.order_id) as order_id, coalesce(n.paid_at, h.paid_at) as paid_at,
               coalesce(n.held, 0) as held, coalesce(n.gone, 0) as gone, coalesce(n.fit, 0) as fit,
               coalesce(n.damaged, 0) as damaged, n.gone_at,
               h.warehouse_id, coalesce(h.reserved, 0) as h_reserved, coalesce(h.short, 0) as h_short,
               coalesce(h.shipped, 0) as h_shipped, coalesce(h.missing, 0) as h_missing,
               coalesce(h.fit, 0) as h_fit, coalesce(h.damaged, 0) as h_damaged
        from needed n full join held h on h.line_id = n.line_id and h.sku = n.sku
    )
    select {{columns}} from differing d join tracked t using (sku)
    where (held, gone, fit, damaged) is distinct from (h_reserved + h_short, h_shipped + h_missing, h_fit, h_damaged)
       or (h_short + h_missing > 0 and {{waits}}) or (h_missing > 0 and gone_at <= t.counted_at)"""
_OF_ORDERS = """ and sku in (
            select {line_sku} from orders_orderline l {of_sets}
            where l.contract_id = %(contract)s and l.order_id = any(%(orders)s)
            union select sku from stock_reservation where contract_id = %(contract)s and order_id = any(%(orders)s))"""
_COLUMNS = (
    "line_id, sku, order_id, paid_at, held, gone, fit, damaged, gone_at,"
    " warehouse_id, h_reserved, h_short, h_shipped, h_missing, h_fit, h_damaged"
)


def count_differing(
    contract_id: int, *, order_ids: Collection[str] | None, skus: Collection[str] | None
) -> dict[str, int]:
    """How many lines of each SKU differ; of these orders and SKUs, or of all."""
    asked = _sql(contract_id, "sku, count(*)", order_ids, skus, waits="t.free > 0")
    sql = f"{asked} group by sku order by sku"
    return dict(_fetch(sql, contract_id, order_ids, skus))


def list_differing(
    contract_id: int, *, order_ids: Collection[str] | None, skus: Collection[str]
) -> list[tuple[Need, Hold]]:
    """The lines of these SKUs that differ, of these orders or of all; of all also those that wait: one may be freed for them."""
    waits = "true" if order_ids is None else "t.free > 0"
    sql = _sql(contract_id, _COLUMNS, order_ids, skus, waits=waits)
    rows = _fetch(sql, contract_id, order_ids, skus)
    return [(Need(*row[:9]), Hold(*row[9:])) for row in rows]


def _sql(
    contract_id: int,
    columns: str,
    order_ids: Collection[str] | None,
    skus: Collection[str] | None,
    *,
    waits: str,
) -> str:
    is_asked = has_sets(contract_id)
    sets = {
        "with_sets": WITH_SETS if is_asked else "with",
        "of_sets": f"left join sets s on {OF_LINE}" if is_asked else "",
        "line_sku": "coalesce(s.sku, l.sku)" if is_asked else "l.sku",
        "units_each": "coalesce(s.units, 1)" if is_asked else "1",
    }
    of_orders = _OF_ORDERS.format(**sets)
    return _DIFFERING.format(
        **sets,
        columns=columns,
        waits=waits,
        of_skus=" and sku = any(%(skus)s)" if skus is not None else "" if order_ids is None else of_orders,
        of_orders="" if order_ids is None else " and l.order_id = any(%(orders)s)",
        of_held="" if order_ids is None else " and h.order_id = any(%(orders)s)",
    )


def _fetch(
    sql: str, contract_id: int, order_ids: Collection[str] | None, skus: Collection[str] | None
) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        values: dict[str, Any] = {
            "contract": contract_id,
            "orders": list(order_ids or ()),
            "skus": list(skus or ()),
        }
        # of all orders: by hash. Before new balances are counted the planner takes them for few, and looks each up in each
        cursor.execute(f"set local enable_nestloop = {'on' if order_ids is not None else 'off'}")
        cursor.execute(sql, values)
        rows = list(cursor.fetchall())
        cursor.execute("set local enable_nestloop to default")
        return rows
