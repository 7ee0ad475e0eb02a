"""Working days of the State Council's calendar, and periods counted in them (settlement SPEC §6).

Public holidays are not working days, make-up Saturdays and Sundays are. A year that is not announced yet counts
Monday to Friday, and a date found by looking at any day of such a year is provisional.
"""

from datetime import date, timedelta
from functools import cache

from paidang.kit.holidays import CALENDAR_VERSION, NOTICES

__all__ = [
    "CALENDAR_VERSION",
    "DAY_KINDS",
    "add_days",
    "is_announced",
    "is_working_day",
    "last_announced_year",
    "next_working_day",
]

DAY_KINDS = ("calendar", "working")
_ONE_DAY = timedelta(days=1)


def is_announced(year: int) -> bool:
    """Tell whether the State Council's notice for the year is in the table."""
    return year in NOTICES


def last_announced_year() -> int:
    """The latest year whose notice is in the table; from the next on, dates are provisional."""
    return max(NOTICES)


def is_working_day(day: date) -> bool:
    """Tell whether the day is worked: by its year's notice, else Monday to Friday.

    >>> is_working_day(date(2026, 10, 10)), is_working_day(date(2026, 10, 1))
    (True, False)
    """
    if is_announced(day.year):
        days_off, make_up_days = _notice_days(day.year)
        if day in days_off:
            return False
        if day in make_up_days:
            return True
    return day.isoweekday() <= 5


def next_working_day(day: date) -> tuple[date, bool]:
    """Move a day that is a rest day to the next working day (Civil Code 203); with whether that is provisional.

    >>> next_working_day(date(2026, 10, 5))
    (datetime.date(2026, 10, 8), False)
    """
    provisional = not is_announced(day.year)
    while not is_working_day(day):
        day += _ONE_DAY
        provisional = provisional or not is_announced(day.year)
    return day, provisional


def add_days(day: date, n: int, kind: str) -> tuple[date, bool]:
    """Find the last day of a period of `n` days that starts on the day after `day`, and whether it is provisional.

    `working` counts working days; `calendar` counts every day, and an end on a rest day moves to the next
    working day. 0 days: the day itself, moved likewise for `calendar`; 0 working days look at no calendar.

    >>> add_days(date(2026, 9, 28), 3, "working")
    (datetime.date(2026, 10, 8), False)

    Raises OverflowError for a date beyond the year 9999.
    """
    if n < 0 or kind not in DAY_KINDS:
        raise ValueError(f"no period: {n} {kind} days")
    if kind == "calendar":
        return next_working_day(day + timedelta(days=n))
    provisional = False
    while n:
        day += _ONE_DAY
        provisional = provisional or not is_announced(day.year)
        n -= is_working_day(day)
    return day, provisional


@cache
def _notice_days(year: int) -> tuple[frozenset[date], frozenset[date]]:
    notice = NOTICES[year]
    return _days(year, notice.days_off), _days(year, notice.make_up_days)


def _days(year: int, text: str) -> frozenset[date]:
    found: set[date] = set()
    for span in text.split():
        first, _, last = span.partition("~")
        day, end = date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last or first}")
        while day <= end:
            found.add(day)
            day += _ONE_DAY
    return frozenset(found)
