"""Periods and the last day to object."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.contracts.rules.read_terms import ReadTerms
from paidang.contracts.rules.renewal import Renewal, last_day_to_object, period_end, read_renewal

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
YEARLY = Renewal(True, 12, notice_months=1)


@pytest.mark.parametrize(
    ("end", "renewal", "day", "expected"),
    [
        (date(2027, 2, 28), YEARLY, date(2026, 3, 1), date(2027, 2, 28)),
        (date(2027, 2, 28), YEARLY, date(2027, 2, 28), date(2027, 2, 28)),
        (date(2027, 2, 28), YEARLY, date(2027, 3, 1), date(2028, 2, 29)),  # a leap year's February whole
        (date(2027, 1, 31), Renewal(True, 1), date(2027, 2, 1), date(2027, 2, 28)),
        (
            date(2027, 1, 31),
            Renewal(True, 1),
            date(2027, 3, 1),
            date(2027, 3, 31),
        ),  # and no drift to the 28th
        (date(2027, 2, 28), Renewal(), date(2029, 1, 1), date(2027, 2, 28)),
        (date(2027, 2, 28), Renewal(True, None), date(2027, 3, 1), None),
    ],
)
def test_the_period_that_holds_a_day(end, renewal, day, expected):
    assert period_end(end, renewal, day) == expected


@pytest.mark.parametrize(
    ("renewal", "expected"),
    [
        (Renewal(True, 12, notice_months=1), date(2027, 1, 28)),
        (Renewal(True, 12, notice_days=30), date(2027, 1, 29)),
        (Renewal(True, 12), date(2027, 2, 28)),
    ],
)
def test_the_last_day_to_object(renewal, expected):
    assert last_day_to_object(date(2027, 2, 28), renewal) == expected


@given(end=DAYS, months=st.integers(1, 36), day=DAYS)
def test_periods_follow_each_other_without_gap_or_overlap(end, months, day):
    renewal = Renewal(True, months)
    found = period_end(end, renewal, day)
    assert found is not None and found >= min(day, found)
    assert day <= found
    if day > end:
        assert period_end(end, renewal, found) == found
        following = period_end(end, renewal, found + timedelta(days=1))
        assert following is not None and following > found


def test_what_the_text_states_is_read_and_a_blank_is_nothing():
    places = [
        {"term": "renewal.auto", "value": True, "status": "stated", "clause": "第七章 A"},
        {"term": "renewal.months", "value": None, "status": "blank", "clause": "第七章 A"},
        {"term": "renewal.notice_months", "value": 1, "status": "stated", "clause": "第七章 A"},
    ]
    assert read_renewal(ReadTerms(places, "brand")) == Renewal(True, None, 1, 0, "第七章 A")
