"""What all orders that match come to: how many in each view, their sums."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from paidang.contracts.queries.kept import aging_s, kept
from paidang.orders.queries.matching import (
    BELOW_FLOOR,
    BY_ORDER,
    FEW_BY_LOOKUP,
    HELD,
    IN_VIEW,
    Wanted,
    candidates,
    fetch,
    lines_of_view,
    orders_sql,
)

OPEN_VIEWS = ("unshipped", HELD, BELOW_FLOOR)
"""What people work off: few of all orders, found by an index and counted anew at each change."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What all orders that match come to, and those of each view."""

    counts: Mapping[str, int]
    revenue_fen: int
    refunded_fen: int
    first_paid_at: datetime | None


def totals_of(wanted: Wanted, having: str, values: dict[str, Any]) -> Totals:
    """The totals as they are; of many orders, those of all but the open views as they were a moment ago."""
    ids = wanted.contract_ids
    of_all = kept(ids, ("orders", wanted), lambda: _count(wanted, having, values), rows=_orders)
    if not aging_s(_orders(of_all)) or wanted.picked:
        return of_all
    of_open = kept(ids, ("open orders", wanted), lambda: _count_open(wanted, having, values))
    counts = dict(of_all.counts) | {view: of_open.counts[view] for view in OPEN_VIEWS}
    return replace(of_open if wanted.view in OPEN_VIEWS else of_all, counts=counts)


def _orders(totals: Totals) -> int:
    return totals.counts[""]


def _count(wanted: Wanted, having: str, values: dict[str, Any]) -> Totals:
    near = candidates(wanted, view=False)
    return _sum(wanted, orders_sql(having, near), values, FEW_BY_LOOKUP if near else BY_ORDER)


def _count_open(wanted: Wanted, having: str, values: dict[str, Any]) -> Totals:
    near = " union all ".join(lines_of_view(view) for view in OPEN_VIEWS)
    return _sum(wanted, orders_sql(having, near), values, FEW_BY_LOOKUP)


def _sum(wanted: Wanted, orders: str, values: dict[str, Any], way: str) -> Totals:
    in_view = IN_VIEW[wanted.view]
    counted = ", ".join(f"count(*) filter (where {condition})" for condition in IN_VIEW.values())
    sql = f"""{orders}
        select array[{counted}], coalesce(sum(revenue_fen) filter (where {in_view}), 0)::bigint,
               coalesce(sum(refunded_fen) filter (where {in_view}), 0)::bigint, min(paid_at) filter (where {in_view})
        from found"""
    [(views, *rest)] = fetch(sql, values, way)
    return Totals(dict(zip(IN_VIEW, views, strict=True)), *rest)
