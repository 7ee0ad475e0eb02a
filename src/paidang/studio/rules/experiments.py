"""What changed on a page when it went out, and whether the product had more orders a day afterwards than before.

Both sides of a change are whole weeks, equally many, so that each weekday counts alike; the day itself is in neither. This
is before and after, no experiment: prices, promotions, seasons and advertising change meanwhile as well, and days that
follow one another are alike, so the interval is rather too narrow. Not in here: conversion, since no file tells visitors.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor, isqrt

from paidang.kit.clause import clause
from paidang.kit.period import Period
from paidang.kit.sentence import Sentence, say
from paidang.studio.rules.page import Content
from paidang.studio.rules.words import DETAIL, MAIN

HEAD, OTHERS, ORDER, DETAILS = "head", "others", "order", "details"
WHAT: dict[str, Sentence] = {
    HEAD: say("首图"),
    OTHERS: say("其他主图"),
    ORDER: say("顺序"),
    DETAILS: say("详情"),
}
WEEK, WEEKS_MAX = 7, 4
MORE, LESS, UNCLEAR = "more", "less", "unclear"
T_95 = {
    1: 12706, 2: 4303, 3: 3182, 4: 2776, 5: 2571, 6: 2447, 7: 2365, 8: 2306, 9: 2262, 10: 2228, 11: 2201, 12: 2179, 13: 2160,
    14: 2145, 15: 2131, 16: 2120, 17: 2110, 18: 2101, 19: 2093, 20: 2086, 21: 2080, 22: 2074, 23: 2069, 24: 2064, 25: 2060,
    26: 2056, 27: 2052, 28: 2048, 29: 2045, 30: 2042, 40: 2021, 50: 2009,
}  # fmt: skip
"""Student's t at 97.5 %, in thousandths, by degrees of freedom; between two of them the lower one's, which is wider."""


@dataclass(frozen=True, slots=True)
class Published:
    """An edition and the day it went out."""

    edition: int
    on: date
    content: Content


@dataclass(frozen=True, slots=True)
class Change:
    """What of the page was another from that day on: keys of WHAT, in their order."""

    edition: int
    on: date
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Orders before and after; orders a day more (below zero: fewer) and the interval of 95 % around it, in tenths."""

    before: int
    after: int
    tenths: int
    low: int
    high: int

    @property
    def verdict(self) -> str:
        return MORE if self.low > 0 else LESS if self.high < 0 else UNCLEAR


@dataclass(frozen=True, slots=True)
class Tried:
    """A change with what came of it. `difference` is None while less than a week is known before it or after it."""

    change: Change
    weeks: int
    difference: Difference | None

    @property
    def before(self) -> Period:
        return Period(self.change.on - timedelta(days=self.weeks * WEEK), self.change.on)

    @property
    def after(self) -> Period:
        first = self.change.on + timedelta(days=1)
        return Period(first, first + timedelta(days=self.weeks * WEEK))


@clause("PH-2")
def changes_of(published: Sequence[Published]) -> list[Change]:
    """What each publication changed, in time; of a day the last one counts. The first of all changed nothing that is known."""
    by_day = {one.on: one for one in sorted(published, key=lambda one: one.edition)}
    days = [by_day[day] for day in sorted(by_day)]
    found = [
        Change(now.edition, now.on, changed(was.content, now.content))
        for was, now in zip(days, days[1:], strict=False)
    ]
    return [one for one in found if one.what]


def changed(was: Content, now: Content) -> tuple[str, ...]:
    """Which parts of a page differ: keys of WHAT."""
    main_was, main = _keys(was, MAIN), _keys(now, MAIN)
    detail_was, detail = _keys(was, DETAIL), _keys(now, DETAIL)
    is_same_set = sorted(main_was) == sorted(main)
    found = {
        HEAD: main_was[:1] != main[:1],
        OTHERS: not is_same_set and sorted(main_was[1:]) != sorted(main[1:]),
        ORDER: (is_same_set and main_was != main) or (sorted(detail_was) == sorted(detail) and detail_was != detail),
        DETAILS: sorted(detail_was) != sorted(detail),
    }  # fmt: skip
    return tuple(part for part in WHAT if found[part])


def _keys(content: Content, place: str) -> list[str]:
    """What stands at the place, in its order: a picture by its digest, a text by its words."""
    return [
        f"picture {block['sha256']}" if "sha256" in block else f"text {block['text']}"
        for block in content[place]
    ]


@clause("PH-2")
def try_out(published: Sequence[Published], known: Period, orders: Mapping[date, int]) -> list[Tried]:
    """What came of each change, by the orders of each day; the days of `known` that are missing there had none.

    Weeks reach neither over another change or the first publication nor out of `known`.
    """
    changes = changes_of(published)
    bounds = [
        min((one.on for one in published), default=known.start),
        *(one.on for one in changes),
        known.end,
    ]
    found = []
    for change, last, following in zip(changes, bounds, bounds[2:], strict=False):
        before = change.on - max(known.start, last + timedelta(days=1))
        after = min(known.end, following) - change.on - timedelta(days=1)
        weeks = max(0, min(before.days // WEEK, after.days // WEEK, WEEKS_MAX))
        tried = Tried(change, weeks, None)
        if weeks:
            sides = [[orders.get(day, 0) for day in _days(side)] for side in (tried.before, tried.after)]
            tried = Tried(change, weeks, compare(*sides))
        found.append(tried)
    return found


def _days(period: Period) -> list[date]:
    return [period.start + timedelta(days=n) for n in range(period.days)]


def compare(before: Sequence[int], after: Sequence[int]) -> Difference:
    """Welch's interval of the difference of two means. A day varies at least as much as chance arrivals with one order more
    than were seen: days that are all alike, or all without an order, prove little.

    >>> compare([10, 12, 9, 11, 10, 13, 12], [14, 15, 13, 16, 12, 15, 17])
    Difference(before=77, after=102, tenths=36, low=-7, high=79)
    """
    n, m = len(before), len(after)
    u, v = _variance(before) / n, _variance(after) / m
    freedom = floor((u + v) ** 2 / (u**2 / (n - 1) + v**2 / (m - 1)))
    t = T_95[max(one for one in T_95 if one <= freedom)]
    margin = isqrt(ceil((u + v) * t * t)) + 1  # thousandths of an order a day, rounded up
    difference = (Fraction(sum(after), m) - Fraction(sum(before), n)) * 1000
    return Difference(
        sum(before), sum(after), round(difference / 100), floor((difference - margin) / 100), ceil((difference + margin) / 100)
    )  # fmt: skip


def _variance(days: Sequence[int]) -> Fraction:
    mean = Fraction(sum(days), len(days))
    seen = sum(((day - mean) ** 2 for day in days), Fraction(0)) / (len(days) - 1)
    return max(seen, Fraction(sum(days) + 1, len(days)))
