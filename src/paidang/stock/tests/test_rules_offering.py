"""What may be offered, how long it lasts, what to bring."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.stock.rules.listing import AGREED, OF_TEXT, USUAL, Rhythm, list_due_on, rhythm_of
from paidang.stock.rules.offering import offer_places, sellable, share_out
from paidang.stock.rules.replenishing import Planned, days_left, is_low, suggest

TODAY = date(2026, 10, 9)


@pytest.mark.parametrize(
    ("on_hand", "reserved", "safety", "expected"),
    [(648, 6, 30, 612), (41, 1, 0, 40), (10, 4, 30, 0), (0, 0, 0, 0)],
)
def test_what_may_be_offered(on_hand, reserved, safety, expected):
    assert sellable(on_hand=on_hand, reserved=reserved, safety=safety) == expected


@pytest.mark.parametrize(
    ("units", "parts", "expected"),
    [
        (612, {1: 5, 2: 3, 3: 2}, {1: 306, 2: 184, 3: 122}),
        (1, {1: 1, 2: 1}, {1: 1, 2: 0}),
        (1, {1: 1, 2: 3}, {1: 0, 2: 1}),
        (7, {1: 0, 2: 2}, {1: 0, 2: 7}),
        (7, {1: 0, 2: 0}, {1: 0, 2: 0}),
        (7, {}, {}),
    ],
)
def test_stores_share(units, parts, expected):
    assert share_out(units, parts) == expected


PARTS = st.dictionaries(st.sampled_from("ABCD"), st.integers(1, 4), min_size=1, max_size=3)


@given(st.dictionaries(st.sampled_from("ABC"), st.integers(0, 60)), st.lists(PARTS, max_size=6))
def test_all_places_together_sell_no_more_than_there_is(units, made_of):
    places = {f"p{n}": parts for n, parts in enumerate(made_of)}
    found = offer_places(units, places)
    assert set(found) == {name for name, parts in places.items() if set(parts) <= set(units)}
    assert all(n >= 0 for n in found.values())
    for sku, n in units.items():
        taken = sum(found[name] * places[name].get(sku, 0) for name in found)
        assert taken <= n
        if any(places[name] == {sku: 1} for name in found):
            assert taken == n, "what sets leave is sold alone"
    for name in found:
        others = {sku for other in found if other != name for sku in places[other]}
        if others.isdisjoint(places[name]):
            assert found[name] == min(units[sku] // each for sku, each in places[name].items())


@given(st.integers(0, 10**9), st.dictionaries(st.integers(1, 9), st.integers(0, 1000), min_size=1))
def test_shares_are_exact_and_fair(units, parts):
    shares, whole = share_out(units, parts), sum(parts.values())
    assert sum(shares.values()) == (units if whole else 0)
    for store, share in shares.items():
        assert whole == 0 or abs(share * whole - units * parts[store]) < whole


@pytest.mark.parametrize(
    ("there", "sold", "left", "low"),
    [(66, 264, 7, True), (612, 317, 54, False), (40, 0, None, False), (0, 1, 0, True)],
)
def test_how_long_it_lasts(there, sold, left, low):
    assert days_left(sellable=there, sold=sold) == left
    assert is_low(days_left(sellable=there, sold=sold), lead_days=7) is low


@pytest.mark.parametrize(
    ("there", "sold", "planned", "units", "by"),
    [
        (66, 280, (), 284, TODAY + timedelta(days=6)),  # 10 a day for 35 days
        (66, 280, (Planned(TODAY + timedelta(days=5), 120),), 404, TODAY),
        (400, 280, (), None, None),
        (40, 0, (), None, None),
        (40, 0, (Planned(TODAY + timedelta(days=30), 60),), 20, TODAY + timedelta(days=30)),
        (40, 0, (Planned(TODAY + timedelta(days=36), 60),), None, None),  # beyond what is looked at
        (0, 1, (), 2, TODAY),
    ],
)
def test_what_to_bring(there, sold, planned, units, by):
    found = suggest(sellable=there, sold=sold, lead_days=7, today=TODAY, planned=planned)
    assert (found and (found.units, found.by)) == (units and (units, by))
    if found and planned:
        assert f"促销另要 {planned[0].units:,} 件" in found.why


def test_the_list_is_due_two_weeks_after_the_last():
    assert list_due_on(last=None, began=date(2026, 3, 1), every_days=14) == date(2026, 3, 15)
    assert list_due_on(last=date(2026, 10, 5), began=date(2026, 3, 1), every_days=7) == date(2026, 10, 12)


@pytest.mark.parametrize(
    ("texts", "agreed", "rhythm"),
    [
        (
            ["甲方负责向乙方定期提供可销售商品的详单，每月对账一次。"],
            None,
            Rhythm(14, USUAL),
        ),  # the accounts are each month, not the list
        (["每周开会。\n甲方负责向乙方定期提供可销售商品的详单。每周开会。"], None, Rhythm(14, USUAL)),
        (
            ["甲方每周提供可销售商品的详单。", "甲方每10天提供可销售商品的详单。"],
            None,
            Rhythm(10, OF_TEXT),
        ),  # the later text
        (["甲方每两周提供可销售商品的详单。"], None, Rhythm(14, OF_TEXT)),
        (["甲方每十五日提供可销售商品的详单。"], None, Rhythm(15, OF_TEXT)),
        (["甲方每季度提供可销售商品的详单。"], None, Rhythm(90, OF_TEXT)),
        (["甲方每3个工作日提供可销售商品的详单。"], None, Rhythm(14, USUAL)),
        (["甲方每周提供可销售商品的详单。"], 3, Rhythm(3, AGREED)),
        ([], 5, Rhythm(5, AGREED)),
    ],
)
def test_how_often_the_list_is_due(texts: list[str], agreed: int | None, rhythm: Rhythm) -> None:
    assert rhythm_of(texts, agreed) == rhythm
