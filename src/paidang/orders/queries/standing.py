"""What is known of an order for its state: lines, refunds, parcels that left, holds; the platform's word is given."""

from django.db import connection

from paidang.orders.rules.states import Known, Line

_LINES = """
    select l.quantity, coalesce(r.units, 0)::bigint, coalesce(p.units, 0)::bigint, l.shipped_at is not null, l.completed_at is not null,
           l.unit_price_fen * l.quantity - l.merchant_discount_fen, coalesce(r.fen, 0)::bigint
    from orders_orderline l
    left join lateral (select sum(quantity) as units, sum(amount_fen) as fen from orders_refund r
        where r.contract_id = l.contract_id and r.line_id = l.line_id) r on true
    left join lateral (select sum(q.quantity) as units from orders_parcelline q join orders_parcel b on b.id = q.parcel_id
        where q.contract_id = l.contract_id and q.order_id = l.order_id and q.line_id = l.line_id
          and b.shipped_at is not null) p on true
    where l.contract_id = %(contract)s and l.order_id = %(order)s order by l.line_id"""


def known_of(contract_id: int, order_id: str, *, platform: str = "", has_open_case: bool = False) -> Known:
    """What is known of an order; without lines: of none."""
    with connection.cursor() as cursor:
        cursor.execute(_LINES, {"contract": contract_id, "order": order_id})
        rows = cursor.fetchall()
        cursor.execute(
            "select exists (select from orders_orderhold where contract_id = %s and order_id = %s and released_at is null)",
            [contract_id, order_id],
        )
        [is_held] = cursor.fetchone()
    revenue, back = sum(row[5] for row in rows), sum(row[6] for row in rows)
    return Known(
        lines=[Line(*row[:5]) for row in rows],
        platform=platform,
        is_held=is_held,
        is_refunded=bool(rows) and back > 0 and back >= revenue,
        has_open_case=has_open_case,
    )
