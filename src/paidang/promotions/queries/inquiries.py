"""What a contract's customer service answered in the last weeks, from its files and its rota, beside what a shop sold."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from paidang.aftersales.queries.cases import norm_on
from paidang.aftersales.rules.clocks import TALK_MINUTES, TALKS
from paidang.catalog.queries.guard import Shop
from paidang.contracts.models import Contract
from paidang.contracts.queries.kept import kept
from paidang.evidence.rules.wording import acts_of
from paidang.kit.period import day_of, day_start_at
from paidang.kit.sentence import Sentence
from paidang.promotions.queries.promotions import get_service_pace
from paidang.promotions.rules.inquiries import Agreed, Inquiries, Norm, Sold, Talks, inquiries_of, unknown_of
from paidang.promotions.rules.pace import LEARN_WEEKS
from paidang.staffing.models import ServiceDay
from paidang.staffing.queries import list_service_days, on_shift
from paidang.staffing.rules.roles import SERVICE

OF_SERVICE = tuple(acts_of("staffing"))
_SOLD = """
    select count(distinct order_id), coalesce(sum(quantity), 0)::bigint
    from orders_orderline where contract_id = %(contract)s and channel = %(channel)s and store = %(store)s
      and not gift and paid_at >= %(since)s and paid_at < %(before)s
      and extract(day from paid_at - %(since)s)::int = any(%(days)s)"""


def load_talks(contract: Contract, at: datetime, told: Sequence[ServiceDay]) -> list[Talks]:
    """The days of which a file tells, of all shops together, with the hours on the rota."""
    first, last = _span(at)
    asked: Counter[date] = Counter()
    for one in told:
        asked[one.day] += one.conversations
    if not asked:
        return []
    since, before = day_start_at(first), day_start_at(last + timedelta(days=1))
    people = on_shift(contract, SERVICE, since, before, side="b") or []
    return [
        Talks(day, count, sum(people[24 * (day - first).days : 24 * (day - first).days + 24]))
        for day, count in sorted(asked.items())
    ]


def load_sold(contract: Contract, shop: Shop, at: datetime, told: Sequence[ServiceDay]) -> Sold:
    """What a shop sold on the days of which its conversations are known."""
    first, last = _span(at)
    days = {one.day: one.conversations for one in told if one.store == shop.store}
    if not days:
        return Sold(0, 0, 0)
    asked: dict[str, Any] = {
        "contract": contract.pk, "channel": shop.channel, "store": shop.store, "since": day_start_at(first),
        "before": day_start_at(last + timedelta(days=1)), "days": [(day - first).days for day in days],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SOLD, asked)
        orders, units = cursor.fetchone()
    return Sold(sum(days.values()), orders, units)


def load_inquiries(contract: Contract, shop: Shop, at: datetime) -> tuple[Inquiries | None, list[Sentence]]:
    """What a check of this shop's promotions goes by; None with what is not known."""

    def load() -> tuple[Sold, list[Talks]]:
        told = list_told(contract, at)
        return load_sold(contract, shop, at, told), load_talks(contract, at, told)

    sold, days = kept(
        [contract.pk],
        ("promotions.inquiries", shop, day_of(at)),
        load,
        rows=lambda found: found[0].orders,
        acts=OF_SERVICE,
    )
    said = get_service_pace(contract)
    norm = Norm(said.of_100_orders, said.minutes) if said else None
    agreed = _agreed(contract, day_of(at))
    return inquiries_of(sold, days, norm, agreed), unknown_of(sold, days, norm, agreed)


def list_told(contract: Contract, at: datetime) -> list[ServiceDay]:
    """The whole days of the last LEARN_WEEKS of which a file tells."""
    return list_service_days(contract, *_span(at))


def _agreed(contract: Contract, day: date) -> Agreed | None:
    """What the service norms that both sides agreed on say of the pace on a day."""
    norm = norm_on(contract.pk, day)
    return Agreed(norm.number, norm.figures.get(TALKS), norm.figures.get(TALK_MINUTES)) if norm else None


def _span(at: datetime) -> tuple[date, date]:
    last = day_of(at) - timedelta(days=1)
    return last - timedelta(days=7 * LEARN_WEEKS - 1), last
