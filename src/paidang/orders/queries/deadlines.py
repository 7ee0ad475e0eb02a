"""By when orders must have left: computed from payment each time, over the few lines that have not left.

No deadline is stored: an agreed amendment or a presale put down later moves it for every order at once, and nothing has to
be written anew. The open lines are found by an index of their own; the limits are a handful of rows that go along.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import connection

from paidang.contracts.models import Contract
from paidang.contracts.queries import list_standings
from paidang.contracts.queries.kept import kept
from paidang.contracts.queries.terms import list_days_of_change, terms_of
from paidang.evidence.rules.wording import acts_of
from paidang.kit.period import SHANGHAI
from paidang.orders.models import Presale, Store
from paidang.orders.rules.deadlines import HOURS_MAX, PLATFORM_RULES, Limit, limit_of

TERM = "fulfilment.dispatch_hours"
OF_TERMS = tuple(acts_of("contract"))
"""What changes a contract's terms."""
ALWAYS, NEVER = datetime(1970, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Span:
    """The limit of a contract's channel for what is paid in [since, until)."""

    contract_id: int
    channel: str
    since: datetime
    until: datetime
    limit: Limit


def list_presales(contract_id: int) -> list[Presale]:
    """Those that were not taken back, the latest first."""
    found = Presale.objects.filter(contract_id=contract_id, withdrawn_at=None).select_related("set_by")
    return list(found.order_by("-paid_from", "store", "sku"))


def list_limits(contract_ids: Collection[int]) -> list[Span]:
    """The limits of these contracts by channel and time of payment; a channel that nobody limits has none."""
    sold_in = Store.objects.filter(contract__in=contract_ids).values_list("contract_id", "channel")
    stores = sorted(set(sold_in))
    return kept(
        contract_ids,
        ("ship limits", stores),
        lambda: list(_limits(contract_ids, stores)),
        acts=OF_TERMS,
        alone=True,
    )


def _limits(contract_ids: Collection[int], stores: Collection[tuple[int, str]]) -> Iterator[Span]:
    standings = list_standings(list(Contract.objects.filter(pk__in=contract_ids)))
    channels: dict[int, set[str]] = {contract_id: set(PLATFORM_RULES) for contract_id in standings}
    for contract_id, channel in stores:
        if contract_id in channels:
            channels[contract_id].add(channel)
    for contract_id, standing in standings.items():
        days: list[date | None] = [None, *list_days_of_change(standing)]
        for day, following in zip(days, [*days[1:], None], strict=True):
            hours = _hours(terms_of(standing, day or date.min).read.stated(TERM))
            since = datetime.combine(day, time(), SHANGHAI) if day else ALWAYS
            until = datetime.combine(following, time(), SHANGHAI) if following else NEVER
            for channel in sorted(channels[contract_id]):
                if limit := limit_of(channel, hours):
                    yield Span(contract_id, channel, since, until, limit)


def _hours(said: object) -> int | None:
    """The text's number of hours, None for one that is no clock."""
    return said if isinstance(said, int) and 1 <= said <= HOURS_MAX else None


SHIP_BY = "l.paid_at + coalesce(s.days * interval '1 day', m.hours * interval '1 hour')"
"""By when a line `l` must have left, with SHIP_BY_JOINS; null where nobody says."""
SHIP_BY_JOINS = """
    left join unnest(%(m_contract)s::bigint[], %(m_channel)s::varchar[], %(m_since)s::timestamptz[], %(m_until)s::timestamptz[],
                     %(m_hours)s::integer[]) m (contract_id, channel, since, until, hours)
      on m.contract_id = l.contract_id and m.channel = l.channel and l.paid_at >= m.since and l.paid_at < m.until
    left join orders_presale s on s.contract_id = l.contract_id and s.store = l.store and s.sku = l.sku
      and s.withdrawn_at is null and l.paid_at >= s.paid_from and l.paid_at < s.paid_until"""
DUE = f"""
    with open_lines as materialized (
        select l.contract_id, l.order_id, l.line_id, l.quantity, {SHIP_BY} as ship_by
        from orders_orderline l{SHIP_BY_JOINS}
        where l.contract_id = any(%(contracts)s) and l.shipped_at is null and l.completed_at is null and {SHIP_BY} {{within}}
    )
    select l.contract_id, l.order_id, min(l.ship_by) as ship_by from open_lines l
    where l.quantity > coalesce((select sum(r.quantity) from orders_refund r
                                 where r.contract_id = l.contract_id and r.line_id = l.line_id), 0)
                     + coalesce((select sum(q.quantity) from orders_parcelline q join orders_parcel b on b.id = q.parcel_id
                                 where q.contract_id = l.contract_id and q.order_id = l.order_id and q.line_id = l.line_id
                                   and b.shipped_at is not null), 0)
    group by l.contract_id, l.order_id"""
"""Each order that has not left whole, with the first moment by which something of it must, of lines whose moment is `within`;
needs `limit_values`. What was refunded or left in a parcel is looked up for these lines alone."""


def limit_values(contract_ids: Collection[int]) -> dict[str, Any]:
    """The limits as the values that SHIP_BY_JOINS reads."""
    spans = list_limits(contract_ids)
    return {
        "m_contract": [span.contract_id for span in spans],
        "m_channel": [span.channel for span in spans],
        "m_since": [span.since for span in spans],
        "m_until": [span.until for span in spans],
        "m_hours": [span.limit.hours for span in spans],
    }


def due_of(contract_ids: Collection[int], order_ids: Collection[str]) -> dict[tuple[int, str], datetime]:
    """By when these orders must have left, by contract and order; those that have left or that nobody limits are not in."""
    if not order_ids:
        return {}
    values = {"contracts": list(contract_ids), "orders": list(order_ids), **limit_values(contract_ids)}
    rows = _fetch(DUE.format(within="is not null and l.order_id = any(%(orders)s)"), values)
    return {(contract_id, order_id): ship_by for contract_id, order_id, ship_by in rows}


def list_due(contract_ids: Sequence[int], *, before: datetime, most: int) -> list[tuple[int, str, datetime]]:
    """The orders that must have left before a moment and have not, the most urgent first: (contract, order, by when)."""
    if not contract_ids:
        return []
    values = {"contracts": list(contract_ids), "before": before, "most": most, **limit_values(contract_ids)}
    soonest_h = min([24, *values["m_hours"]])  # a presale promises whole days
    values["paid_before"] = before - timedelta(hours=soonest_h)
    due = DUE.format(within="< %(before)s and l.paid_at < %(paid_before)s")
    return _fetch(f"{due} order by ship_by, contract_id, order_id limit %(most)s", values)


def limit_on(contract_id: int, channel: str, paid_at: datetime) -> Limit | None:
    """The limit for what was paid at a moment in a channel of a contract."""
    found = (
        span.limit
        for span in list_limits([contract_id])
        if span.channel == channel and span.since <= paid_at < span.until
    )
    return next(found, None)


def presale_of(contract_id: int, store: str, skus: Collection[str], paid_at: datetime) -> Mapping[str, int]:
    """The days that a presale promises, by SKU, for what was paid at a moment."""
    found = Presale.objects.filter(
        contract_id=contract_id, store=store, sku__in=skus, withdrawn_at=None, paid_from__lte=paid_at, paid_until__gt=paid_at
    )  # fmt: skip
    return dict(found.values_list("sku", "days"))


def _fetch(sql: str, values: Mapping[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
