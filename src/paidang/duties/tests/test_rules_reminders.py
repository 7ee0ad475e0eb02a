"""When people are reminded: steps in working days, across Mid-Autumn and the October holidays of 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import shanghai

from paidang.duties.rules.reminders import (
    STEPS,
    is_escalated,
    is_hour_to_remind,
    retry_at,
    step_days,
    step_of,
    working_days_before,
)
from paidang.kit.workdays import is_working_day

DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@pytest.mark.parametrize(
    ("due", "today", "step"),
    [
        ("2026-03-04", "2026-02-27", None),
        ("2026-03-04", "2026-02-28", "before_3"),  # a Saturday, worked in exchange for the festival
        ("2026-03-04", "2026-03-03", "before_1"),
        ("2026-03-04", "2026-03-04", "on_day"),
        ("2026-03-04", "2026-03-05", "overdue_1"),
        ("2026-03-04", "2026-03-07", "overdue_1"),
        ("2026-03-04", "2026-03-09", "overdue_3"),
        ("2026-03-04", "2027-01-01", "overdue_3"),
        ("2026-09-28", "2026-09-23", "before_3"),  # 25–27 September off for Mid-Autumn
        ("2026-09-28", "2026-09-24", "before_1"),
        ("2026-09-27", "2026-09-28", "overdue_1"),  # due on a day off: the next working day is the first
        ("2026-10-08", "2026-09-30", "before_1"),  # 1–7 October off
    ],
)
def test_a_duty_has_come_to_its_latest_step(due, today, step):
    assert step_of(date.fromisoformat(due), date.fromisoformat(today)) == step


@given(DAYS)
def test_the_steps_follow_each_other(due):
    days = [step_days(due)[step] for step in STEPS]
    assert days == sorted(days)
    assert len(set(days)) == len(STEPS)


@given(DAYS, st.integers(0, 12))
def test_between_lie_so_many_working_days(day, n):
    before = working_days_before(day, n)
    between = sum(is_working_day(before + timedelta(days=i)) for i in range((day - before).days))
    assert between == n


def test_managers_are_told_from_the_first_working_day_on():
    due = date(2026, 3, 6)  # a Friday
    assert not is_escalated(due, date(2026, 3, 8))
    assert is_escalated(due, date(2026, 3, 9))


@pytest.mark.parametrize(
    ("at", "may"), [("07:59", False), ("08:00", True), ("19:59", True), ("20:00", False)]
)
def test_nobody_is_woken(at, may):
    assert is_hour_to_remind(shanghai(f"2026-03-04 {at}")) is may


def test_each_wait_is_twice_as_long():
    now = shanghai("2026-03-04 09:00")
    assert [(retry_at(n, now) - now).seconds // 60 for n in (1, 2, 3)] == [10, 20, 40]
