"""The calendar's table against its source, and the periods of SPEC §6."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from paidang.kit.workdays import add_days, is_announced, is_working_day, last_announced_year, next_working_day


def test_every_announced_day_agrees_with_the_package():
    day = date(2004, 1, 1)
    while day.year <= last_announced_year():
        assert is_working_day(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_announced_years():
    assert is_announced(2026) and not is_announced(2027) and not is_announced(2003)
    assert last_announced_year() == 2026


@pytest.mark.parametrize(
    ("start", "n", "kind", "end", "provisional"),
    [
        ("2026-09-28", 3, "working", "2026-10-08", False),  # 29, 30, then National Day
        ("2026-09-28", 0, "working", "2026-09-28", False),
        ("2026-10-01", 0, "working", "2026-10-01", False),  # the event's day itself, not moved
        ("2026-10-01", 0, "calendar", "2026-10-08", False),
        ("2026-10-09", 1, "working", "2026-10-10", False),  # a make-up Saturday
        ("2026-10-09", 1, "calendar", "2026-10-10", False),
        ("2026-10-10", 1, "calendar", "2026-10-12", False),  # Sunday moves to Monday
        ("2026-12-31", 1, "working", "2027-01-01", True),  # not announced: Monday to Friday
        ("2026-12-30", 1, "working", "2026-12-31", False),
        ("2026-12-30", 3, "calendar", "2027-01-04", True),
    ],
)
def test_add_days(start, n, kind, end, provisional):
    assert add_days(date.fromisoformat(start), n, kind) == (date.fromisoformat(end), provisional)


def test_a_working_day_stays():
    assert next_working_day(date(2026, 9, 1)) == (date(2026, 9, 1), False)


def test_no_negative_periods():
    with pytest.raises(ValueError):
        add_days(date(2026, 9, 1), -1, "working")
