"""What a shop sold in the last year, as forecasts are made of it: its days, its SKUs, its promotions that are over."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from paidang.catalog.queries.guard import Shop
from paidang.contracts.models import Contract
from paidang.kit.period import SHANGHAI, day_of, day_start_at
from paidang.promotions.models import Promotion
from paidang.promotions.queries.promotions import list_season_dates, promotions_of
from paidang.promotions.rules.seasons import BY_KEY
from paidang.promotions.rules.states import ENDED
from paidang.promotions.rules.usual import ONE_DAY, ShopDays, SkuDays

YEAR_DAYS = 364
"""Orders and promotions longer ago than 52 weeks tell nothing any more."""
_OF_SHOP = """from orders_orderline where contract_id = %(contract)s and channel = %(channel)s and store = %(store)s
    and not gift and paid_at >= %(since)s and paid_at < %(before)s"""
_HOURS = f"""
    select date_bin('1 hour', paid_at, %(since)s), sum(quantity)::bigint {_OF_SHOP} group by 1"""
"""Binned from a midnight of Shanghai, which keeps no summer time: telling the zone of each line takes twice as long."""
_SKUS = f"""
    select sku, array_agg(extract(day from day - %(since)s)::int), array_agg(units), array_agg(fen) from (
        select sku, date_bin('1 day', paid_at, %(since)s) as day, sum(quantity)::bigint as units,
               sum(unit_price_fen * quantity - merchant_discount_fen)::bigint as fen
        {_OF_SHOP} and sku = any(%(skus)s) group by 1, 2
    ) of_day group by 1"""
"""A row a SKU, its days counted from the first: a year of 500 SKUs is 180,000 days."""
_PAST = """
    select p.number, l.sku, l.price_fen, p.starts_at, p.ends_at, coalesce(sum(o.quantity), 0)::bigint
    from promotions_promotionline l join promotions_promotion p on p.id = l.promotion_id
    left join orders_orderline o on o.contract_id = p.contract_id and o.channel = p.channel and o.store = p.store
      and o.sku = l.sku and o.paid_at >= p.starts_at and o.paid_at < p.ends_at and not o.gift
    where p.id = any(%(ids)s) group by 1, 2, 3, 4, 5 order by 1, 2"""


@dataclass(frozen=True, slots=True)
class Ended:
    """A SKU in a promotion of the shop that is over: its price in fen while it was on, and the units that were sold."""

    number: int
    sku: str
    price_fen: int
    starts_at: datetime
    ends_at: datetime
    sold: int


@dataclass(frozen=True, slots=True)
class History:
    """A shop's days; by SKU its days and what they brought by day, in fen; what its promotions sold."""

    shop: ShopDays
    skus: Mapping[str, SkuDays]
    revenue_fen: Mapping[str, Mapping[date, int]]
    ended: Sequence[Ended]

    def usual_fen(self, sku: str, before: date) -> int | None:
        """What buyers paid for a unit on the ordinary days before a day, in fen; None where they bought none."""
        days = self.skus[sku].ordinary(before)
        units = sum(self.skus[sku].units.get(day, 0) for day in days)
        return sum(self.revenue_fen[sku].get(day, 0) for day in days) // units if units else None


def load_history(contract: Contract, shop: Shop, skus: Collection[str], before: date) -> History | None:
    """Of these SKUs and of those that were in its promotions, what was known before a day; None where there was no order.

    The last day with an order is NOT in: the file it came by may have been taken before its evening.
    """
    since = before - timedelta(days=YEAR_DAYS)
    asked = {
        "contract": contract.pk, "channel": shop.channel, "store": shop.store, "since": day_start_at(since),
        "before": day_start_at(before), "first": since,
    }  # fmt: skip
    hours = _hours(asked)
    if len(hours) < 2:
        return None
    last = max(hours) - ONE_DAY
    on_sale = _were_on_sale(contract, shop, since, before)
    over = [one for one in on_sale if one.state_at(day_start_at(before)) == ENDED and _days(one)[1] <= last]
    ended = _ended([one.pk for one in over])
    seasons = _season_days(contract, shop)
    by_promotion = _promoted(on_sale)
    promoted = {sku: by_promotion.get(sku, frozenset()) for sku in {*skus, *(one.sku for one in ended)}}
    special = seasons | {day for one in on_sale for day in _span(*_days(one))}
    days = ShopDays(min(hours), last, hours, frozenset(special))
    silent = days.silent
    out = seasons | silent
    units, revenue = _skus(asked, list(promoted))
    by_sku = {
        sku: SkuDays(min(units.get(sku, ()), default=before), last, units.get(sku, {}), out | own)
        for sku, own in promoted.items()
    }
    heard = [one for one in ended if not silent & set(_span(day_of(one.starts_at), day_of(one.ends_at)))]
    return History(days, by_sku, {sku: revenue.get(sku, {}) for sku in by_sku}, heard)


def _hours(asked: dict[str, Any]) -> dict[date, list[int]]:
    found: dict[date, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_HOURS, asked)
        for since, units in cursor.fetchall():
            at = since.astimezone(SHANGHAI)
            found.setdefault(at.date(), [0] * 24)[at.hour] = units
    return found


def _skus(
    asked: dict[str, Any], skus: Sequence[str]
) -> tuple[dict[str, dict[date, int]], dict[str, dict[date, int]]]:
    units: dict[str, dict[date, int]] = {}
    revenue: dict[str, dict[date, int]] = {}
    days = [asked["first"] + timedelta(days=n) for n in range(YEAR_DAYS)]
    with connection.cursor() as cursor:
        cursor.execute(_SKUS, {**asked, "skus": list(skus)})
        for sku, nths, counts, fens in cursor.fetchall():
            own = [days[nth] for nth in nths]
            units[sku], revenue[sku] = dict(zip(own, counts, strict=True)), dict(zip(own, fens, strict=True))
    return units, revenue


def _were_on_sale(contract: Contract, shop: Shop, since: date, before: date) -> list[Promotion]:
    """Promotions of the shop that went live and of which any day lies between two days."""
    found: QuerySet[Promotion] = promotions_of(contract).filter(
        channel=shop.channel, store=shop.store, live_at__isnull=False, ends_at__gt=day_start_at(since),
        starts_at__lt=day_start_at(before),
    )  # fmt: skip
    return list(found)


def _days(promotion: Promotion) -> tuple[date, date]:
    """The first and the last day on which it was on, or would have been."""
    return day_of(promotion.starts_at), day_of(promotion.ends_at - timedelta(seconds=1))


def _span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _promoted(promotions: Sequence[Promotion]) -> dict[str, frozenset[date]]:
    """By SKU, the days on which it was in one of the promotions."""
    found: dict[str, set[date]] = {}
    for one in promotions:
        days = _span(*_days(one))
        for line in one.lines.all():
            found.setdefault(line.sku, set()).update(days)
    return {sku: frozenset(days) for sku, days in found.items()}


def _season_days(contract: Contract, shop: Shop) -> frozenset[date]:
    return frozenset(
        day
        for one in list_season_dates(contract)
        if BY_KEY[one.season].channel == shop.channel
        for day in _span(one.presale_from or one.sale_from, one.sale_until)
    )


def _ended(ids: Sequence[int]) -> list[Ended]:
    with connection.cursor() as cursor:
        cursor.execute(_PAST, {"ids": list(ids)})
        return [Ended(*row) for row in cursor.fetchall()]
