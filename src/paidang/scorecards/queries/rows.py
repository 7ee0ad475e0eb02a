"""The rows behind a figure that no other page lists: duties, lines that left late, days of customer service."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from paidang.contracts.models import Contract
from paidang.duties.models import Duty
from paidang.kit.period import day_end_at, day_start_at, month_period
from paidang.orders.queries.deadlines import limit_values
from paidang.scorecards.queries.figures import LINES, fetch, unmet_plan, values_of
from paidang.scorecards.rules.measures import (
    APPROVAL_KINDS,
    APPROVALS,
    DUTIES_A,
    DUTIES_B,
    RESOLVED,
    RESPONSE,
    SHIPPED,
)
from paidang.staffing.models import ServiceDay

LISTED = (SHIPPED, RESPONSE, RESOLVED, APPROVALS, DUTIES_A, DUTIES_B)
ROWS_MAX = 500
SIDE_OF = {APPROVALS: "a", DUTIES_A: "a", DUTIES_B: "b"}

LEAST_H = 24
"""What left sooner than the strictest limit, or a presale of one day, was not late: it is left out before anything is looked up."""
_SLOW = """ and (l.shipped_at is null or l.shipped_at > l.paid_at + %(least_h)s * interval '1 hour')"""
_LATE = f"""{LINES.format(among=_SLOW)}
    select order_id, sku, store, paid_at, shipped_at from lines
    where is_to_ship and ship_by <= %(now)s and (shipped_at is null or shipped_at > ship_by)
      and (%(store)s = '' or store = %(store)s)
    order by paid_at limit %(most)s"""


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A duty of a side: `closed_at` None where it is not done; `page` where it is done."""

    kind: str
    facts: Mapping[str, object]
    due_at: datetime
    closed_at: datetime | None
    page: str = ""
    key: str = ""

    @property
    def in_time(self) -> bool:
        return self.closed_at is not None and self.closed_at <= self.due_at


@dataclass(frozen=True, slots=True)
class LateLine:
    """A line that did not leave by its deadline."""

    order_id: str
    sku: str
    store: str
    paid_at: datetime
    shipped_at: datetime | None


def list_duty_rows(contract: Contract, measure: str, months: Sequence[str], now: datetime) -> list[DutyRow]:
    """The duties of a side that were due in these months, as the figure counts them, the earliest first."""
    side = SIDE_OF[measure]
    start, end = month_period(months[0]).start, month_period(months[-1]).end
    raised = Duty.objects.filter(
        contract_id=contract.pk, side=side, due_at__gte=day_start_at(start), due_at__lt=day_start_at(end)
    ).order_by("due_at", "pk")
    if measure == APPROVALS:
        raised = raised.filter(kind__in=APPROVAL_KINDS)
    rows = [
        DutyRow(one.kind, one.facts, one.due_at, one.closed_at, one.page, one.key)
        for one in raised
        if one.due_at and (one.due_at <= now or (one.closed_at and one.closed_at <= one.due_at))
    ]
    if measure == APPROVALS:
        return rows
    planned = [each for _pk, each in unmet_plan([contract], months, now) if each.side == side]
    rows += [DutyRow(one.kind, one.facts, day_end_at(one.due_on), None, "", one.key) for one in planned]
    return sorted(rows, key=lambda one: one.due_at)


def list_late_lines(contract: Contract, store: str, months: Sequence[str], now: datetime) -> list[LateLine]:
    """The lines of these months that left late or not at all, the earliest first, ROWS_MAX at most."""
    limits = limit_values([contract.pk])
    values = {
        **values_of([contract.pk], months, now),
        **limits,
        "least_h": min([LEAST_H, *limits["m_hours"]]),
        "store": store,
        "most": ROWS_MAX,
    }
    return [LateLine(*row) for row in fetch(_LATE, values)]


def list_service_rows(contract: Contract, store: str, months: Sequence[str]) -> list[ServiceDay]:
    """The days of these months as the figure counts them: of a day of a store the latest file."""
    start, end = month_period(months[0]).start, month_period(months[-1]).end
    found = ServiceDay.objects.filter(contract=contract, day__gte=start, day__lt=end)
    if store:
        found = found.filter(store=store)
    return list(found.order_by("store", "day", "-handed_in_at", "-pk").distinct("store", "day"))
