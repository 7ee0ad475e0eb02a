"""Which orders are asked for: the one query that finds them with their state, by what at least one line of each must be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection

from paidang.orders.queries.search import find_by_text

BELOW_FLOOR, HELD = "below_floor", "on_hold"
NOTHING = ("~",)
"""Picked: no order at all."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which orders are asked for: of contracts, in a view (one of IN_VIEW, "" for all), of a store, paid from one day to
    another (both in), found by a text (`queries.search`); `picked`: none but these. `by_deadline`: those that must leave
    by a moment, the most urgent first.
    """

    contract_ids: Sequence[int]
    view: str = ""
    store: str = ""
    paid_from: date | None = None
    paid_to: date | None = None
    text: str = ""
    picked: Sequence[str] = ()
    newest_first: bool = True
    by_deadline: bool = False


# Every order that matches, with its state, of all or of those `near`: orders among which all that match are, whose lines are
# looked up once. An order counts as refunded as soon as one of its lines is. What is below the floor or held is asked in the
# select: so it is hashed once, while as a join the planner, which guesses few orders, compares each with each. `offset 0`: the
# state is told once, not for each view anew. `gone`: of the lines whose platform has not said yet that they left, those of which
# our own parcels took units along, looked up line by line; `rules.states.Line` says the same of one.
ORDERS = """
    with {near}gone as materialized (
        select l.contract_id, l.order_id, l.line_id, p.left_at,
               p.units >= l.quantity - coalesce((select sum(r.quantity) from orders_refund r
                   where r.contract_id = l.contract_id and r.line_id = l.line_id), 0) as is_whole
        from {lines} l join lateral (
            select sum(q.quantity) as units, max(b.shipped_at) as left_at
            from orders_parcelline q join orders_parcel b on b.id = q.parcel_id
            where q.contract_id = l.contract_id and q.order_id = l.order_id and q.line_id = l.line_id
              and b.shipped_at is not null) p on p.units > 0
        where l.contract_id = any(%(contracts)s) and l.shipped_at is null and l.completed_at is null
    ), back as materialized (
        select l.contract_id, l.order_id, sum(r.amount_fen)::bigint as fen
        from orders_refund r join {lines} l on l.contract_id = r.contract_id and l.line_id = r.line_id
        where r.contract_id = any(%(contracts)s) group by 1, 2
    ), summed as (
        select contract_id, order_id, min(channel) as channel, min(store) as store, max(paid_at) as paid_at,
               max(shipped_at) as shipped_at, max(completed_at) as completed_at,
               bool_and(shipped_at is not null or completed_at is not null
                   or (contract_id, line_id) in (select contract_id, line_id from gone where is_whole)) as is_shipped,
               bool_or(shipped_at is not null or completed_at is not null
                   or (contract_id, line_id) in (select contract_id, line_id from gone)) as is_begun,
               bool_and(completed_at is not null) as is_done, count(*) as lines, sum(quantity)::bigint as quantity,
               sum(unit_price_fen * quantity - merchant_discount_fen)::bigint as revenue_fen
        from {lines} where contract_id = any(%(contracts)s) group by contract_id, order_id having {having}
    ), found as (
        select s.*, coalesce(back.fen, 0) as refunded_fen, (contract_id, order_id) in (
                   select contract_id, order_id from orders_breach
                   where contract_id = any(%(contracts)s) and withdrawn_at is null) as is_below_floor,
               case when back.fen >= s.revenue_fen then 'refunded' when back.fen is not null then 'part_refunded'
                    when is_done then 'done' when is_shipped then 'moving' when (contract_id, order_id) in (
                   select contract_id, order_id from orders_orderhold
                   where contract_id = any(%(contracts)s) and released_at is null) then 'on_hold'
                    when is_begun then 'part_shipped' else 'unshipped' end as state
        from summed s left join back using (contract_id, order_id) offset 0
    )"""
NEAR = """near as materialized (select distinct contract_id, order_id from ({near}) found), near_lines as materialized (
        select contract_id, order_id, line_id, channel, store, paid_at, shipped_at, completed_at, quantity, unit_price_fen,
               merchant_discount_fen
        from orders_orderline
        where contract_id = any(%(contracts)s) and (contract_id, order_id) in (select contract_id, order_id from near)
    ), """
IN_VIEW = {
    "": "true",
    "unshipped": "state in ('unshipped', 'part_shipped')",
    HELD: "state = 'on_hold'",
    "moving": "state = 'moving'",
    "done": "state = 'done'",
    "refunded": "state in ('refunded', 'part_refunded')",
    BELOW_FLOOR: "is_below_floor",
}


def having_of(wanted: Wanted, values: dict[str, Any]) -> str:
    conditions = ["true"]
    if wanted.store:
        conditions.append("min(store) = %(store)s")
        values["store"] = wanted.store
    conditions += _paid("max(paid_at)", wanted)
    values |= {"from": wanted.paid_from, "to": wanted.paid_to}
    if wanted.picked:
        conditions.append("contract_id || '~' || order_id = any(%(picked)s)")
        values["picked"] = list(wanted.picked)
        values["picked_ids"] = [pick.partition("~")[2] for pick in wanted.picked]
    return " and ".join(conditions)


def orders_sql(having: str, near: str = "") -> str:
    """ORDERS, of all orders or of those in `near`, a query of contract_id and order_id."""
    if not near:
        return ORDERS.format(near="", lines="orders_orderline", having=having)
    return ORDERS.format(near=NEAR.format(near=near), lines="near_lines", having=having)


def candidates(wanted: Wanted, *, view: bool) -> str:
    """A query of orders that all that match are among, by what at least one line of each must be; empty: no such sign.

    `view`: of the view that is asked for, else of all views.
    """
    if wanted.picked:
        return LINES + "order_id = any(%(picked_ids)s)"
    if view and wanted.view in _LINES_OF_VIEW:
        return lines_of_view(wanted.view)
    if wanted.paid_from or wanted.paid_to:
        return LINES + " and ".join(_paid("paid_at", wanted))
    return ""


def lines_of_view(view: str) -> str:
    """A query of orders that all of a view are among; of those views only that have such a sign."""
    return _LINES_OF_VIEW[view].format(lines=LINES)


LINES = "select contract_id, order_id from orders_orderline where contract_id = any(%(contracts)s) and "
_LINES_OF_VIEW = {
    "unshipped": "{lines} shipped_at is null and completed_at is null",
    "moving": "{lines} completed_at is null",
    "refunded": """select l.contract_id, l.order_id from orders_refund r
        join orders_orderline l on l.contract_id = r.contract_id and l.line_id = r.line_id
        where r.contract_id = any(%(contracts)s)""",
    HELD: """select contract_id, order_id from orders_orderhold
        where contract_id = any(%(contracts)s) and released_at is null""",
    BELOW_FLOOR: """select contract_id, order_id from orders_breach
        where contract_id = any(%(contracts)s) and withdrawn_at is null""",
}


_EVERY_LINE = {
    "moving": """(shipped_at is not null or completed_at is not null or (select true
        from orders_parcelline q join orders_parcel b on b.id = q.parcel_id
        where q.contract_id = orders_orderline.contract_id and q.order_id = orders_orderline.order_id
          and q.line_id = orders_orderline.line_id and b.shipped_at is not null limit 1))""",
    "done": "completed_at is not null",
    "refunded": """exists (select from orders_orderline k
        join orders_refund r on r.contract_id = k.contract_id and r.line_id = k.line_id
        where k.contract_id = orders_orderline.contract_id and k.order_id = orders_orderline.order_id)""",
    BELOW_FLOOR: """(contract_id, order_id) in (select contract_id, order_id from orders_breach
        where contract_id = any(%(contracts)s) and withdrawn_at is null)""",
}
"""By view what every line of its orders is."""


def of_last_line(wanted: Wanted) -> str:
    """What the last paid line of each order that is asked for is known to be, as conditions to add; empty: nothing."""
    conditions = _paid("paid_at", wanted)
    if wanted.view in _EVERY_LINE:
        conditions.append(_EVERY_LINE[wanted.view])
    return "".join(f" and {condition}" for condition in conditions)


def _paid(moment: str, wanted: Wanted) -> list[str]:
    """The conditions on a moment of payment; %(from)s and %(to)s are days in Shanghai, both in."""
    conditions = []
    if wanted.paid_from:
        conditions.append(f"{moment} >= %(from)s::timestamp at time zone 'Asia/Shanghai'")
    if wanted.paid_to:
        conditions.append(f"{moment} < (%(to)s::date + 1)::timestamp at time zone 'Asia/Shanghai'")
    return conditions


def pick_by_text(wanted: Wanted, most: int) -> tuple[Wanted, bool]:
    """The same with the orders picked that its text finds, and whether it finds more than so many."""
    if not wanted.text:
        return wanted, False
    found = find_by_text(wanted.contract_ids, wanted.text, most=most)
    picks = [pick for pick in found if not wanted.picked or pick in set(wanted.picked)]
    return replace(wanted, text="", picked=picks or NOTHING), len(found) >= most


# How the database is to go about it. Its own guess for a million lines is to gather them by hash, then to sort half a
# million text ids: twice as long as reading the lines in the order of the orders' index, or looking up the few. Of the next
# lines by payment it would first join all refunds there are.
FEW_BY_LOOKUP = "set local enable_mergejoin = off"
BY_WALK = "set local enable_mergejoin = off; set local enable_hashjoin = off"
BY_ORDER = "set local enable_hashagg = off; set local enable_sort = off"
AS_BEFORE = "set local enable_mergejoin to default; set local enable_hashjoin to default; set local enable_hashagg to default; set local enable_sort to default"


def fetch(sql: str, values: dict[str, Any], way: str = FEW_BY_LOOKUP) -> list[tuple[Any, ...]]:
    """The rows, gathered that way."""
    with connection.cursor() as cursor:
        cursor.execute(f"set local work_mem = '64MB'; {way}")
        cursor.execute(sql, values)
        rows = list(cursor.fetchall())
        cursor.execute(AS_BEFORE)
        return rows
