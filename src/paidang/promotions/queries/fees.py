"""What a platform takes of a shop's sales, as its own charges say."""

from datetime import date, timedelta
from typing import Any

from django.db import connection

from paidang.catalog.queries.guard import Shop
from paidang.contracts.models import Contract
from paidang.contracts.queries.kept import kept
from paidang.kit.period import day_start_at
from paidang.promotions.rules.usual import LEVEL_DAYS
from paidang.settlement.rules.arithmetic import round_ratio

_FEES = """
    with sold as (
        select order_id, sum(unit_price_fen * quantity - merchant_discount_fen)::bigint as fen from orders_orderline
        where contract_id = %(contract)s and channel = %(channel)s and store = %(store)s and not gift
          and paid_at >= %(since)s and paid_at < %(before)s group by 1
    ), charged as (
        select s.order_id, s.fen, sum(f.amount_fen)::bigint as fee
        from sold s join orders_platformfee f on f.contract_id = %(contract)s and f.order_id = s.order_id group by 1, 2
    )
    select coalesce(sum(fee), 0)::bigint, coalesce(sum(fen), 0)::bigint from charged"""


def estimate_fee(contract: Contract, shop: Shop, revenue_fen: int, before: date) -> int | None:
    """What the platform would take of so much revenue, in fen, at the rate of the last weeks' orders that it has charged;
    None where it has charged none.
    """

    def rate() -> tuple[int, int]:
        since = day_start_at(before - timedelta(days=LEVEL_DAYS))
        asked: dict[str, Any] = {"contract": contract.pk, "channel": shop.channel, "store": shop.store}
        with connection.cursor() as cursor:
            cursor.execute(_FEES, asked | {"since": since, "before": day_start_at(before)})
            fees, sales = cursor.fetchone()
        return fees, sales

    fees, sales = kept([contract.pk], ("promotions.fees", shop, before), rate)
    return round_ratio(revenue_fen * fees, sales) if sales > 0 else None
