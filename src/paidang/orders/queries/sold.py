"""What was sold of a SKU, day by day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from paidang.catalog.rules.declaring import Sold
from paidang.kit.period import Period, day_of

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


def known_days(contract_id: int, channel: str) -> Period | None:
    """The whole days of which orders of a platform are known: after the day of its first order, before that of its latest."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select min(paid_at), max(paid_at) from orders_orderline where contract_id = %s and channel = %s",
            [contract_id, channel],
        )
        first, last = cursor.fetchone()
    return Period(day_of(first) + timedelta(days=1), day_of(last)) if first else None


def count_orders(
    contract_id: int, skus: Collection[str], *, channel: str, since: date, before: date
) -> dict[date, int]:
    """By day of payment the orders on a platform with any of the SKUs; those refunded since are in, gifts are not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select (paid_at at time zone 'Asia/Shanghai')::date as day, count(distinct order_id)"
            " from orders_orderline where contract_id = %(contract)s and not gift and sku = any(%(skus)s)"
            " and channel = %(channel)s and paid_at >= %(since)s::timestamp at time zone 'Asia/Shanghai'"
            " and paid_at < %(before)s::timestamp at time zone 'Asia/Shanghai' group by 1",
            {
                "contract": contract_id,
                "skus": list(skus),
                "channel": channel,
                "since": since,
                "before": before,
            },
        )
        return dict(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Sales:
    """What orders paid in some days brought the seller, and what of it was refunded since; gifts are not in."""

    revenue_fen: int
    refunded_fen: int
    orders: int

    @property
    def net_fen(self) -> int:
        return self.revenue_fen - self.refunded_fen


_SALES = """
    with lines as (
        select line_id, order_id, unit_price_fen * quantity - merchant_discount_fen as fen from orders_orderline
        where contract_id = %(contract)s and not gift and (%(store)s = '' or store = %(store)s)
          and (cardinality(%(skus)s::text[]) = 0 or sku = any(%(skus)s))
          and paid_at >= %(since)s::timestamp at time zone 'Asia/Shanghai'
          and paid_at < %(before)s::timestamp at time zone 'Asia/Shanghai')
    select coalesce(sum(fen), 0)::bigint, count(distinct order_id),
      coalesce((select sum(r.amount_fen) from orders_refund r join lines using (line_id)
        where r.contract_id = %(contract)s), 0)::bigint
    from lines"""


def sum_sales(
    contract_id: int, *, since: date, before: date, store: str = "", skus: Collection[str] = ()
) -> Sales:
    """Sales paid from `since` until before `before`; of one store, of some goods, or of all."""
    with connection.cursor() as cursor:
        cursor.execute(
            _SALES,
            {"contract": contract_id, "since": since, "before": before, "store": store, "skus": list(skus)},
        )
        revenue, orders, refunded = cursor.fetchone()
    return Sales(revenue, refunded, orders)
