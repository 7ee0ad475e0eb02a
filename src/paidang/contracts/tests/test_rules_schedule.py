"""The settlement schedule of a year against the official calendar, and the days a contract names."""

from datetime import date

import pytest

from paidang.contracts.rules.dated_terms import dated_terms
from paidang.contracts.rules.schedule import (
    Schedule,
    calendar_year,
    infeasible_months,
    lacking,
    schedule_of,
    schedule_year,
    window_that_fits,
)
from paidang.kit.workdays import last_announced_year

SOURCE = {
    "settlement.statement_due_day": 10,
    "settlement.confirm_days": 5,
    "settlement.confirm_days.day_kind": "working",
    "settlement.pay_days": 3,
    "settlement.pay_days.day_kind": "working",
    "settlement.pay_window": [15, 20],
}
TEN_FIVE_THREE = Schedule(10, 5, "working", 3, "working", (15, 20))


def test_it_is_read_from_the_terms():
    assert schedule_of(SOURCE.get) == TEN_FIVE_THREE


def test_spring_festival_2026_counted_by_hand():
    """02-11 to 13 and the make-up Saturday 02-14 are worked, 02-15 to 23 is the festival."""
    february = schedule_year(TEN_FIVE_THREE, 2026)[1]
    assert (february.statement_by, february.confirm_by, february.pay_by) == (
        date(2026, 2, 10), date(2026, 2, 24), date(2026, 2, 27)
    )  # fmt: skip
    assert (february.window_start, february.window_end) == (date(2026, 2, 15), date(2026, 2, 24))
    assert (february.days_over, february.is_feasible, february.provisional) == (3, False, False)
    assert february.send_by == date(2026, 2, 5)


def test_the_months_of_2026_that_cannot_be_kept():
    assert [each.month[5:] for each in infeasible_months(TEN_FIVE_THREE, 2026)] == [
        "01", "02", "04", "06", "07", "09", "10", "12"
    ]  # fmt: skip


def test_a_year_that_is_not_announced_is_provisional():
    later = schedule_year(TEN_FIVE_THREE, last_announced_year() + 1)
    assert all(month.provisional for month in later)
    assert not any(month.provisional for month in schedule_year(TEN_FIVE_THREE, last_announced_year()))


def test_a_month_that_runs_into_a_year_not_announced_is_provisional_too():
    late = Schedule(28, 5, "working", 3, "working", (1, 31))
    *others, december = schedule_year(late, last_announced_year())
    assert december.provisional and december.pay_by.year == last_announced_year() + 1
    assert not any(month.provisional for month in others)


def test_no_day_of_the_month_is_early_enough():
    months = schedule_year(Schedule(1, 20, "working", 10, "working", (2, 5)), 2026)
    assert {month.send_by for month in months} == {None}


def test_the_window_that_fits_is_the_earliest():
    last = window_that_fits(TEN_FIVE_THREE, 2026)
    assert last == 27
    assert not infeasible_months(Schedule(10, 5, "working", 3, "working", (15, last)), 2026)
    assert infeasible_months(Schedule(10, 5, "working", 3, "working", (15, last - 1)), 2026)
    assert window_that_fits(Schedule(10, 30, "working", 3, "working", (15, 20)), 2026) is None


@pytest.mark.parametrize(
    "change",
    [
        {"settlement.statement_due_day": None},
        {"settlement.confirm_days": None},
        {"settlement.pay_window": None},
        {"settlement.pay_window": [5, 8]},
        {"settlement.pay_window": [20, 15]},
        {"settlement.statement_due_day": 32},
    ],
)
def test_what_makes_no_schedule(change):
    assert schedule_of({**SOURCE, **change}.get) is None


def test_a_last_day_alone_is_a_window():
    terms = {**SOURCE, "settlement.pay_window": None, "settlement.pay_due_day": 20}
    assert schedule_of(terms.get) == Schedule(10, 5, "working", 3, "working", (0, 20))


def test_the_year_of_the_day_asked_for():
    assert calendar_year(date(2024, 5, 1)) == 2024
    assert calendar_year(None) == calendar_year(date(9999, 1, 1)) == last_announced_year()


def test_days_that_follow_from_the_text():
    terms = {
        "signed_on": "2026-03-31", "term.start": "2026-04-01", "term.months": 12, "fee.setup.days": 3,
        "fee.setup.days.day_kind": "working", "renewal.notice_months": 1, "confidentiality.years": 3,
        "fee.installments": [{"trigger": "signing", "days": 5, "day_kind": "calendar"}, {"trigger": "monthly"}],
    }  # fmt: skip
    assert [(each.term, each.day.isoformat(), each.provisional) for each in dated_terms(terms.get)] == [
        ("signed_on", "2026-03-31", False),
        ("term.start", "2026-04-01", False),
        ("fee.setup", "2026-04-03", False),
        ("fee.installments", "2026-04-07", False),
        ("renewal.notice_months", "2027-02-28", False),
        ("term.months", "2027-03-31", False),
        ("confidentiality.years", "2030-03-31", False),
    ]


def test_a_text_without_days_has_none():
    assert dated_terms({"term.months": 12, "fee.setup.days": 3}.get) == []


FULL = {"statement_due_day": 10, "confirm_days": 3, "pay_window": [15, 20]}


@pytest.mark.parametrize(
    ("changed", "lacks"),
    [
        ({}, []),
        ({"statement_due_day": None}, ["每月几日前出对账单"]),
        ({"confirm_days": None, "pay_window": None}, ["收到后几天内确认", "每月几日到几日付款"]),
        ({"pay_window": None, "pay_due_day": 5}, ["对账单之后几日到几日付款（写明的付款日在出对账单之前，像是另一项费用的）"]),
    ],
)  # fmt: skip
def test_what_a_schedule_lacks_is_named(changed, lacks):
    terms = {f"settlement.{name}": value for name, value in (FULL | changed).items()}
    assert [str(what) for what in lacking(terms.get)] == lacks
    assert (schedule_of(terms.get) is None) is bool(lacks)
