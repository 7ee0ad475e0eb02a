"""The grammar of Chinese numbers, amounts, rates, dates and deadlines."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.contracts.rules.reading import numbers as n


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("贰万伍仟", 25000),
        ("伍万", 50000),
        ("十五", 15),
        ("廿五", 25),
        ("三十万", 300000),
        ("二〇二六", 2026),
        ("一百零五", 105),
        ("两", 2),
        ("壹亿", 10**8),
        ("十", 10),
        ("半", Decimal("0.5")),
    ],
)
def test_numbers_in_characters(text, value):
    assert n.han_number(text) == value


@pytest.mark.parametrize("text", ["", "x", "三人"])
def test_what_is_no_number(text):
    assert n.han_number(text) is None


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("50000元", 5000000),
        ("伍万圆整", 5000000),
        ("30,000元", 3000000),
        ("¥1.5万元", 1500000),
        ("人民币贰万伍仟圆整", 2500000),
        ("0.05元", 5),
        ("50万元", 50000000),
    ],
)
def test_amounts(text, fen):
    assert n.fen(text) == fen


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("千分之三", "0.003"),
        ("0.3%", "0.003"),
        ("3‰", "0.003"),
        ("0.3‰", "0.0003"),
        ("万分之五", "0.0005"),
        ("百分之三十", "0.3"),
        ("70%", "0.7"),
        ("0.50%", "0.005"),
        ("百分之一点五", "0.015"),
        ("100%", "1"),
    ],
)
def test_rates(text, rate):
    assert n.rate(text) == rate


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年8月1日", "2024-08-01"),
        ("二〇二六年三月十五日", "2026-03-15"),
        ("2026-03-01", "2026-03-01"),
        ("2026.3.1", "2026-03-01"),
        ("2026年2月29日", None),
    ],
)
def test_dates(text, day):
    assert n.iso_date(text) == day


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("5个工作日", (5, "working")),
        ("十五日", (15, "calendar")),
        ("三个工作日", (3, "working")),
        ("一个自然礼拜", (7, "calendar")),
        ("两周", (14, "calendar")),
    ],
)
def test_deadlines(text, deadline):
    assert n.days(text) == deadline


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("7:3", ("0.7", "0.3")),
        ("七三", ("0.7", "0.3")),
        ("70:30", ("0.7", "0.3")),
        ("6.5:3.5", ("0.65", "0.35")),
        ("7:4", None),
    ],
)
def test_splits(text, split):
    assert n.ratio(text) == split


@given(st.integers(min_value=1, max_value=10**9))
def test_digits_come_back(yuan):
    assert n.fen(f"{yuan}元") == yuan * 100
    assert n.fen(f"{yuan:,}元") == yuan * 100
