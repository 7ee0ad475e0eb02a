"""The list of orders: searched, filtered, counted per view and paged by key; its rows for export."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from paidang.orders.models import Store
from paidang.orders.queries.deadlines import DUE, limit_values
from paidang.orders.queries.matching import (
    BY_WALK,
    IN_VIEW,
    Wanted,
    candidates,
    fetch,
    having_of,
    of_last_line,
    orders_sql,
    pick_by_text,
)
from paidang.orders.queries.search import SEARCH_MAX
from paidang.orders.queries.totals import totals_of

PAGE_ORDERS = 50
NEAR_LINES = (150, 600, 5_000, 50_000)
"""How many of the next lines a page is looked for among, before all orders that may match are."""
EXPORT_LINES_MAX, EXPORT_FOUND_MAX = 2_000_000, 50_000


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order as the list shows it. `state`: unshipped, on_hold, part_shipped, moving, done, part_refunded, refunded.

    `ranked_at`: the moment that the list is sorted by, of payment or by which it must leave.
    """

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
    ranked_at: datetime
    goods: list[tuple[str, int]] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The place of this order in the list."""
        return f"{self.ranked_at.isoformat()}~{self.pick}"

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


KEY = "({moment}, contract_id, order_id)"
LAST_IF_NEVER = "coalesce(ship_by, paid_at + interval '1000 years')"
"""What nobody limits, or has left, comes after all that must leave."""
FROM_KEY = "(%(key_at)s::timestamptz, %(key_contract)s::bigint, %(key_order)s)"
ROW = """contract_id, order_id, channel, store, paid_at,
        coalesce(shipped_at, (select max(left_at) from gone
            where gone.contract_id = found.contract_id and gone.order_id = found.order_id)) as shipped_at,
        completed_at, lines, quantity, revenue_fen, refunded_fen, state, is_below_floor"""


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
    wanted, is_capped = pick_by_text(wanted, SEARCH_MAX)
    values: dict[str, Any] = {"contracts": list(wanted.contract_ids), "most": most + 1}
    if wanted.by_deadline:
        values |= limit_values(wanted.contract_ids)
    having = having_of(wanted, values)
    totals = totals_of(wanted, having, values)
    backwards = bool(before) and _key(before, values)
    has_key = backwards or (bool(after) and _key(after, values))
    towards_older = (wanted.newest_first and not wanted.by_deadline) is not backwards
    place = {"has_key": has_key, "towards_older": towards_older}
    few = candidates(wanted, view=True)
    levels = NEAR_LINES[:2] if few else NEAR_LINES
    for lines in () if wanted.picked or wanted.by_deadline else levels:
        if (rows := _near(wanted, having, values, lines, **place)) is not None:
            break
    else:
        rows = _page(wanted, having, values, near=few, **place)
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


def count_orders(wanted: Wanted) -> Mapping[str, int]:
    """How many orders each view has; none of them is looked at."""
    wanted, _is_capped = pick_by_text(wanted, SEARCH_MAX)
    values: dict[str, Any] = {"contracts": list(wanted.contract_ids)}
    return totals_of(wanted, having_of(wanted, values), values).counts


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

    An order stands where its last payment stands. So the orders of those lines are the next ones, up to the last line; of
    lines that no order asked for is paid last with, none is looked at.
    """
    if not wanted.contract_ids:
        return []
    sign, order = ("<=", "desc") if towards_older else (">=", "asc")
    past = f" and paid_at {sign} %(key_at)s" if has_key else ""
    # contract by contract: only so are they read from the index in their order
    each = " union all ".join(
        f"""(select contract_id, order_id, paid_at from orders_orderline
        where contract_id = {int(pk)}{past}{of_last_line(wanted)} order by paid_at {order} limit {most_lines})"""
        for pk in wanted.contract_ids
    )
    lines = fetch(f"select * from ({each}) next order by paid_at {order} limit {most_lines}", values, BY_WALK)
    among = {"near_contracts": [line[0] for line in lines], "near_orders": [line[1] for line in lines]}
    near = "select * from unnest(%(near_contracts)s::bigint[], %(near_orders)s::varchar[]) n (contract_id, order_id)"
    rows = _page(wanted, having, values | among, near=near, has_key=has_key, towards_older=towards_older)
    if len(lines) < most_lines:
        return rows
    if len(rows) < values["most"]:
        return None
    found_at, last_at = rows[-1].paid_at, lines[-1][2]
    return rows if (found_at > last_at if towards_older else found_at < last_at) else None


def _page(
    wanted: Wanted, having: str, values: dict[str, Any], *, near: str = "", has_key: bool, towards_older: bool
) -> list[OrderRow]:
    moment = LAST_IF_NEVER if wanted.by_deadline else "paid_at"
    past = f" and {KEY.format(moment=moment)} {'<' if towards_older else '>'} {FROM_KEY}" if has_key else ""
    order = "desc" if towards_older else "asc"
    due, join = "", ""
    if wanted.by_deadline:  # reckoned once, not for each order anew
        due = f", due as materialized ({DUE.format(within='is not null')})"
        join = " left join due using (contract_id, order_id)"
    sql = f"""{orders_sql(having, near)}{due}
        select {ROW}, {moment} from found{join} where {IN_VIEW[wanted.view]}{past}
        order by {moment} {order}, contract_id {order}, order_id {order} limit %(most)s"""
    return [OrderRow(*row) for row in fetch(sql, values)]


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
    wanted, _is_capped = pick_by_text(wanted, EXPORT_FOUND_MAX)
    values: dict[str, Any] = {"contracts": list(wanted.contract_ids), "most": EXPORT_LINES_MAX}
    having, order = having_of(wanted, values), "desc" if wanted.newest_first else "asc"
    sql = f"""{orders_sql(having, candidates(wanted, view=True))}, refunded as (
            select contract_id, line_id, sum(amount_fen)::bigint as fen from orders_refund
            where contract_id = any(%(contracts)s) group by 1, 2
        )
        select c.code, l.order_id, l.line_id, l.store, l.sku, l.quantity, l.unit_price_fen, l.merchant_discount_fen,
               l.unit_price_fen * l.quantity - l.merchant_discount_fen, coalesce(r.fen, 0),
               l.paid_at, coalesce(l.shipped_at, gone.left_at), l.completed_at, found.state
        from (select * from found where {IN_VIEW[wanted.view]}) found
        join orders_orderline l using (contract_id, order_id)
        join contracts_contract c on c.id = l.contract_id
        left join refunded r on r.contract_id = l.contract_id and r.line_id = l.line_id
        left join gone on gone.contract_id = l.contract_id and gone.line_id = l.line_id and gone.is_whole
        order by found.paid_at {order}, l.contract_id, l.order_id, l.line_id limit %(most)s"""
    with connection.chunked_cursor() as cursor:  # the rows stay with the database until they are fetched
        cursor.execute(sql, values)
        while block := cursor.fetchmany(5_000):
            yield from block


def list_stores(contract_ids: Sequence[int]) -> list[str]:
    """The stores of the contracts, by name."""
    found = Store.objects.filter(contract_id__in=contract_ids).values_list("name", flat=True)
    return sorted(set(found))
