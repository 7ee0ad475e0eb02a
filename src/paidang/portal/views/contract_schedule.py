"""A contract's calendar for its page: a year of settlement, month by month, and the days the contract names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from paidang.contracts.queries import Standing, terms_of
from paidang.contracts.rules.dated_terms import dated_terms
from paidang.contracts.rules.reading.vocabulary import label
from paidang.contracts.rules.schedule import YEARS, ScheduleMonth, lacking, schedule_month, schedule_of
from paidang.kit.period import day_of
from paidang.kit.workdays import is_announced, last_announced_year
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.contract_reading import language


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of the table; `verdict` is the kind and the words of its state."""

    days: ScheduleMonth
    verdict: tuple[str, str]
    remedy: str


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day that the contract names or that follows from it."""

    name: str
    day: date
    provisional: bool
    clause: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """A year of settlement; without rows the text names no full schedule."""

    year: int
    rows: list[MonthRow]
    days: list[DayRow]
    lacking: str
    """What the text would have to say for a schedule."""

    @property
    def over(self) -> int:
        """How many months cannot be kept."""
        return sum(not row.days.is_feasible for row in self.rows)

    @property
    def provisional(self) -> bool:
        return not is_announced(self.year)

    @property
    def announced_to(self) -> int:
        return last_announced_year()

    @property
    def earlier(self) -> int | None:
        return self.year - 1 if self.year - 1 in YEARS else None

    @property
    def later(self) -> int | None:
        return self.year + 1 if self.year + 1 in YEARS else None


def asked_year(asked: Mapping[str, str]) -> int:
    """The year that the address asks for; this one without."""
    text = asked.get("year", "")
    year = int(text) if text.isdecimal() and len(text) == 4 else 0
    return year if year in YEARS else day_of(timezone.now()).year


def calendar_of(standing: Standing, year: int) -> Calendar:
    """The contract's calendar for a year, by what both sides have decided so far; each month by the terms of its own."""
    read = terms_of(standing, day_of(timezone.now())).read
    rows = [_row(month) for month in _months(standing, year)]
    days = [
        DayRow(label(each.term, language()), each.day, each.provisional, read.clause(each.term))
        for each in dated_terms(read.stated)
    ]
    return Calendar(year, rows, days, _("、").join(worded(what) for what in lacking(read.stated)))


def _months(standing: Standing, year: int) -> Iterator[ScheduleMonth]:
    """A statement that falls due in a month is that of the month before, by whose last day's terms it is settled."""
    for month in range(1, 13):
        settled_on = date(year, month, 1) - timedelta(days=1)
        if schedule := schedule_of(terms_of(standing, settled_on).read.stated):
            yield schedule_month(schedule, year, month)


def _row(month: ScheduleMonth) -> MonthRow:
    if month.is_feasible:
        return MonthRow(month, ("ok", _("走得完")), "")
    over = ngettext("晚 %(n)d 天", "晚 %(n)d 天", month.days_over) % {"n": month.days_over}
    if month.send_by is None:
        return MonthRow(month, ("warn", over), _("当月哪天发都来不及"))
    return MonthRow(month, ("warn", over), _("最迟 %(day)s 发出") % {"day": f"{month.send_by:%m-%d}"})
