"""Places on a calendar strip of whole weeks, in percent of its width."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from paidang.kit.period import day_start_at

WEEKS = 11
BEFORE_DAYS = 10
"""So many days before today the strip begins at the latest: with the Monday on or before."""


@dataclass(frozen=True, slots=True)
class Strip:
    """WEEKS weeks from a Monday on."""

    first: date

    @property
    def last(self) -> date:
        """The last day on it."""
        return self.first + timedelta(days=7 * WEEKS - 1)

    @property
    def mondays(self) -> Sequence[tuple[date, float]]:
        """Each Monday with its place."""
        days = [self.first + timedelta(weeks=n) for n in range(WEEKS)]
        return [(day, self.place(day_start_at(day))) for day in days]

    def place(self, at: datetime) -> float:
        """Where a moment is, from 0 to 100, held within the strip."""
        whole = timedelta(weeks=WEEKS).total_seconds()
        part = (at - day_start_at(self.first)).total_seconds() / whole * 100
        return round(min(100.0, max(0.0, part)), 3)

    def shows(self, since: datetime, until: datetime) -> bool:
        """Whether any of a span is on it."""
        return day_start_at(self.first) < until and since < day_start_at(self.last + timedelta(days=1))


def stacked(spans: Sequence[tuple[float, float]]) -> list[int]:
    """In which of several rows each span stands, from 0, so that none covers another: the first row that has room.

    >>> stacked([(10, 30), (12, 20), (30, 40), (18, 25)])
    [0, 1, 0, 2]
    """
    ends: list[float] = []
    rows = [0] * len(spans)
    for nth, (since, until) in sorted(enumerate(spans), key=lambda one: one[1]):
        row = next((at for at, end in enumerate(ends) if end <= since), len(ends))
        ends[row : row + 1] = [until]
        rows[nth] = row
    return rows


def strip_around(today: date) -> Strip:
    """The strip that a day is on.

    >>> strip_around(date(2026, 10, 9)).first
    datetime.date(2026, 9, 28)
    """
    day = today - timedelta(days=BEFORE_DAYS)
    return Strip(day - timedelta(days=day.weekday()))
