"""Orders that wait to be shipped and have something about them that a rule looks at: only those are read."""

from collections.abc import Collection, Mapping

from django.db import connection

from paidang.orders.rules.holding import UNITS_ALWAYS_FINE, LineSeen, OrderSeen

USUAL_LINES = 200
"""Of so many lines before it a line's SKU is taken to be usual."""

ORDERS_COUNTED, ORDERS_LOOKED_AT = 100, 5_000
"""So many orders of a person within an hour are counted, of so many that came last: one phone behind all orders must not cost
more with each of them."""

_LINES = f"""
    with asked as ({{asked}}), lines as (
        select l.* from orders_orderline l join asked using (order_id)
        where l.contract_id = %(contract)s and l.shipped_at is null and l.completed_at is null and not l.gift
          and l.quantity > coalesce((select sum(r.quantity) from orders_refund r
                where r.contract_id = l.contract_id and r.line_id = l.line_id), 0)
    ), judged as (
        select l.order_id, l.line_id, l.sku, l.quantity, l.paid_at,
               coalesce((select b.floor_fen * b.quantity - b.sold_fen from orders_breach b
                where b.contract_id = l.contract_id and b.line_id = l.line_id and b.withdrawn_at is null), 0) as below,
               not exists (select from catalog_factoryprice p where p.contract_id = l.contract_id)
               or exists (select from catalog_factoryprice p where p.contract_id = l.contract_id and p.sku = l.sku
                    and p.valid_from <= (l.paid_at at time zone 'Asia/Shanghai')::date) as is_priced
        from lines l
    )
    select j.order_id, j.sku, j.quantity, case when j.quantity > {UNITS_ALWAYS_FINE} then coalesce((
               select ceil(avg(u.quantity)) from (select o.quantity from orders_orderline o
                    where o.contract_id = %(contract)s and o.sku = j.sku and o.paid_at < j.paid_at and o.order_id <> j.order_id
                    order by o.paid_at desc limit {USUAL_LINES}) u), 0) else 0 end::bigint,
           j.is_priced, j.below::bigint
    from judged j where j.below > 0 or not j.is_priced or j.quantity > {UNITS_ALWAYS_FINE}
    order by j.order_id, j.line_id"""
STAGED = "select distinct order_id from stage_orderline where shipped_at is null and completed_at is null"
GIVEN = "select unnest(%(orders)s::varchar[]) as order_id"


def suspects_by_facts(contract_id: int, order_ids: Collection[str] | None) -> dict[str, OrderSeen]:
    """By order what its lines make a rule look at; `order_ids` None: of the orders that are staged."""
    asked = STAGED if order_ids is None else GIVEN
    found: dict[str, list[LineSeen]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_LINES.format(asked=asked), {"contract": contract_id, "orders": list(order_ids or ())})
        for order_id, *line in cursor.fetchall():
            found.setdefault(order_id, []).append(LineSeen(*line))
    return {order_id: OrderSeen(lines=lines) for order_id, lines in found.items()}


_PERSONS = f"""
    with areas as (select store, provinces from orders_deliveryarea where contract_id = %(contract)s
    ), sold as materialized (
        select distinct on (order_id) order_id, store from orders_orderline where contract_id = %(contract)s
            and order_id = any(%(orders)s) and shipped_at is null and completed_at is null order by order_id
    ), asked as materialized (
        select p.order_id, p.province, p.phone, s.store from orders_orderperson p join sold s on s.order_id = p.order_id
        where p.contract_id = %(contract)s and p.order_id = any(%(orders)s)
    ), latest as materialized (
        select phone, q.order_id from (select distinct phone from asked where phone <> '') f
        cross join lateral (select order_id from orders_orderperson q where q.contract_id = %(contract)s and q.phone = f.phone and q.phone <> ''
            order by q.id desc limit {ORDERS_LOOKED_AT}) q
    ), near as materialized (
        select phone, order_id, paid_at from latest join (
            select order_id, min(paid_at) as paid_at from orders_orderline where contract_id = %(contract)s
                and order_id = any(array(select order_id from latest)) group by order_id) l using (order_id)
    ), counted as (
        select order_id, count(*) over (partition by phone order by paid_at range interval '1 hour' preceding) as orders from near
    )
    select a.order_id, a.province, coalesce(own.provinces, common.provinces, '{{}}'), least(coalesce(c.orders, 1), {ORDERS_COUNTED})
    from asked a left join counted c using (order_id)
    left join areas own on own.store = a.store left join areas common on common.store = ''"""


def suspects_by_person(contract_id: int, order_ids: Collection[str]) -> Mapping[str, OrderSeen]:
    """By order, waiting to be shipped, how many its receiver had within an hour, and where it goes beside where we deliver.

    Whoever is asked about is looked up once, not once an order: in a promotion all orders are of the same hour. Lines are
    gathered all at once: while the tables are new and count as empty, a look for each order would go through all of them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PERSONS, {"contract": contract_id, "orders": list(order_ids)})
        return {
            order_id: OrderSeen(orders_within_hour=count, province=province, provinces=provinces)
            for order_id, province, provinces, count in cursor.fetchall()
        }


def staged_among(order_ids: Collection[str]) -> list[str]:
    """Those of the orders that are staged."""
    if not order_ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct order_id from stage_orderline where order_id = any(%s)", [list(order_ids)]
        )
        return [order_id for (order_id,) in cursor.fetchall()]
