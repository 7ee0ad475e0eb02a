"""The figures of many contracts over some months: one statement for each source, whatever the number of contracts and stores.

A year of a large contract has a million order lines: they are read once, by the index on (contract, paid_at), and added up
in the database.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from paidang.contracts.models import Contract
from paidang.contracts.queries import list_planned, list_standings, living_of
from paidang.contracts.queries.kept import kept
from paidang.contracts.rules.duty_plan import Planned
from paidang.duties.queries import list_done_keys
from paidang.kit.clause import clause
from paidang.kit.period import Period, day_end_at, day_of, month_period
from paidang.orders.queries.deadlines import SHIP_BY, SHIP_BY_JOINS, limit_values
from paidang.scorecards.rules.figures import Figure, Place, Row
from paidang.scorecards.rules.measures import (
    AGENCY_SHARE,
    APPROVAL_KINDS,
    APPROVALS,
    BREACHES,
    DUTIES_A,
    DUTIES_B,
    MARGIN,
    RATINGS,
    REFUND_RATE,
    RESOLVED,
    RESPONSE,
    REVENUE,
    SHIPPED,
)
from paidang.settlement.models import Statement
from paidang.settlement.queries import only_sent
from paidang.settlement.queries.accounts import load_accounts

DUTIES_OF = {"a": DUTIES_A, "b": DUTIES_B}
THE_END = "contract_ends"

_BY = f"coalesce({SHIP_BY}, l.paid_at + interval '48 hours')"
# A refund counts for the month in which its line was paid, so that a month's rate tells how its own sales went.
LINES = f"""
    with back as materialized (
        select contract_id, line_id, sum(amount_fen)::bigint as fen, min(refunded_at) as first_at
        from orders_refund where contract_id = any(%(contracts)s) group by 1, 2
    ), lines as (
        select l.contract_id, l.channel, l.store, l.order_id, l.sku, l.paid_at, l.shipped_at, coalesce(back.fen, 0) as back_fen,
               l.unit_price_fen * l.quantity - l.merchant_discount_fen as revenue_fen,
               {_BY} as ship_by,
               not (l.shipped_at is null and (l.completed_at is not null
                 or coalesce(back.first_at <= {_BY}, false))) as is_to_ship
        from orders_orderline l{SHIP_BY_JOINS} left join back on back.contract_id = l.contract_id and back.line_id = l.line_id
        where l.contract_id = any(%(contracts)s) and l.paid_at >= %(start)s::timestamp at time zone 'Asia/Shanghai'
          and l.paid_at < %(end)s::timestamp at time zone 'Asia/Shanghai'{{among}}
    )"""
_ORDERS = f"""{LINES.format(among="")}
    select contract_id, channel, store, to_char(paid_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month,
           sum(revenue_fen)::bigint, sum(back_fen)::bigint, count(*) filter (where is_to_ship and ship_by <= %(now)s),
           count(*) filter (where is_to_ship and ship_by <= %(now)s and shipped_at <= ship_by)
    from lines group by 1, 2, 3, 4"""
_BREACHES = """
    select b.contract_id, l.channel, l.store, to_char(b.paid_on, 'YYYY-MM') as month, count(*)
    from orders_breach b join orders_orderline l on l.contract_id = b.contract_id and l.line_id = b.line_id
    where b.contract_id = any(%(contracts)s) and b.withdrawn_at is null and b.paid_on >= %(start)s and b.paid_on < %(end)s
    group by 1, 2, 3, 4"""
_DUTIES = """
    select contract_id, side, to_char(due_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month,
           count(*) filter (where closed_at <= due_at), count(*),
           count(*) filter (where closed_at <= due_at and kind = any(%(approvals)s)), count(*) filter (where kind = any(%(approvals)s))
    from duties_duty
    where contract_id = any(%(contracts)s) and due_at >= %(start)s::timestamp at time zone 'Asia/Shanghai'
      and due_at < %(end)s::timestamp at time zone 'Asia/Shanghai' and (due_at <= %(now)s or closed_at <= due_at)
    group by 1, 2, 3"""


# Of a day of a store the latest file counts; a day weighs as much as it had conversations.
_SERVICE = """
    select d.contract_id, coalesce(s.channel, ''), d.store, to_char(d.day, 'YYYY-MM') as month,
           sum(d.first_response_seconds::bigint * d.conversations)::bigint, sum(d.conversations)::bigint,
           sum(d.resolved)::bigint
    from (select distinct on (contract_id, store, day) * from staffing_serviceday
          where contract_id = any(%(contracts)s) and day >= %(start)s and day < %(end)s
          order by contract_id, store, day, handed_in_at desc, id desc) d
    left join lateral (select min(channel) as channel from orders_store
          where contract_id = d.contract_id and name = d.store) s on true
    group by 1, 2, 3, 4"""
# Of a month of a store what was told last counts.
_RATINGS = """
    select r.contract_id, coalesce(s.channel, ''), r.store, r.month, r.description, r.service, r.logistics, r.out_of
    from (select distinct on (contract_id, store, month) * from scorecards_storerating
          where contract_id = any(%(contracts)s) and month = any(%(months)s) order by contract_id, store, month, id desc) r
    left join lateral (select min(channel) as channel from orders_store
          where contract_id = r.contract_id and name = r.store) s on true"""


@clause("JD-1")
def list_figures(contracts: Sequence[Contract], months: Sequence[str], now: datetime) -> list[Row]:
    """All figures of these contracts in these months, which follow one another; what nothing is known of has no row."""
    ids = sorted(contract.pk for contract in contracts)

    def make() -> list[Row]:
        return [
            *_of_orders(ids, months, now),
            *_of_service(ids, months, now),
            *_of_ratings(ids, months),
            *_of_duties(ids, months, now),
            *_of_plan(contracts, months, now),
            *_of_statements(ids, months),
        ]

    return kept(ids, ("scorecards", tuple(months)), make, rows=_lines)


def _lines(rows: Sequence[Row]) -> int:
    return sum(row.figure.of or 0 for row in rows if row.measure == SHIPPED)


def _of_orders(ids: Sequence[int], months: Sequence[str], now: datetime) -> Iterator[Row]:
    values = values_of(ids, months, now) | limit_values(ids)
    for contract_id, channel, store, month, revenue, back, due, in_time in fetch(_ORDERS, values):
        place = Place(contract_id, channel, store)
        yield Row(place, REVENUE, month, Figure(revenue - back))
        yield Row(place, REFUND_RATE, month, Figure(back, revenue))
        yield Row(place, SHIPPED, month, Figure(in_time, due))
        yield Row(place, BREACHES, month, Figure(0))
    for contract_id, channel, store, month, count in fetch(_BREACHES, values):
        yield Row(Place(contract_id, channel, store), BREACHES, month, Figure(count))


def _of_service(ids: Sequence[int], months: Sequence[str], now: datetime) -> Iterator[Row]:
    for contract_id, channel, store, month, seconds, count, resolved in fetch(
        _SERVICE, values_of(ids, months, now)
    ):
        place = Place(contract_id, channel, store)
        yield Row(place, RESPONSE, month, Figure(seconds, count))
        yield Row(place, RESOLVED, month, Figure(resolved, count))


def _of_ratings(ids: Sequence[int], months: Sequence[str]) -> Iterator[Row]:
    values = {"contracts": list(ids), "months": list(months)}
    for contract_id, channel, store, month, *scores, out_of in fetch(_RATINGS, values):
        place = Place(contract_id, channel, store)
        for measure, score in zip(RATINGS, scores, strict=True):
            if score is not None:
                yield Row(place, measure, month, Figure(score, out_of * 100), stands_alone=True)


def _of_duties(ids: Sequence[int], months: Sequence[str], now: datetime) -> Iterator[Row]:
    values = values_of(ids, months, now) | {"approvals": list(APPROVAL_KINDS)}
    for contract_id, side, month, in_time, due, answered, asked in fetch(_DUTIES, values):
        yield Row(Place(contract_id), DUTIES_OF[side], month, Figure(in_time, due))
        if side == "a" and asked:
            yield Row(Place(contract_id), APPROVALS, month, Figure(answered, asked))


def _of_plan(contracts: Sequence[Contract], months: Sequence[str], now: datetime) -> Iterator[Row]:
    for contract_id, each in unmet_plan(contracts, months, now):
        yield Row(Place(contract_id), DUTIES_OF[each.side], f"{each.due_on:%Y-%m}", Figure(0, 1))


def unmet_plan(
    contracts: Sequence[Contract], months: Sequence[str], now: datetime
) -> Iterator[tuple[int, Planned]]:
    """What a contract itself made a side do by a day that has passed, and nobody has declared done or paid."""
    standings, today = list_standings(contracts), day_of(now)
    accounts, done = load_accounts(standings), list_done_keys(list(standings))
    within = Period(month_period(months[0]).start, month_period(months[-1]).end)
    for contract_id, standing in standings.items():
        paid = accounts[contract_id].fees_paid(now)
        for each in list_planned(living_of(standing, today), within, on=today):
            is_met = (contract_id, each.key) in done or (
                each.facts.get("term"),
                each.facts.get("nth"),
            ) in paid
            if not is_met and each.kind != THE_END and day_end_at(each.due_on) < now:
                yield contract_id, each


def _of_statements(ids: Sequence[int], months: Sequence[str]) -> Iterator[Row]:
    """What a sent statement gives the agency, its components and the adjustments; and what is left of its sales."""
    sent = only_sent(Statement.objects.filter(contract__in=ids, month__in=list(months)))
    columns = ("contract_id", "month", "figures__components", "figures__adjustments", "figures__totals")
    for contract_id, month, components, adjustments, totals in sent.values_list(*columns):
        share = sum(each["amount"] for each in components) + adjustments
        yield Row(Place(contract_id), AGENCY_SHARE, month, Figure(share))
        if totals["cost"] and totals["revenue"] > 0:  # without a cost it is no profit of the goods
            yield Row(Place(contract_id), MARGIN, month, Figure(totals["profit"], totals["revenue"]))


def values_of(ids: Sequence[int], months: Sequence[str], now: datetime) -> dict[str, Any]:
    """What the statements are asked with."""
    start, end = month_period(months[0]).start, month_period(months[-1]).end
    return {"contracts": list(ids), "start": start, "end": end, "now": now}


def fetch(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
