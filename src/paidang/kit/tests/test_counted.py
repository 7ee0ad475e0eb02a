"""How a day was counted, in words; the festivals against their source."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.kit.counted import count_days
from paidang.kit.festivals import festival_of
from paidang.kit.sentence import say
from paidang.kit.workdays import add_days, last_announced_year

NAMES = {
    "Spring Festival": "春节", "National Day": "国庆", "Labour Day": "劳动节", "New Year's Day": "元旦",
    "Tomb-sweeping Day": "清明", "Dragon Boat Festival": "端午", "Mid-autumn Festival": "中秋",
    "Anti-Fascist 70th Day": "抗战胜利日",
}  # fmt: skip


def test_every_festival_agrees_with_the_package():
    day = date(2004, 1, 1)
    while day.year <= last_announced_year():
        off, name = chinese_calendar.get_holiday_detail(day)
        assert festival_of(day) == (NAMES.get(name) if off and name in NAMES else None), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "n", "kind", "why"),
    [
        ("2026-09-24", 3, "calendar", "后第 3 日是 2026-09-27（周日），遇中秋顺延到 2026-09-28（周一）"),
        ("2026-03-01", 3, "calendar", "后第 3 日是 2026-03-04（周三）"),
        ("2026-03-04", 3, "calendar", "后第 3 日是 2026-03-07（周六），遇周六顺延到 2026-03-09（周一）"),
        ("2026-10-01", 0, "calendar", "当天，遇国庆顺延到 2026-10-08（周四）"),
        ("2026-04-10", 5, "working", "后 5 个工作日，到 2026-04-17（周五）"),
        ("2026-09-23", 5, "working", "后 5 个工作日，到 2026-10-08（周四），中秋、国庆不算"),
        ("2026-10-01", 0, "working", "当天"),
    ],
)  # fmt: skip
def test_it_says_how_the_day_was_counted(start, n, kind, why):
    counted = count_days(say("签订日"), date.fromisoformat(start), n, kind)
    assert str(counted.why).partition("）")[2] == why


@given(
    st.dates(date(2004, 1, 1), date(2028, 1, 1)), st.integers(0, 60), st.sampled_from(["calendar", "working"])
)
def test_it_counts_as_the_law_does_and_names_the_day_it_comes_to(start, n, kind):
    counted = count_days(say("签订日"), start, n, kind)
    assert (counted.day, counted.provisional) == add_days(start, n, kind)
    assert counted.day.isoformat() in counted.why
