"""Spreading the lessons of a course over its months, on working days."""

from datetime import date, timedelta

from paidang.kit.clause import clause
from paidang.kit.period import add_months
from paidang.kit.workdays import is_working_day


def last_day(start: date, months: int) -> date:
    """The last day of training.

    >>> last_day(date(2026, 8, 1), 6)
    datetime.date(2027, 1, 31)
    """
    return add_months(start, months) - timedelta(days=1)


def month_at(start: date, months: int, day: date) -> int:
    """In which month of training a day lies, from 1; before it 0, after it one more than there are."""
    return sum(add_months(start, nth) <= day for nth in range(months + 1))


@clause("TC-3-5")
def lesson_days(start: date, months: int, count: int) -> list[date]:
    """`count` working days from `start` to the last day, evenly spread, in order.

    A day may carry two lessons where there are more lessons than working days. The last lesson leaves the last part of
    the time free: for working alone.
    """
    end = last_day(start, months)
    days = [
        day
        for day in (start + timedelta(days=n) for n in range((end - start).days + 1))
        if is_working_day(day)
    ]
    return [days[nth * len(days) // count] for nth in range(count)]
