"""What a platform takes of a shop's sales, as its own charges say."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from paidang.catalog.queries.guard import Shop
from paidang.contracts.models import Contract
from paidang.contracts.queries.kept import kept
from paidang.kit.period import day_of, day_start_at
from paidang.promotions.rules.fees import RATE_WEEKS, ExpectedFee, FeeRate
from paidang.promotions.rules.worth import Worth, fee_borne
from paidang.settlement.rules.terms import Terms

_FEES = """
    with sold as (
        select order_id, sum(unit_price_fen * quantity - merchant_discount_fen)::bigint as fen from orders_orderline
        where contract_id = %(contract)s and channel = %(channel)s and store = %(store)s and not gift
          and paid_at >= %(since)s and paid_at < %(before)s group by 1
    ), charged as (
        select s.order_id, s.fen, sum(f.amount_fen)::bigint as fee
        from sold s join orders_platformfee f on f.contract_id = %(contract)s and f.order_id = s.order_id group by 1, 2
    )
    select coalesce(sum(fee), 0)::bigint, coalesce(sum(fen), 0)::bigint, count(*) from charged"""


def fee_rate(contract: Contract, shop: Shop, before: date) -> FeeRate | None:
    """By the last weeks' orders that the platform has charged; None where it has charged none."""

    def rate() -> FeeRate:
        since = day_start_at(before - timedelta(weeks=RATE_WEEKS))
        asked: dict[str, Any] = {"contract": contract.pk, "channel": shop.channel, "store": shop.store}
        with connection.cursor() as cursor:
            cursor.execute(_FEES, asked | {"since": since, "before": day_start_at(before)})
            return FeeRate(*cursor.fetchone())

    found = kept([contract.pk], ("promotions.fees", shop, before), rate)
    return found if found.sales_fen > 0 else None


def expected_fee(
    contract: Contract, terms: Terms | None, shop: Shop, worth: Worth | None, starts_at: datetime, at: datetime
) -> ExpectedFee | None:  # fmt: skip
    """What the platform would take of a promotion that brings so much; None where that cannot be told."""
    if terms is None or worth is None:
        return None
    rate = fee_rate(contract, shop, day_of(at))
    borne = None if rate is None else fee_borne(terms, rate.of(worth.revenue), starts_at)
    return None if rate is None or borne is None else ExpectedFee(borne, rate, terms.platform_fees)
