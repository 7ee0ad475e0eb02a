"""What was sold of a SKU, day by day."""

from collections.abc import Collection
from datetime import date

from django.db import connection

from paidang.catalog.rules.declaring import Sold

_SOLD = """
    select sku, (paid_at at time zone 'Asia/Shanghai')::date as day, count(*), sum(quantity)::bigint
    from orders_orderline
    where contract_id = %(contract)s and not gift and sku = any(%(skus)s)
      and paid_at >= %(since)s::timestamp at time zone 'Asia/Shanghai'
      and paid_at < %(before)s::timestamp at time zone 'Asia/Shanghai'
    group by 1, 2 order by 1, 2"""


def list_sold(contract_id: int, skus: Collection[str], *, since: date, before: date) -> dict[str, list[Sold]]:
    """By SKU the days of payment from `since` until before `before` on which it was sold; refunds and gifts are not in."""
    found: dict[str, list[Sold]] = {}
    if not skus or since >= before:
        return found
    with connection.cursor() as cursor:
        cursor.execute(_SOLD, {"contract": contract_id, "skus": list(skus), "since": since, "before": before})
        for sku, day, lines, units in cursor.fetchall():
            found.setdefault(sku, []).append(Sold(day, lines, units))
    return found


def sum_units(contract_id: int, *, since: date, before: date) -> dict[str, int]:
    """Units of every SKU paid from `since` until before `before`; refunds and gifts are not in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select sku, sum(quantity)::bigint from orders_orderline where contract_id = %(contract)s and not gift"
            " and paid_at >= %(since)s::timestamp at time zone 'Asia/Shanghai'"
            " and paid_at < %(before)s::timestamp at time zone 'Asia/Shanghai' group by sku",
            {"contract": contract_id, "since": since, "before": before},
        )
        return dict(cursor.fetchall())
