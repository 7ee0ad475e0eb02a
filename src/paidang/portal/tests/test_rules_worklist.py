"""Groups, numbers and the remark on tomorrow."""

from datetime import date

import pytest
from tests.cast import shanghai

from paidang.duties.rules.wording import KINDS
from paidang.portal.rules.worklist import (
    ACT_OF_KIND,
    LATE,
    LATER,
    SOON,
    TODAY,
    Item,
    count,
    day_note,
    days_late,
    group_of,
    order,
    working_days_left,
)
from paidang.team.rules.roles import who_may

NOW = shanghai("2026-10-09 14:22")


@pytest.mark.parametrize(
    ("due", "group"),
    [
        ("2026-09-28 23:59", LATE),
        ("2026-10-09 14:21", LATE),
        ("2026-10-09 14:22", TODAY),
        ("2026-10-09 23:59", TODAY),
        ("2026-10-10 00:00", SOON),
        ("2026-10-11 23:59", SOON),
        ("2026-10-12 00:00", LATER),
    ],
)
def test_a_deadline_stands_in_one_group(due, group):
    assert group_of(shanghai(due), NOW) == group


def test_what_has_no_date_is_later():
    assert group_of(None, NOW) == LATER


def item(due: str | None) -> Item:
    return Item(
        "pay_debt",
        "k",
        str(due),
        1,
        "PD-1",
        "青岚茶器",
        "a",
        True,
        "/",
        due_at=shanghai(due) if due else None,
    )


def test_the_nearest_comes_first_and_the_undated_last():
    items = order([item(None), item("2026-10-20 10:00"), item("2026-10-01 10:00")])
    assert [one.title for one in items] == ["2026-10-01 10:00", "2026-10-20 10:00", "None"]


def test_today_counts_among_the_two_days():
    dues = ["2026-10-01 10:00", "2026-10-09 23:00", "2026-10-10 10:00", "2026-11-01 10:00", None]
    assert count([item(due) for due in dues], NOW) == {LATE: 1, SOON: 2, LATER: 2}


@pytest.mark.parametrize(
    ("today", "worked"),
    [
        (date(2026, 10, 9), True),  # Saturday 10-10 is a make-up day
        (date(2026, 9, 30), False),  # Thursday 10-01 is a holiday
        (date(2026, 10, 8), None),  # Friday
        (date(2026, 10, 16), None),  # an ordinary Saturday
    ],
)
def test_tomorrow_is_remarked_on_where_its_weekday_misleads(today, worked):
    note = day_note(today)
    assert (note.worked if note else None) == worked


def test_a_holiday_names_the_next_working_day():
    assert day_note(date(2026, 9, 30)).next_working == date(2026, 10, 8)


def test_lateness_is_counted_in_days_and_time_left_in_working_days():
    assert days_late(shanghai("2026-09-28 23:59"), NOW) == 11
    assert days_late(shanghai("2026-10-09 09:00"), NOW) == 0
    assert working_days_left(date(2026, 10, 9), date(2026, 9, 30)) == 2


def test_somebody_may_discharge_every_kind_of_duty():
    assert set(KINDS) - set(ACT_OF_KIND) == set()
    assert {act for act in ACT_OF_KIND.values() if not who_may(act)} == set()
