"""The list of orders: searched, filtered, counted per view and paged by key; its rows for export."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import connection

from paidang.contracts.queries.kept import kept
from paidang.orders.models import Store
from paidang.orders.queries.search import SEARCH_MAX, find_by_text

PAGE_ORDERS = 50
NEAR_LINES = (500, 5_000)
"""How many of the next lines a page is looked for among, before all orders that may match are."""
EXPORT_LINES_MAX, EXPORT_FOUND_MAX = 2_000_000, 50_000
BELOW_FLOOR, HELD = "below_floor", "on_hold"
NOTHING = ("~",)
"""Picked: no order at all."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which orders are asked for: of contracts, in a view (one of IN_VIEW, "" for all), of a store, paid from one day to
    another (both in), found by a text (`queries.search`); `picked`: none but these."""

    contract_ids: Sequence[int]
    view: str = ""
    store: str = ""
    paid_from: date | None = None
    paid_to: date | None = None
    text: str = ""
    picked: Sequence[str] = ()
    newest_first: bool = True


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order as the list shows it. `state`: unshipped, on_hold, part_shipped, moving, done, part_refunded, refunded."""

    contract_id: int
    order_id: str
    channel: str
    store: str
    paid_at: datetime
    shipped_at: datetime | None
    completed_at: datetime | None
    lines: int
    quantity: int
    revenue_fen: int
    refunded_fen: int
    state: str
    is_below_floor: bool
    goods: list[tuple[str, int]] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The place of this order in the list."""
        return f"{self.paid_at.isoformat()}~{self.pick}"

    @property
    def pick(self) -> str:
        """The order among all of them, to be picked by."""
        return f"{self.contract_id}~{self.order_id}"


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Some orders, with the numbers of all that match: per view, in sum, and how many come before these.

    `is_capped`: more were found by the text than are looked at; these are the newest.
    """

    rows: list[OrderRow]
    counts: Mapping[str, int]
    total: int
    before: int
    revenue_fen: int
    refunded_fen: int
    first_paid_at: datetime | None
    has_next: bool
    is_capped: bool = False


# Every order that matches, with its state, of all or of those `near`: orders among which all that match are.
# An order counts as refunded as soon as one of its lines is.
ORDERS = """
    with {near}back as materialized (
        select l.contract_id, l.order_id, sum(r.amount_fen)::bigint as fen
        from orders_refund r join orders_orderline l on l.contract_id = r.contract_id and l.line_id = r.line_id
        where r.contract_id = any(%(contracts)s){back_among} group by 1, 2
    ), low as materialized (
        select distinct contract_id, order_id from orders_breach
        where contract_id = any(%(contracts)s) and withdrawn_at is null
    ), held as materialized (
        select distinct contract_id, order_id from orders_orderhold
        where contract_id = any(%(contracts)s) and released_at is null
    ), summed as (
        select contract_id, order_id, min(channel) as channel, min(store) as store, max(paid_at) as paid_at,
               max(shipped_at) as shipped_at, max(completed_at) as completed_at,
               bool_and(shipped_at is not null or completed_at is not null) as is_shipped,
               bool_or(shipped_at is not null or completed_at is not null) as is_begun,
               bool_and(completed_at is not null) as is_done, count(*) as lines, sum(quantity)::bigint as quantity,
               sum(unit_price_fen * quantity - merchant_discount_fen)::bigint as revenue_fen
        from orders_orderline where contract_id = any(%(contracts)s){among} group by contract_id, order_id having {having}
    ), found as (
        select s.*, coalesce(back.fen, 0) as refunded_fen, low.order_id is not null as is_below_floor,
               case when back.fen >= s.revenue_fen then 'refunded' when back.fen is not null then 'part_refunded'
                    when is_done then 'done' when is_shipped then 'moving' when held.order_id is not null then 'on_hold'
                    when is_begun then 'part_shipped' else 'unshipped' end as state
        from summed s left join back using (contract_id, order_id) left join low using (contract_id, order_id)
        left join held using (contract_id, order_id)
    )"""
KEY = "(paid_at, contract_id, order_id)"
FROM_KEY = "(%(key_at)s::timestamptz, %(key_contract)s::bigint, %(key_order)s)"
ROW = (
    "contract_id, order_id, channel, store, paid_at, shipped_at, completed_at, lines, quantity, revenue_fen,"
    " refunded_fen, state, is_below_floor"
)
IN_VIEW = {
    "": "true",
    "unshipped": "state in ('unshipped', 'part_shipped')",
    HELD: "state = 'on_hold'",
    "moving": "state = 'moving'",
    "done": "state = 'done'",
    "refunded": "state in ('refunded', 'part_refunded')",
    BELOW_FLOOR: "is_below_floor",
}


def _having(wanted: Wanted, values: dict[str, Any]) -> str:
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


def _orders(having: str, near: str = "") -> str:
    """ORDERS, of all orders or of those in `near`, a query of contract_id and order_id."""
    if not near:
        return ORDERS.format(near="", back_among="", among="", having=having)
    among = " and ({0}contract_id, {0}order_id) in (select contract_id, order_id from near)"
    return ORDERS.format(
        near=f"near as materialized (select distinct contract_id, order_id from ({near}) lines), ",
        back_among=among.format("l."),
        among=among.format(""),
        having=having,
    )


def _candidates(wanted: Wanted, *, view: bool) -> str:
    """A query of orders that all that match are among, by what at least one line of each must be; empty: no such sign.

    `view`: of the view that is asked for, else of all views.
    """
    lines = "select contract_id, order_id from orders_orderline where contract_id = any(%(contracts)s) and "
    if wanted.picked:
        return lines + "order_id = any(%(picked_ids)s)"
    if view and wanted.view in _LINES_OF_VIEW:
        return _LINES_OF_VIEW[wanted.view].format(lines=lines)
    if wanted.paid_from or wanted.paid_to:
        return lines + " and ".join(_paid("paid_at", wanted))
    return ""


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


def _paid(moment: str, wanted: Wanted) -> list[str]:
    """The conditions on a moment of payment; %(from)s and %(to)s are days in Shanghai, both in."""
    conditions = []
    if wanted.paid_from:
        conditions.append(f"{moment} >= %(from)s::timestamp at time zone 'Asia/Shanghai'")
    if wanted.paid_to:
        conditions.append(f"{moment} < (%(to)s::date + 1)::timestamp at time zone 'Asia/Shanghai'")
    return conditions


def _key(text: str, values: dict[str, Any]) -> bool:
    """Read a place in the list; a text that is none is no place."""
    at, _, rest = text.partition("~")
    contract_id, _, order_id = rest.partition("~")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return False
    if moment.tzinfo is None or not contract_id.isdecimal() or len(contract_id) > 18 or not order_id:
        return False
    values |= {"key_at": moment, "key_contract": int(contract_id), "key_order": order_id}
    return True


def list_orders(
    wanted: Wanted, *, after: str = "", before: str = "", first: int = 0, most: int = PAGE_ORDERS
) -> OrderPage:
    """One page after or before an order's key, the newest payment first, with the counts of every view.

    `first` is how many orders come before `after`; it is only shown.
    """
    wanted, is_capped = _found_by_text(wanted, SEARCH_MAX)
    values: dict[str, Any] = {"contracts": list(wanted.contract_ids), "most": most + 1}
    having = _having(wanted, values)
    totals = kept(wanted.contract_ids, ("orders", wanted), lambda: _count(wanted, having, values))
    backwards = bool(before) and _key(before, values)
    has_key = backwards or (bool(after) and _key(after, values))
    towards_older = wanted.newest_first is not backwards
    place = {"has_key": has_key, "towards_older": towards_older}
    for lines in () if wanted.picked else NEAR_LINES:
        if (rows := _near(wanted, having, values, lines, **place)) is not None:
            break
    else:
        rows = _page(wanted, having, values, near=_candidates(wanted, view=True), **place)
    has_more = len(rows) > most
    rows = rows[:most]
    if backwards:
        rows.reverse()
    total = totals.counts[wanted.view]
    known = first - len(rows) if backwards else first if has_key else 0
    return OrderPage(
        rows=_with_goods(rows),
        counts=totals.counts,
        total=total,
        before=max(0, min(known, total - len(rows))) if not backwards or has_more else 0,
        revenue_fen=totals.revenue_fen,
        refunded_fen=totals.refunded_fen,
        first_paid_at=totals.first_paid_at,
        has_next=backwards or has_more,
        is_capped=is_capped,
    )


def _found_by_text(wanted: Wanted, most: int) -> tuple[Wanted, bool]:
    """The same with the orders picked that its text finds, and whether it finds more than so many."""
    if not wanted.text:
        return wanted, False
    found = find_by_text(wanted.contract_ids, wanted.text, most=most)
    picks = [pick for pick in found if not wanted.picked or pick in set(wanted.picked)]
    return replace(wanted, text="", picked=picks or NOTHING), len(found) >= most


@dataclass(frozen=True, slots=True)
class _Totals:
    """What all orders that match come to, and those of each view."""

    counts: Mapping[str, int]
    revenue_fen: int
    refunded_fen: int
    first_paid_at: datetime | None


def _count(wanted: Wanted, having: str, values: dict[str, Any]) -> _Totals:
    """Count all orders."""
    in_view = IN_VIEW[wanted.view]
    counted = ", ".join(f"count(*) filter (where {condition})" for condition in IN_VIEW.values())
    near = _candidates(wanted, view=False)
    sql = f"""{_orders(having, near)}
        select array[{counted}], coalesce(sum(revenue_fen) filter (where {in_view}), 0)::bigint,
               coalesce(sum(refunded_fen) filter (where {in_view}), 0)::bigint, min(paid_at) filter (where {in_view})
        from found"""
    [(views, *rest)] = _fetch(sql, values, BY_ORDER if not near else FEW_BY_LOOKUP)
    return _Totals(dict(zip(IN_VIEW, views, strict=True)), *rest)


def _near(
    wanted: Wanted,
    having: str,
    values: dict[str, Any],
    most_lines: int,
    *,
    has_key: bool,
    towards_older: bool,
) -> list[OrderRow] | None:
    """The page from the next lines by moment of payment alone; None if it cannot be told from them.

    An order stands where its last payment stands. So the orders of those lines are the next ones, up to the last line.
    """
    if not wanted.contract_ids:
        return []
    sign, order, end = ("<=", "desc", "min") if towards_older else (">=", "asc", "max")
    past = f" and paid_at {sign} %(key_at)s" if has_key else ""
    # contract by contract: only so are they read from the index in their order
    each = " union all ".join(
        f"""(select contract_id, order_id, paid_at from orders_orderline
        where contract_id = {int(pk)}{past} order by paid_at {order} limit {most_lines})"""
        for pk in wanted.contract_ids
    )
    lines = f"select * from ({each}) next order by paid_at {order} limit {most_lines}"
    [(count, last_at)] = _fetch(f"select count(*), {end}(paid_at) from ({lines}) near", values)
    rows = _page(wanted, having, values, near=lines, has_key=has_key, towards_older=towards_older)
    if count < most_lines:
        return rows
    if len(rows) < values["most"]:
        return None
    found_at = rows[-1].paid_at
    return rows if (found_at > last_at if towards_older else found_at < last_at) else None


def _page(
    wanted: Wanted, having: str, values: dict[str, Any], *, near: str = "", has_key: bool, towards_older: bool
) -> list[OrderRow]:
    past = f" and {KEY} {'<' if towards_older else '>'} {FROM_KEY}" if has_key else ""
    order = "desc" if towards_older else "asc"
    sql = f"""{_orders(having, near)}
        select {ROW} from found where {IN_VIEW[wanted.view]}{past}
        order by paid_at {order}, contract_id {order}, order_id {order} limit %(most)s"""
    return [OrderRow(*row) for row in _fetch(sql, values)]


# How the database is to go about it. Its own guess for a million lines is to gather them by hash, then to sort half a
# million text ids: twice as long as reading the lines in the order of the orders' index, or looking up the few.
FEW_BY_LOOKUP = "set local enable_mergejoin = off"
BY_ORDER = "set local enable_hashagg = off; set local enable_sort = off"
AS_BEFORE = "set local enable_mergejoin to default; set local enable_hashagg to default; set local enable_sort to default"


def _fetch(sql: str, values: dict[str, Any], way: str = FEW_BY_LOOKUP) -> list[tuple[Any, ...]]:
    """Without compiling: that takes longer than running such a query."""
    with connection.cursor() as cursor:
        cursor.execute(f"set local work_mem = '64MB'; set local jit = off; {way}")
        cursor.execute(sql, values)
        rows = list(cursor.fetchall())
        cursor.execute(AS_BEFORE)
        return rows


def _with_goods(rows: list[OrderRow]) -> list[OrderRow]:
    """Tell each order of the page its SKUs."""
    by_order = {(row.contract_id, row.order_id): row for row in rows}
    with connection.cursor() as cursor:
        cursor.execute(
            """select contract_id, order_id, sku, sum(quantity)::bigint from orders_orderline
            where contract_id = any(%s) and order_id = any(%s) group by 1, 2, 3 order by min(line_id)""",
            [list({row.contract_id for row in rows}), [row.order_id for row in rows]],
        )
        for contract_id, order_id, sku, quantity in cursor.fetchall():
            if row := by_order.get((contract_id, order_id)):
                row.goods.append((sku, quantity))
    return rows


def iter_lines(wanted: Wanted) -> Iterator[tuple[Any, ...]]:
    """Every line of the orders asked for: contract, order, line, store, SKU, quantity, unit price, discount, revenue,
    what of it was refunded, paid, shipped, completed, state of the order."""
    wanted, _is_capped = _found_by_text(wanted, EXPORT_FOUND_MAX)
    values: dict[str, Any] = {"contracts": list(wanted.contract_ids), "most": EXPORT_LINES_MAX}
    having, order = _having(wanted, values), "desc" if wanted.newest_first else "asc"
    sql = f"""{_orders(having, _candidates(wanted, view=True))}, refunded as (
            select contract_id, line_id, sum(amount_fen)::bigint as fen from orders_refund
            where contract_id = any(%(contracts)s) group by 1, 2
        )
        select c.code, l.order_id, l.line_id, l.store, l.sku, l.quantity, l.unit_price_fen, l.merchant_discount_fen,
               l.unit_price_fen * l.quantity - l.merchant_discount_fen, coalesce(r.fen, 0),
               l.paid_at, l.shipped_at, l.completed_at, found.state
        from (select * from found where {IN_VIEW[wanted.view]}) found
        join orders_orderline l using (contract_id, order_id)
        join contracts_contract c on c.id = l.contract_id
        left join refunded r on r.contract_id = l.contract_id and r.line_id = l.line_id
        order by found.paid_at {order}, l.contract_id, l.order_id, l.line_id limit %(most)s"""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        while block := cursor.fetchmany(5_000):
            yield from block


def list_stores(contract_ids: Sequence[int]) -> list[str]:
    """The stores of the contracts, by name."""
    found = Store.objects.filter(contract_id__in=contract_ids).values_list("name", flat=True)
    return sorted(set(found))
