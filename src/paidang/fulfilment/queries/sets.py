"""Sets that are paid and do not leave, and why."""

from collections.abc import Collection
from typing import Any

from django.db import connection

from paidang.fulfilment.rules.sets import NotWhole, Part, not_whole
from paidang.stock.queries.sets import has_sets

_PARTS = """
    select r.order_id, r.line_id, l.sku, r.sku, coalesce(w.name, ''), r.reserved, r.short
    from stock_reservation r
    join orders_orderline l on l.contract_id = r.contract_id and l.line_id = r.line_id and l.sku <> r.sku
    left join stock_warehouse w on w.id = r.warehouse_id
    where r.contract_id = %(contract)s and (r.reserved > 0 or r.short > 0){of_orders}
    order by r.paid_at, r.order_id, r.line_id, r.sku"""


def list_not_whole(contract_id: int, order_ids: Collection[str] | None = None) -> list[NotWhole]:
    """The sets of these orders, or of all, that are not whole in one warehouse, the longest paid first."""
    if not has_sets(contract_id):
        return []
    values: dict[str, Any] = {"contract": contract_id, "orders": list(order_ids or ())}
    of_orders = "" if order_ids is None else " and r.order_id = any(%(orders)s)"
    with connection.cursor() as cursor:
        cursor.execute(_PARTS.format(of_orders=of_orders), values)
        return not_whole(Part(*row) for row in cursor.fetchall())
