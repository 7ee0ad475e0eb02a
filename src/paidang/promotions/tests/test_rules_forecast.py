"""A forecast from days that are known: what it rests on, how far it was off, and that it says so where it is none."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import shanghai

from paidang.kit.period import day_start_at
from paidang.promotions.rules.forecast import Forecast, Past, lift_of
from paidang.promotions.rules.usual import (
    FLAT,
    MILLION,
    ShopDays,
    SkuDays,
    Trial,
    back_test,
    level_of,
    origins_of,
    rhythm_of,
)

LAST = date(2026, 4, 19)
"""A Sunday."""
NEXT = LAST + timedelta(days=1)
NOON = [0] * 12 + [1] + [0] * 11


def days(count: int) -> list[date]:
    """So many days up to LAST."""
    return [LAST - timedelta(days=n) for n in range(count)]


def sku(units: dict[date, int], out=frozenset()) -> SkuDays:
    return SkuDays(min(units), LAST, units, out)


def shop(units: dict[date, int], special=frozenset()) -> ShopDays:
    """All of a day at noon."""
    hours = {day: [part * count for part in NOON] for day, count in units.items() if count}
    return ShopDays(min(units), LAST, hours, special)


@given(st.integers(1, 500), st.integers(28, 180))
def test_what_sells_the_same_every_day_is_forecast_to_the_unit(each, count):
    units = dict.fromkeys(days(count), each)
    rhythm = rhythm_of(shop(units), NEXT)
    assert rhythm.weekdays == [MILLION] * 7
    assert level_of(sku(units), rhythm, NEXT) == each
    tested = back_test(sku(units), {day: rhythm_of(shop(units), day) for day in origins_of(shop(units))})
    assert (tested is None) is (count < 35)
    assert tested is None or (tested.off, tested.mean, tested.weeks) == (0, each, min(8, (count - 28) // 7))


@given(st.lists(st.integers(0, 300), min_size=28, max_size=90))
def test_a_week_is_seven_levels_whatever_its_rhythm(counts):
    units = dict(zip(days(len(counts)), counts, strict=False))
    rhythm = rhythm_of(shop(units), NEXT)
    assert sum(rhythm.weekdays) == 7 * MILLION and sum(rhythm.hours) == MILLION and min(rhythm.weekdays) >= 0
    since = day_start_at(NEXT)
    middle, week = since + timedelta(hours=83, minutes=20), since + timedelta(days=7)
    assert rhythm.of_span(since, middle) + rhythm.of_span(middle, week) == 7
    level = level_of(sku(units), rhythm, NEXT)
    assert level is not None
    doubled = {day: 2 * count for day, count in units.items()}
    assert level_of(sku(doubled), rhythm, NEXT) == 2 * level


def test_weekends_and_evenings_count_as_the_shop_has_them():
    units = {day: 30 if day.weekday() >= 5 else 10 for day in days(56)}
    rhythm = rhythm_of(shop(units), NEXT)
    level = level_of(sku(units), rhythm, NEXT)
    assert level is not None
    saturday, monday = NEXT + timedelta(days=5), NEXT
    assert 26 <= level * rhythm.of_day(saturday) <= 30 and 10 <= level * rhythm.of_day(monday) <= 12
    noon, evening = shanghai("2026-04-25 12:00"), shanghai("2026-04-25 20:00")
    four_hours = timedelta(hours=4)
    assert rhythm.of_span(noon, noon + four_hours) > 20 * rhythm.of_span(evening, evening + four_hours)


def test_days_of_promotions_and_days_that_were_not_imported_are_not_ordinary():
    units = dict.fromkeys(days(70), 10)
    promoted = {day: 100 for day in days(70)[5:9]}
    assert level_of(sku(units | promoted, out=promoted.keys()), FLAT, NEXT) == 10
    missing = days(70)[20:34]
    gappy = {day: count for day, count in units.items() if day not in missing}
    silent = shop(gappy).silent
    assert silent == set(missing), "two weeks without any order in the shop"
    assert level_of(sku(gappy, out=silent), FLAT, NEXT) == 10
    one_week_less = {day: count for day, count in units.items() if day not in missing[:6]}
    assert not shop(one_week_less).silent, "a few days without an order are days without an order"
    assert level_of(sku(dict.fromkeys(days(27), 10)), FLAT, NEXT) is None
    assert level_of(sku(units), FLAT, LAST - timedelta(days=60)) is None, "nothing later is looked at"


@pytest.mark.parametrize(
    ("past", "discount", "found"),
    [
        ([], 200, None),
        ([(300, 50, 10)], 199, None),
        ([(300, 50, 10)], 200, (5, 1, None)),
        ([(300, 50, 0)], 300, None),
        # each by the other: 20 where 50 were sold, 100 where 40 were
        ([(200, 50, 10), (250, 40, 20)], 200, (3, 2, Fraction(30 + 60, 90))),
        ([(200, 20, 10), (250, 40, 20), (900, 999, 1)], 200, (2, 2, 0)),
        ([(200, 0, 10), (200, 0, 10)], 200, (0, 2, None)),
    ],
)
def test_promotions_at_a_like_discount_say_how_many_times_the_usual(past, discount, found):
    lift = lift_of([Past("CUP", off, sold, usual * MILLION) for off, sold, usual in past], discount)
    assert (lift and (lift.times, lift.count, lift.error)) == found


def row(**more) -> Forecast:
    return Forecast("CUP", "盖碗", 420, 56, **more)


def test_it_says_what_it_rests_on_and_where_there_is_none():
    two = lift_of([Past("CUP", 200, 20, 10 * MILLION), Past("CUP", 200, 30, 10 * MILLION)], 200)
    whole = row(usual=Fraction(24), tested=Trial(8, Fraction(12), Fraction(31)), discount=215, lift=two)
    assert (whole.expected, whole.span, whole.usual_units) == (60, (36, 84), 24)
    said = "；".join(whole.words)
    assert (
        "过去 8 周每天差 ±12 件（每天卖 31 件）" in said
        and "2 款次相近折扣（约 22%）卖到平时的 2.5 倍" in said
    )
    assert "互相验证平均差 ±40%" in said
    alone = row(usual=Fraction(24), discount=0, lift=lift_of([Past("CUP", 0, 20, 10 * MILLION)], 0))
    assert (alone.expected, alone.span) == (48, None) and "测不出误差" in alone.words[-1]
    unlike = row(usual=Fraction(24), discount=500)
    assert unlike.expected is None and "没有折扣相近（约 50%）的促销可比" in unlike.words[-1]
    [short] = Forecast("CUP", "盖碗", 420, 12).words
    assert short == "不够预测：平常的日子只有 12 天，至少要 28 天"
    assert Forecast("CUP", "盖碗", 420, 0).words == ["这家店还没有卖过它，预测不了"]


@given(
    st.fractions(0, 10_000),
    st.lists(
        st.tuples(st.integers(0, 9999), st.integers(MILLION // 100, 999 * MILLION)), min_size=1, max_size=6
    ),
)
def test_what_is_expected_lies_in_its_span_and_is_never_below_nothing(usual, past):
    lift = lift_of([Past("CUP", 100, sold, each) for sold, each in past], 100)
    one = row(usual=usual, lift=lift)
    assert one.expected is not None and one.expected >= 0
    assert one.span is None or 0 <= one.span[0] <= one.expected <= one.span[1]
