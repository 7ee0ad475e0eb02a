"""What was typed for a day and a number, by table."""

from datetime import date, datetime

import pytest

from paidang.kit.outcome import UnableTo
from paidang.kit.period import SHANGHAI
from paidang.portal.views.asking import day_from, day_in, moment_in, whole_from


@pytest.mark.parametrize(
    ("text", "day"), [("", None), ("  ", None), ("2026-09-30", date(2026, 9, 30)), (" 2026-09-30 ", date(2026, 9, 30))]
)  # fmt: skip
def test_days(text, day):
    assert day_from(text, UnableTo) == day


@pytest.mark.parametrize("text", ["2026-02-30", "30.9.2026", "x", "9999-12-31", "0001-01-01"])
def test_what_is_no_day(text):
    with pytest.raises(UnableTo, match="不是日期"):
        day_from(text, UnableTo)
    assert day_in(text) is None
    assert moment_in(f"{text}T10:00") is None


def test_a_moment_is_of_shanghai():
    assert moment_in("2026-09-30T16:00") == datetime(2026, 9, 30, 16, tzinfo=SHANGHAI)
    assert moment_in("") is None


@pytest.mark.parametrize(("text", "number"), [("", None), (" 7 ", 7), ("100", 100), ("１２", 12)])
def test_numbers(text, number):
    assert whole_from(text, UnableTo, most=100) == number


@pytest.mark.parametrize("text", ["0", "101", "-1", "1.5", "x", "²", "9" * 5000])
def test_what_is_no_number_of_the_range(text):
    with pytest.raises(UnableTo, match="不是 1 到 100 的整数"):
        whole_from(text, UnableTo, most=100)
