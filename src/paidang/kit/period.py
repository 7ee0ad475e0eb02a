"""Days and months in Asia/Shanghai, and half-open periods.

A contract's dates include both ends; in code a period is half-open. `term_period` is the one place that converts.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import Sentence, say

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST_YEAR, LAST_YEAR = 2, 9998
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


class NotAMonth(ValueError):
    """A text that is no month ``YYYY-MM``."""


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` (in) to `end` (out), dates in Asia/Shanghai."""

    start: date
    end: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day < self.end

    @property
    def days(self) -> int:
        return (self.end - self.start).days


EVER = Period(date.min, date.max)


def seconds_left(now: datetime) -> int:
    """How many seconds are left of the day in Shanghai.

    >>> seconds_left(datetime(2026, 3, 5, 23, 59, tzinfo=SHANGHAI))
    60
    """
    midnight = datetime.combine(day_of(now) + timedelta(days=1), datetime.min.time(), SHANGHAI)
    return int((midnight - now).total_seconds())


def term_period(first_day: date, last_day: date) -> Period:
    """Turn a contract's dates, both of them in force, into a half-open period."""
    return Period(first_day, last_day + timedelta(days=1))


def month_period(month: str) -> Period:
    """The days of ``YYYY-MM``; NotAMonth on any other text, and for the last month of time, which nothing comes after.

    >>> month_period("2026-02").days
    28
    """
    match = _MONTH.fullmatch(month)
    if not match or int(match[1]) < 1 or month == "9999-12":
        raise NotAMonth(month)
    year, number = int(match[1]), int(match[2])
    end = date(year + 1, 1, 1) if number == 12 else date(year, number + 1, 1)
    return Period(date(year, number, 1), end)


def asked_month(month: str) -> Period:
    """The days of a month that somebody asks for; NotAMonth also where pages could not go to the one before or after it."""
    period = month_period(month)
    if not FIRST_YEAR <= period.start.year <= LAST_YEAR:
        raise NotAMonth(month)
    return period


def check_month(month: str, unable: type[UnableTo]) -> None:
    """`unable`, with the words of its page, where somebody asks for a month that is none (`asked_month`)."""
    try:
        asked_month(month)
    except NotAMonth:
        raise unable(
            say("“{month}”不是月份", month=month[:20]), code="NOT_A_MONTH", remedy=say("写成 2026-09 这样。")
        ) from None


def next_month(month: str) -> str:
    """``2026-12`` -> ``2027-01``."""
    return month_of_day(month_period(month).end)


def previous_month(month: str) -> str:
    """``2026-01`` -> ``2025-12``."""
    return month_of_day(month_period(month).start - timedelta(days=1))


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of a shorter month.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_end_at(month: str) -> datetime:
    """The first moment after the month, in Asia/Shanghai."""
    end = month_period(month).end
    return datetime(end.year, end.month, end.day, tzinfo=SHANGHAI)


def day_start_at(day: date) -> datetime:
    """The first moment of a day in Asia/Shanghai."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def day_end_at(day: date) -> datetime:
    """The last second of a day in Asia/Shanghai: until then what falls due on it is in time."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=SHANGHAI)


def day_of(moment: datetime) -> date:
    """The day of an aware moment in Asia/Shanghai."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone has no day")
    return moment.astimezone(SHANGHAI).date()


def month_of(moment: datetime) -> str:
    """The month ``YYYY-MM`` of an aware moment in Asia/Shanghai."""
    return month_of_day(day_of(moment))


def month_of_day(day: date) -> str:
    """The month ``YYYY-MM`` of a day."""
    # strftime leaves out the zeros of years before 1000 on some systems
    return day.isoformat()[:7]


def utc(moment: datetime) -> datetime:
    """The same moment in UTC, the form in which moments are stored."""
    return moment.astimezone(UTC)


_NAMES = (
    say("1 月"), say("2 月"), say("3 月"), say("4 月"), say("5 月"), say("6 月"),
    say("7 月"), say("8 月"), say("9 月"), say("10 月"), say("11 月"), say("12 月"),
)  # fmt: skip


def month_name(month: str) -> Sentence:
    """``2026-09`` without its year, where the year is said beside it.

    >>> month_name("2026-09")
    '9 月'
    """
    return _NAMES[int(month.split("-")[1]) - 1]


def month_said(month: str) -> Sentence:
    """``2026-09`` for people.

    >>> month_said("2026-09")
    '2026 年 9 月'
    """
    return say("{year} 年 {month}", year=int(month.split("-")[0]), month=month_name(month))
