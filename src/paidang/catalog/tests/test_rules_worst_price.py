"""The worst price a buyer could pay: by hand, by an oracle that tries every small order, and for many goods at once."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paidang.catalog.rules.guarding import Below, Good, Nearest, find_below, floors_within, sum_floors
from paidang.catalog.rules.offers import (
    CROSS_STORE,
    FULL,
    ITEM,
    ITEM_COUPON,
    MEMBER,
    ORDER_KINDS,
    QUANTITY,
    SHOP_COUPON,
    UNIT_KINDS,
    Offer,
    merchant_part,
    order_cut,
    terms_of,
    unit_cut,
)
from paidang.catalog.rules.worst_price import worst_price
from paidang.kit.money import share_out

CUP, POT = "CUP", "POT"


def offer(key: str, kind: str, **terms: object) -> Offer:
    if isinstance(terms.get("skus"), str):
        terms["skus"] = frozenset(str(terms["skus"]).split())
    if isinstance(terms.get("excludes"), str):
        terms["excludes"] = frozenset(str(terms["excludes"]).split())
    return Offer(key, kind, **terms)  # type: ignore[arg-type]


FLASH = offer("flash", ITEM, price_fen=12900, skus=CUP)
MEMBERS = offer("members", MEMBER, rate=950)
SHOP = offer("shop", SHOP_COUPON, threshold_fen=10000, minus_fen=600)
FULL_300 = offer("full", FULL, threshold_fen=30000, minus_fen=3000, excludes=ITEM)
VOUCHER = offer("voucher", CROSS_STORE, threshold_fen=9900, minus_fen=2000, merchant_percent=18)


@pytest.mark.parametrize(
    ("list_fen", "offers", "price", "units", "others", "used"),
    [
        pytest.param(16800, [], 16800, 1, 0, "", id="list price alone"),
        pytest.param(16800, [FLASH], 12900, 1, 0, "flash", id="a promotional price"),
        pytest.param(11800, [FLASH], 11800, 1, 0, "", id="one above the list price takes nothing"),
        pytest.param(9999, [MEMBERS], 9499, 1, 0, "members", id="9499.05, down"),
        # 129.00, 5 % off 122.55, coupon 6.00, 18 % of 20.00: the mock-up's example
        pytest.param(
            16800, [FLASH, MEMBERS, SHOP, FULL_300, VOUCHER], 11295, 1, 0, "flash members shop voucher", id="stacked"
        ),
        # 159.60 after the member price; 140.40 of others fill 300: 30 × 159.60/300 = 15.96, 6 × 159.60/300 = 3.192
        pytest.param(16800, [MEMBERS, SHOP, FULL_300], 14044, 1, 14040, "members full shop", id="spread over the order"),
        # 80 of 100: 6 × 0.8
        pytest.param(8000, [SHOP], 7520, 1, 2000, "shop", id="others fill the threshold just so"),
        # alone: 80, two units are 160 ≥ 100: 6 / 2
        pytest.param(8000, [offer("own", ITEM_COUPON, threshold_fen=10000, minus_fen=600, skus=CUP)], 7700, 2, 0, "own",
                     id="its own units fill it where nothing else may"),
        # each 100 less 10, at most 3 times; 250 with 50 of others is 300: 30 × 250/300
        pytest.param(25000, [offer("each", FULL, threshold_fen=10000, minus_fen=1000, times=3)], 22500, 1, 5000, "each",
                     id="repeatable"),
        pytest.param(25000, [offer("once", FULL, threshold_fen=10000, minus_fen=1000)], 24000, 1, 0, "once", id="not repeatable"),
        # two units at 75 %; then 20 off 200 on two units of 75.00 with 50.00 of others: 20 × 75/200
        pytest.param(10000, [offer("two", QUANTITY, units=2, rate=750), offer("c", SHOP_COUPON, threshold_fen=20000, minus_fen=2000)],
                     6750, 2, 5000, "two c", id="a quantity discount"),
        # one item coupon or one shop coupon of a kind, and both kinds stack: 10 + 5
        pytest.param(10000, [offer("a", ITEM_COUPON, minus_fen=1000, skus=CUP), offer("b", ITEM_COUPON, minus_fen=900, skus=CUP),
                             offer("c", SHOP_COUPON, minus_fen=500)], 8500, 1, 0, "a c", id="coupons"),
        pytest.param(10000, [offer("a", ITEM_COUPON, minus_fen=1000, skus=CUP, excludes=SHOP_COUPON),
                             offer("c", SHOP_COUPON, minus_fen=1001)], 8999, 1, 0, "c", id="coupons that exclude each other"),
        # the narrow coupon is filled by 20 of its own kind, the wide one by 200 more: 6 × 80/100 + 30 × 80/300
        pytest.param(8000, [offer("n", ITEM_COUPON, threshold_fen=10000, minus_fen=600, skus=f"{CUP} {POT}"), FULL_300],
                     6720, 1, 22000, "full n", id="a narrow threshold inside a wide one"),
        # both wide: 100.00 gives 4.80; at 300.00 8.00 + 1.60
        pytest.param(8000, [SHOP, FULL_300], 7040, 1, 22000, "full shop", id="the same goods fill both"),
        pytest.param(10000, [offer("p", SHOP_COUPON, minus_fen=9000, merchant_percent=0)], 10000, 1, 0, "p", id="the platform's"),
        pytest.param(10000, [offer("p", SHOP_COUPON, minus_fen=15000)], 0, 1, 0, "p", id="never below nothing"),
        pytest.param(10000, [offer("p", ITEM, rate=800, skus=POT)], 10000, 1, 0, "", id="not this good"),
        pytest.param(10000, [offer("p", ITEM, prices=((CUP, 9000), (POT, 1)), skus=f"{CUP} {POT}")], 9000, 1, 0, "p", id="its own price"),
        pytest.param(20000, [offer("f", FULL, threshold_fen=30000, rate=900)], 18000, 1, 10000, "f", id="a rate from a threshold"),
        pytest.param(1, [offer("own", FULL, threshold_fen=10000, minus_fen=600, skus=CUP)], 1, 1, 0, "", id="10,000 units nobody takes"),
    ],
)  # fmt: skip
def test_the_worst_price_by_hand(list_fen, offers, price, units, others, used):
    found = worst_price(CUP, list_fen, offers)
    assert (found.price_fen, found.units, found.others_fen) == (price, units, others)
    assert " ".join(step.offer.key for step in found.steps) == used
    assert found.price_fen == max(0, list_fen - sum(step.merchant_fen for step in found.steps))


def test_what_the_platform_pays_is_shown():
    voucher = worst_price(CUP, 16800, [FLASH, MEMBERS, SHOP, VOUCHER]).steps[-1]
    assert (voucher.merchant_fen, voucher.platform_fen) == (360, 1640)
    [step] = worst_price(CUP, 10000, [offer("p", SHOP_COUPON, minus_fen=900, merchant_percent=0)]).steps
    assert (step.merchant_fen, step.platform_fen) == (0, 900)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (FLASH, "促销价 ¥129.00"),
        (MEMBERS, "打 9.5 折"),
        (SHOP, "满 ¥100.00 减 ¥6.00"),
        (offer("o", FULL, threshold_fen=30000, minus_fen=3000, times=3), "每满 ¥300.00 减 ¥30.00，至多 3 次"),
        (offer("o", FULL, threshold_fen=30000, rate=850), "满 ¥300.00 打 8.5 折"),
        (offer("o", QUANTITY, units=2, rate=885), "2 件起打 8.85 折"),
        (offer("o", ITEM_COUPON, minus_fen=500), "减 ¥5.00"),
        (offer("o", ITEM, prices=((CUP, 1),)), "1 个商品各有促销价"),
    ],
)
def test_terms_in_words(made, words):
    assert terms_of(made) == words


# By property

PRICES = st.integers(1, 60)
SCOPES = st.sampled_from([None, frozenset([CUP]), frozenset([CUP, POT])])


@st.composite
def any_offer(draw: st.DrawFn, key: str = "o") -> Offer:
    kind = draw(st.sampled_from([*UNIT_KINDS, *ORDER_KINDS]))
    rate = draw(st.sampled_from([None, 500, 900, 999]))
    terms: dict[str, object] = {
        "skus": draw(SCOPES),
        "merchant_percent": draw(st.sampled_from([0, 18, 50, 100, 100])),
        "excludes": frozenset(draw(st.sets(st.sampled_from([*UNIT_KINDS, *ORDER_KINDS]), max_size=2))),
        "rate": rate,
        "minus_fen": 0 if rate else draw(st.integers(1, 20)),
    }
    if kind == ITEM and draw(st.booleans()):
        terms |= {"price_fen": draw(PRICES), "rate": None, "minus_fen": 0}
    if kind == QUANTITY:
        terms |= {"units": draw(st.integers(1, 3)), "rate": rate or 700, "minus_fen": 0}
    if kind in ORDER_KINDS:
        terms |= {"threshold_fen": draw(st.integers(0, 40)), "times": draw(st.sampled_from([1, 1, 2]))}
        if not terms["threshold_fen"]:
            terms["times"] = 1
    return Offer(key, kind, **terms)  # type: ignore[arg-type]


@st.composite
def some_offers(draw: st.DrawFn, most: int = 4) -> list[Offer]:
    return [draw(any_offer(f"o{n}")) for n in range(draw(st.integers(0, most)))]


def every_small_order(list_fen: int, offers: list[Offer]) -> int:
    """The oracle: each set of offers that combine, each number of units, each amount of goods that only a narrower or a
    wider offer covers, up to what the thresholds can want."""
    counted = [one for one in offers if one.merchant_percent and one.covers(CUP)]
    best = list_fen
    for size in range(len(counted) + 1):
        for used in combinations(counted, size):
            if not all(a.combines_with(b) for a, b in combinations(used, 2)):
                continue
            unit, least = list_fen, 1
            for one in sorted(
                (o for o in used if o.kind in UNIT_KINDS), key=lambda o: UNIT_KINDS.index(o.kind)
            ):
                unit -= merchant_part(one, unit_cut(one, CUP, unit))
                least = max(least, one.units)
            of_order = [one for one in used if one.kind in ORDER_KINDS]
            room = max([one.threshold_fen * one.times for one in of_order], default=0)
            narrow = range(room + 1) if any(one.skus and POT in one.skus for one in of_order) else [0]
            shop = (
                range(room + 1) if any(not one.skus and one.kind != CROSS_STORE for one in of_order) else [0]
            )
            anything = range(room + 1) if any(one.kind == CROSS_STORE for one in of_order) else [0]
            for units in range(least, min(100, least + room // max(unit, 1) + 2)):
                for in_narrow, in_shop, elsewhere in product(narrow, shop, anything):
                    price = unit
                    for one in of_order:
                        others = in_narrow if one.skus != frozenset([CUP]) else 0
                        others += in_shop if not one.skus else 0
                        if one.kind == CROSS_STORE:
                            others = in_narrow + in_shop + elsewhere
                        price -= merchant_part(one, order_cut(one, unit, unit * units + others))
                    best = min(best, max(0, price))
    return best


@settings(max_examples=150, deadline=None)
@given(list_fen=st.integers(1, 40), offers=some_offers(3))
def test_it_agrees_with_every_small_order(list_fen, offers):
    assert worst_price(CUP, list_fen, offers).price_fen == every_small_order(list_fen, offers)


@given(list_fen=st.integers(0, 100_000), offers=some_offers(), more=any_offer("more"))
def test_a_merchants_offer_never_raises_it_and_the_platforms_never_changes_it(list_fen, offers, more):
    before, after = worst_price(CUP, list_fen, offers), worst_price(CUP, list_fen, [*offers, more])
    assert after.price_fen <= before.price_fen <= list_fen
    if not more.merchant_percent:
        assert after.price_fen == before.price_fen


@given(
    list_fen=st.integers(1, 60), units=st.integers(1, 4), others=st.lists(st.integers(1, 40), max_size=4),
    offers=st.lists(st.builds(lambda threshold, minus, kind: offer(kind, kind, threshold_fen=threshold, minus_fen=minus),
                              st.integers(0, 60), st.integers(1, 10), st.sampled_from(ORDER_KINDS)),
                    max_size=3, unique_by=lambda one: one.kind),
)  # fmt: skip
def test_no_order_shared_out_to_the_fen_gets_below_it(list_fen, units, others, offers):
    """As the platforms share an order's discounts out over its lines: by largest remainders."""
    lines = [list_fen * units, *others]
    cuts = [share_out(one.minus_fen, lines)[0] for one in offers if sum(lines) >= one.threshold_fen]
    assert max(0, lines[0] - sum(cuts)) >= worst_price(CUP, list_fen, offers).price_fen * units


DAY = date(2026, 11, 1)


@st.composite
def dated_offers(draw: st.DrawFn) -> list[Offer]:
    found = []
    for one in draw(some_offers(4)):
        since, length = draw(st.integers(-5, 12)), draw(st.integers(0, 8))
        found.append(replace(one, since=DAY + timedelta(since), until=DAY + timedelta(since + length)))
    return found


@settings(deadline=None)
@given(
    prices=st.lists(st.integers(1, 80), min_size=1, max_size=5),
    floors=st.lists(st.tuples(st.integers(-5, 12), st.integers(0, 60)), max_size=3, unique_by=lambda one: one[0]),
    offers=dated_offers(),
    days=st.integers(0, 9),
)  # fmt: skip
def test_many_at_once_is_each_by_itself_on_each_day(prices, floors, offers, days):
    # of several goods with a price of their own in one offer, and of some that it leaves to its common price
    own = offer(
        "own",
        ITEM,
        price_fen=max(prices),
        prices=((CUP, 3), ("C", 3), ("D", 20)),
        since=DAY,
        until=DAY + timedelta(days),
    )
    offers = [*offers, own]
    dated = sorted((DAY + timedelta(n), fen) for n, fen in floors)
    goods = [Good(sku, fen, dated) for sku, fen in zip([CUP, POT, "C", "D", "E"], prices, strict=False)]
    until = DAY + timedelta(days)
    expected = []
    for good in goods:
        for day in (DAY + timedelta(n) for n in range(days + 1)):
            worst = worst_price(good.sku, good.list_fen, [one for one in offers if one.is_on(day)])
            in_force = floors_within(dated, day, day)
            if in_force and worst.price_fen < in_force[0][1]:
                expected.append(Below(good.sku, day, in_force[0][1], worst))
                break
    assert list(find_below(goods, offers, since=DAY, until=until)) == expected
    nearest = Nearest(offers, since=DAY, until=until)
    for good in goods:
        gaps = [
            in_force[0][1]
            - worst_price(good.sku, good.list_fen, [one for one in offers if one.is_on(day)]).price_fen
            for day in (DAY + timedelta(n) for n in range(days + 1))
            if (in_force := floors_within(dated, day, day))
        ]
        near = nearest.of(good)
        assert (near and -near.gap_fen) == (max(gaps) if gaps else None)


@pytest.mark.parametrize(("floor", "is_below"), [(11295, False), (11296, True)])
def test_exactly_the_floor_passes_and_one_fen_below_does_not(floor, is_below):
    good = Good(CUP, 16800, [(DAY, floor)])
    found = list(find_below([good], [FLASH, MEMBERS, SHOP, FULL_300, VOUCHER], since=DAY, until=DAY))
    assert bool(found) == is_below


def test_the_floor_of_a_bundle_is_the_sum_of_its_parts():
    later = DAY + timedelta(9)
    assert sum_floors([([(DAY, 100), (later, 200)], 2), ([(later, 50)], 1)]) == [(DAY, 200), (later, 450)]
    assert sum_floors([([(DAY, 100)], 3)]) == [(DAY, 300)]
