"""What paying late costs, one line for each stretch of days on which the overdue principal was the same (SPEC §6).

A fee is never counted ahead: it runs from the day after the due date to the day of payment, or to the day one looks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from paidang.kit.clause import clause
from paidang.kit.period import Period
from paidang.settlement.rules.arithmetic import RATE_ONE, round_ratio
from paidang.settlement.rules.terms import LateFee


@dataclass(frozen=True, slots=True)
class Segment:
    """`principal` was overdue from `first` to `last`, both in; `fee` is principal × rate × days, rounded once, up to the cap.

    `excused` of these days were days of force majeure, for which nobody answers: they are in `first` to `last`, not in `days`.
    """

    first: date
    last: date
    principal: int
    rate_per_day: int
    fee: int
    is_capped: bool = False
    excused: int = 0

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1 - self.excused


@clause("OP-6-C", "TC-5-3", "OP-6-B")
def fee_segments(
    terms: LateFee,
    *,
    principal: int,
    due_on: date,
    repaid: Iterable[tuple[date, int]],
    until: date,
    force_majeure: Iterable[Period] = (),
) -> list[Segment]:
    """The segments up to and including `until`. `repaid` are the days and amounts by which the principal went down.

    Payments of one day end one segment. The cap is a part of what was overdue on the first day late. Force majeure that
    began when the payment was late already excuses nobody (Civil Code 590).
    """
    excusing = [period for period in force_majeure if period.start <= due_on]
    by_day: dict[date, int] = {}
    for day, amount in repaid:
        by_day[day] = by_day.get(day, 0) + amount
    owed = principal - sum(amount for day, amount in by_day.items() if day <= due_on)
    left = None if terms.cap is None else round_ratio(owed * terms.cap, RATE_ONE)
    found: list[Segment] = []
    first = due_on + timedelta(days=1)
    for day in [*sorted(day for day in by_day if due_on < day < until), until]:
        if owed > 0 and day >= first:
            excused = _days_in(excusing, first, day)
            full = round_ratio(owed * terms.rate_per_day * ((day - first).days + 1 - excused), RATE_ONE)
            fee = full if left is None else min(full, left)
            left = None if left is None else left - fee
            found.append(Segment(first, day, owed, terms.rate_per_day, fee, fee < full, excused))
        owed -= by_day.get(day, 0)
        first = max(first, day + timedelta(days=1))
    return found


def _days_in(periods: Iterable[Period], first: date, last: date) -> int:
    """How many of the days from `first` to `last`, both in, lie in one of the periods."""
    days: set[int] = set()
    for period in periods:
        begin, end = max(period.start, first), min(period.end, last + timedelta(days=1))
        days |= set(range(begin.toordinal(), end.toordinal()))
    return len(days)
