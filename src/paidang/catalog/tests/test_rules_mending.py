"""Ways out for an offer that breaks a floor: by hand, and by property: each really passes, and one step less does not."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from paidang.catalog.rules.guarding import Good, find_below
from paidang.catalog.rules.mending import (
    APART,
    PRICE,
    SCOPE,
    SMALLER,
    THRESHOLD,
    WAYS_MAX,
    WITHOUT,
    YUAN,
    price_ways,
    ways_out,
)
from paidang.catalog.rules.offers import ITEM, MEMBER, SHOP_COUPON, Offer
from paidang.catalog.rules.simulating import EXCLUDED, NO_LOWER, SAME_KIND, UNTICKED, simulate
from paidang.catalog.tests.test_rules_worst_price import (
    CUP,
    FLASH,
    FULL_300,
    MEMBERS,
    POT,
    SHOP,
    VOUCHER,
    any_offer,
    offer,
    some_offers,
)

DAY = date(2026, 11, 1)
ON = {"since": DAY, "until": DAY}


def passes(goods: list[Good], offers: list[Offer]) -> bool:
    return not list(find_below(goods, offers, since=DAY, until=DAY))


@pytest.mark.parametrize(
    ("goods", "others", "asked", "ways"),
    [
        # the mock-up's: 129.00 less 5 % less 6.00 less 18 % of 20.00 is 112.95, the floor is 118.00
        pytest.param(
            [Good(CUP, 16800, [(DAY, 11800)])], [MEMBERS, SHOP, VOUCHER], FLASH,
            [(APART, (SHOP_COUPON,), 11895), (SMALLER, 13432, 11800), (APART, (MEMBER,), 11940)], id="a flash sale",
        ),
        pytest.param(
            [Good(CUP, 16800, [(DAY, 16500)]), Good(POT, 5900, [(DAY, 3900)])], [], replace(SHOP, key="new"),
            [(SCOPE, (CUP,), 16800), (SMALLER, 300, 16500)], id="a coupon for the whole shop",
        ),
        pytest.param(
            [Good(CUP, 16800, [(DAY, 16500)])], [], replace(SHOP, skus=frozenset([CUP])),
            [(THRESHOLD, 16900, 16500), (SMALLER, 300, 16500)], id="a coupon for one good",
        ),
        pytest.param(
            [Good(CUP, 10000, [(DAY, 9600)])], [], MEMBERS, [(SMALLER, 960, 9600)], id="a rate",
        ),
        pytest.param(
            [Good(CUP, 10000, [(DAY, 9500)]), Good(POT, 5000, [(DAY, 4500)]), Good("BAG", 900, [(DAY, 100)])],
            [], offer("new", ITEM, prices=((CUP, 9000), (POT, 4000), ("BAG", 100)), skus=f"{CUP} {POT} BAG"),
            [(SMALLER, 2, 9500)], id="prices of their own",
        ),
        pytest.param([Good(CUP, 10000, [(DAY, 9500)])], [], replace(MEMBERS, rate=960), [], id="nothing to mend"),
        pytest.param([Good(CUP, 9000, [(DAY, 9500)])], [], SHOP, [], id="broken without it"),
    ],
)  # fmt: skip
def test_ways_out_by_hand(goods, others, asked, ways):
    found = ways_out(goods, others, replace(asked, **ON))
    assert [(way.kind, way.detail, way.nearest.worst.price_fen) for way in found] == ways
    for way in found:
        assert passes(goods, [*others, way.offer]) and way.nearest.gap_fen >= 0
    if ways and ways[0][0] == SMALLER and asked.prices:
        assert dict(found[0].offer.prices) == {CUP: 9500, POT: 4500, "BAG": 100}


def step_back(asked: Offer, way_kind: str, mended: Offer) -> list[Offer]:
    """The mended offer with one step less of the change."""
    if way_kind == APART:
        more = mended.excludes - asked.excludes
        return [replace(mended, excludes=mended.excludes - {kind}) for kind in more]
    if way_kind == THRESHOLD:
        lower = mended.threshold_fen - YUAN
        return [replace(mended, threshold_fen=lower)] if lower >= asked.threshold_fen else []
    if asked.price_fen is not None:
        return [replace(mended, price_fen=(mended.price_fen or 0) - 1)]
    if asked.rate is not None:
        return [replace(mended, rate=(mended.rate or 0) - 1)]
    return [replace(mended, minus_fen=mended.minus_fen + 1)]


@settings(max_examples=200, deadline=None)
@given(
    prices=st.lists(st.integers(1, 60), min_size=1, max_size=3), floors=st.lists(st.integers(0, 60), min_size=3, max_size=3),
    others=some_offers(3), asked=any_offer("new"),
)  # fmt: skip
def test_each_way_passes_and_one_step_less_does_not(prices, floors, others, asked):
    goods = [
        Good(sku, fen, [(DAY, floor)])
        for sku, fen, floor in zip([CUP, POT, "C"], prices, floors, strict=False)
        if asked.covers(sku)
    ]
    asked = replace(asked, **ON)
    broken = {one.sku for one in find_below(goods, [*others, asked], since=DAY, until=DAY)}
    assume(broken)
    found = ways_out(goods, others, asked)
    assert len(found) <= WAYS_MAX
    if passes(goods, others) and asked.price_fen is not None:
        assert found, "the list price itself is a promotional price that passes"
    for way in found:
        assert passes([good for good in goods if way.offer.covers(good.sku)], [*others, way.offer]), way
        if way.kind == SCOPE:
            assert broken <= set(way.detail) and asked.kind == way.offer.kind
        else:
            for less in step_back(asked, way.kind, way.offer):
                assert not passes(goods, [*others, less]), (way, less)


@settings(deadline=None)
@given(price=st.integers(1, 60), floor=st.integers(1, 60), offers=some_offers(3))
def test_a_list_price_that_breaks_is_raised_just_so(price, floor, offers):
    good = Good(CUP, price, [(DAY, floor)])
    found = price_ways(good, offers, since=DAY, until=DAY)
    assert bool(found) <= (not passes([good], offers))
    for way in found:
        if way.kind == PRICE:
            assert passes([replace(good, list_fen=way.price_fen)], offers)
            assert not passes([replace(good, list_fen=way.price_fen - 1)], offers)
        else:
            assert way.kind == WITHOUT and passes([good], [one for one in offers if one != way.offer])


def test_a_simulation_is_the_mockups_row_by_row():
    offers = [VOUCHER, SHOP, FULL_300, MEMBERS, FLASH, offer("dear", ITEM, price_fen=16900)]
    ticked = {one.key for one in offers}
    found = simulate(CUP, 16800, offers, ticked, 11800)
    assert [(row.offer.key, row.after_fen, row.why, row.by and row.by.key) for row in found.rows] == [
        ("flash", 12900, "", None), ("dear", 12900, SAME_KIND, "flash"), ("members", 12255, "", None),
        ("full", 12255, EXCLUDED, "flash"), ("shop", 11655, "", None), ("voucher", 11295, "", None),
    ]  # fmt: skip
    assert (found.worst.price_fen, found.platform_fen) == (11295, 1640)
    assert {one.key for one in found.always} == {"flash", "members", "shop"} and found.below == 2
    fewer = simulate(CUP, 16800, [FLASH, SHOP, offer("none", MEMBER, minus_fen=1, skus=POT)], {"shop"}, None)
    assert [(row.offer.key, row.why) for row in fewer.rows] == [("flash", UNTICKED), ("shop", "")]
    cheap = simulate(CUP, 10, [offer("dear", ITEM, price_fen=99)], {"dear"}, 5)
    assert (cheap.rows[0].why, cheap.below, list(cheap.always)) == (NO_LOWER, 0, [])
