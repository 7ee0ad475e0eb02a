"""What changed on a page and what came of it: which weeks are compared, and the interval of the difference."""

import math
import random
import statistics
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.kit.period import Period
from paidang.studio.rules.experiments import (
    DETAILS,
    HEAD,
    LESS,
    MORE,
    ORDER,
    OTHERS,
    UNCLEAR,
    Published,
    changed,
    changes_of,
    compare,
    try_out,
)
from paidang.studio.rules.page import Shown, content_of

A, B, C = (Shown(n, 1, letter * 64) for n, letter in enumerate("abc", start=1))
DAY = date(2026, 3, 2)


def page(main=(A, B), detail=("手工拉坯", C)):
    return content_of("青瓷盖碗", "jd", {"main": main, "detail": detail})


def day(n):
    return DAY + timedelta(days=n)


@pytest.mark.parametrize(
    ("now", "what"),
    [
        (page(), ()),
        (page(main=(B, A)), (HEAD, ORDER)),
        (page(main=(C, B)), (HEAD,)),
        (page(main=(A, C)), (OTHERS,)),
        (page(main=(A,)), (OTHERS,)),
        (page(main=(C,)), (HEAD, OTHERS)),
        (page(main=(A, B, C), detail=(C, "手工拉坯")), (OTHERS, ORDER)),
        (page(detail=("手工拉坯。", C)), (DETAILS,)),
        (page(main=(Shown(1, 2, "d" * 64), B)), (HEAD,)),
    ],
)
def test_what_differs_between_two_editions(now, what):
    assert changed(page(), now) == what


def test_of_a_day_the_last_edition_counts_and_what_went_back_is_no_change():
    went_back = [
        Published(1, day(0), page()),
        Published(2, day(5), page(main=(C,))),
        Published(3, day(5), page()),
    ]
    assert changes_of(went_back) == []
    later = [*went_back, Published(4, day(9), page(main=(B, A)))]
    assert [(one.edition, one.on, one.what) for one in changes_of(later)] == [(4, day(9), (HEAD, ORDER))]


@pytest.mark.parametrize(
    ("days", "known", "weeks"),
    [
        ([0, 40], (-90, 90), [4]),
        ([0, 40], (-90, 60), [2]),
        ([0, 40], (20, 90), [2]),
        ([0, 40], (-90, 48), [1]),
        ([0, 40], (-90, 47), [0]),
        ([0, 8], (-90, 90), [1]),  # the first publication bounds it too
        ([0, 7], (-90, 90), [0]),
        ([0, 40, 62], (-90, 90), [3, 3]),
        ([0, 40, 45], (-90, 90), [0, 0]),
        ([0, 40], (50, 90), [0]),
    ],
)
def test_weeks_reach_over_no_other_change_and_not_beyond_what_is_known(days, known, weeks):
    pages = [page(), page(main=(C,)), page(main=(B,))]
    published = [Published(n, day(on), pages[n]) for n, on in enumerate(days)]
    tried = try_out(published, Period(day(known[0]), day(known[1])), {day(40): 1000})
    assert [one.weeks for one in tried] == weeks
    for one in tried:
        assert one.change.on not in one.before and one.change.on not in one.after
        assert (one.difference is None) == (one.weeks == 0)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ([10] * 7, [11] * 7, UNCLEAR),
        ([10] * 7, [30] * 7, MORE),
        ([10] * 28, [12] * 28, MORE),
        ([12] * 28, [10] * 28, LESS),
        ([0] * 7, [0] * 7, UNCLEAR),
        ([0] * 7, [1] * 7, UNCLEAR),
        ([0] * 7, [2] * 7, MORE),
        ([0] * 7, [0, 0, 7, 0, 0, 0, 0], UNCLEAR),
        ([10] * 7, [0, 0, 0, 140, 0, 0, 0], UNCLEAR),
    ],
)
def test_a_difference_is_told_only_where_the_interval_leaves_nought_out(before, after, verdict):
    found = compare(before, after)
    assert found.verdict == verdict and found.low <= found.tenths <= found.high


def test_the_interval_is_welchs():
    before, after = [3, 19, 7, 25, 1, 14, 9], [22, 40, 31, 8, 27, 35, 19]
    u, v = statistics.variance(before) / 7, statistics.variance(after) / 7
    assert 12 > (u + v) ** 2 / (u**2 / 6 + v**2 / 6) >= 11
    centre, margin = statistics.mean(after) - statistics.mean(before), 2.201 * math.sqrt(u + v)
    found = compare(before, after)
    assert (found.low, found.high) == (math.floor((centre - margin) * 10), math.ceil((centre + margin) * 10))


@given(st.integers(1, 4).flatmap(lambda weeks: st.tuples(*[st.lists(st.integers(0, 500), min_size=weeks * 7, max_size=weeks * 7)] * 2)))  # fmt: skip
def test_looked_at_from_the_other_side_it_is_the_same(sides):
    there, back = compare(*sides), compare(*reversed(sides))
    assert (there.low, there.high) == (-back.high, -back.low)


def test_where_nothing_changed_hardly_any_interval_says_so():
    dice, wrong = random.Random(1), 0
    for _again in range(400):
        days = [sum(dice.random() < 0.1 for _visitor in range(60)) for _day in range(28)]
        wrong += compare(days[:14], days[14:]).verdict != UNCLEAR
    assert wrong <= 400 * 0.07
