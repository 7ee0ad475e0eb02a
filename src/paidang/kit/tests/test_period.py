"""Months by table: each that may be asked for has one before it and one after it."""

import pytest

from paidang.kit.period import NotAMonth, asked_month, month_period, next_month, previous_month


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "26-01", "2026-1", "0000-01", "9999-12", "", "x", "²026-01"]
)
def test_what_is_no_month(text):
    with pytest.raises(NotAMonth):
        month_period(text)


@pytest.mark.parametrize("text", ["0001-01", "9999-11"])
def test_the_law_knows_months_that_nobody_may_ask_for(text):
    assert month_period(text).days >= 30
    with pytest.raises(NotAMonth):
        asked_month(text)


@pytest.mark.parametrize(
    ("month", "before", "after"),
    [("0002-01", "0001-12", "0002-02"), ("2026-12", "2026-11", "2027-01"), ("9998-12", "9998-11", "9999-01")],
)
def test_before_and_after(month, before, after):
    assert (previous_month(month), next_month(month)) == (before, after)
