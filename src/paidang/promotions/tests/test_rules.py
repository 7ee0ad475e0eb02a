"""A promotion's states, its readiness with what would pass, the money of a sale, named days: without a database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import shanghai

from paidang.catalog.rules.guarding import Good, find_below
from paidang.catalog.rules.offers import FULL, ITEM, SHOP_COUPON, Offer
from paidang.promotions.rules.passing import lowest_passing
from paidang.promotions.rules.readiness import (
    BAD,
    OK,
    SHIPPING,
    STOCK,
    TIME,
    UNKNOWN,
    WARN,
    Around,
    Wanted,
    readiness,
)
from paidang.promotions.rules.seasons import SEASONS, named_days
from paidang.promotions.rules.states import Course, state_of
from paidang.promotions.rules.worth import Sold, Worth, fee_borne, worths_of
from paidang.settlement.rules.facts import Cost
from paidang.settlement.rules.terms import Commission, ProfitShare, Schedule, Tax, Terms, Tier

ASKED_AT = shanghai("2026-10-09 13:52")
DEADLINE, START, END = (
    shanghai("2026-10-09 18:00"),
    shanghai("2026-10-09 20:00"),
    shanghai("2026-10-10 00:00"),
)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("word", "at", "state"),
    [
        ("", ASKED_AT, "draft"),
        ("checked", DEADLINE - SECOND, "asked"),
        ("checked", DEADLINE, "lapsed"),
        ("", DEADLINE, "lapsed"),
        ("refused", ASKED_AT, "broken"),
        ("declined", END, "declined"),
        ("approved", START, "approved"),
        ("approved", END, "lapsed"),
        ("out", START - SECOND, "approved"),
        ("out", START, "on_sale"),
        ("out", END - SECOND, "on_sale"),
        ("out", END, "ended"),
        ("ended", START, "lapsed"),
    ],
)
def test_a_state_follows_from_the_word_and_the_clock(word, at, state):
    course = Course(word, DEADLINE, START, END)
    assert state_of(course, at) == state
    assert state_of(replace(course, is_withdrawn=True), at) == "withdrawn"


def test_stopped_after_it_was_live_is_ended():
    assert state_of(Course("ended", DEADLINE, START, END, was_live=True), START) == "ended"


# The three goods of the mockup: 860 units, 320 packed a day, 48 hours promised.
ONE = Worth(12900, 4005, 1202)
CUP = Wanted("CUP", "盖碗", 12900, 420, 16800, 11940, 11800, 12900, 700, 0, 0, Worth(0, 0, 0), ONE, ONE)
MUG = replace(CUP, sku="MUG", units=260, price_fen=4500, worst_fen=4165, floor_fen=3900, passing_fen=4500)
TIN = replace(CUP, sku="TIN", units=180, price_fen=6200, worst_fen=5714, floor_fen=5600, passing_fen=6200)
AROUND = Around(DEADLINE, START, END, a_day=320, ship_hours=48)


def verdicts(ready) -> dict[str, str]:
    return {one.key: one.verdict for one in ready.checks}


def test_the_answer_names_what_is_wrong_and_the_quantity_that_ships_in_time():
    ready = readiness([CUP, MUG, TIN], AROUND, ASKED_AT)
    assert ready.verdict == WARN and verdicts(ready)[SHIPPING] == WARN and ready.counts[BAD] == 0
    [shipping] = [one for one in ready.checks if one.key == SHIPPING]
    assert shipping.said == "要 3 天" and "超出约 220 件" in shipping.hint and "减到 640 件" in shipping.hint
    assert [one.units for one in ready.skus] == [313, 193, 134], "640 in the ratio of 420, 260, 180"
    assert all(one.is_ready for one in ready.skus) and not ready.below
    assert ready.manageable == [("CUP", 12900, 313), ("MUG", 4500, 193), ("TIN", 6200, 134)]
    assert "最少还高 ¥1.14" in str(ready.checks[0].hint)
    at_floor = readiness([replace(CUP, worst_fen=CUP.floor_fen), MUG], AROUND, ASKED_AT)
    assert at_floor.checks[0].hint == "叠加店里的优惠后，最低的正好是底价"
    assert readiness([replace(CUP, units=640)], AROUND, ASKED_AT).skus[0].units == 640


@pytest.mark.parametrize(
    ("change", "reason", "units", "price"),
    [
        ({"worst_fen": 11799, "passing_fen": 13001}, "低于底价", 420, 13001),
        ({"sellable": 100, "incoming": 50, "claimed": 30}, "只有 120 件", 120, 12900),
        ({"worst_fen": None, "list_fen": None}, "没有挂", 420, 12900),
        ({"worth_one": Worth(1, -7, -2)}, "每件亏 ¥0.07", 420, 12900),
        ({"worth_one": None, "worth": None}, "没有出厂价", 420, 12900),
        ({"sellable": None}, "", 420, 12900),
    ],
)
def test_a_sku_says_why_it_is_not_ready_and_what_is(change, reason, units, price):
    ready = readiness([replace(CUP, **change)], replace(AROUND, a_day=None), ASKED_AT)
    [one] = ready.skus
    assert (one.units, one.price_fen) == (units, price)
    assert one.is_ready is (not reason) and reason in "；".join(one.reasons)
    assert bool(ready.below) == ("worst_fen" in change and change["worst_fen"] is not None)
    assert verdicts(ready)[SHIPPING] == UNKNOWN


@pytest.mark.parametrize(
    ("around", "at", "key", "verdict"),
    [
        ({}, DEADLINE - timedelta(hours=2), TIME, OK),
        ({}, DEADLINE - timedelta(hours=2) + SECOND, TIME, WARN),
        ({}, DEADLINE, TIME, BAD),
        ({"budget_fen": 420 * 3900}, ASKED_AT, "budget", OK),
        ({"budget_fen": 420 * 3900 - 1}, ASKED_AT, "budget", BAD),
        ({"clashes": ["双 11"]}, ASKED_AT, "calendar", WARN),
        ({"backlog": 220}, ASKED_AT, SHIPPING, OK),
        ({"backlog": 221}, ASKED_AT, SHIPPING, WARN),
        ({"backlog": 20, "meanwhile": 200}, ASKED_AT, SHIPPING, OK),
        ({"backlog": 20, "meanwhile": 201}, ASKED_AT, SHIPPING, WARN),
    ],
)
def test_what_is_around_decides_to_the_unit(around, at, key, verdict):
    assert verdicts(readiness([CUP], replace(AROUND, **around), at))[key] == verdict


@given(
    st.lists(st.tuples(st.integers(1, 5000), st.integers(0, 5000)), min_size=1, max_size=8),
    st.integers(1, 3000),
    st.integers(0, 4000),
)
def test_the_best_quantities_pass_the_same_checks(goods, a_day, backlog):
    around = replace(AROUND, a_day=a_day, backlog=backlog)
    wanted = [replace(CUP, sku=str(n), units=units, sellable=free) for n, (units, free) in enumerate(goods)]
    best = readiness(wanted, around, ASKED_AT).skus
    assert all(0 <= one.units <= one.wanted.units for one in best)
    kept = [replace(one.wanted, units=one.units) for one in best if one.units]
    found = verdicts(readiness(kept, around, ASKED_AT))
    assert found[STOCK] == OK and found[SHIPPING] == OK


GOOD = Good("CUP", 16800, [(date(2026, 1, 1), 11800)])
FLASH = Offer(
    "new", ITEM, "秒杀", frozenset(["CUP"]), date(2026, 10, 9), date(2026, 10, 9), prices=(("CUP", 1),)
)
COUPON = Offer("1", SHOP_COUPON, "券", None, minus_fen=600, threshold_fen=10000)


@pytest.mark.parametrize(
    ("others", "price"),
    [((), 11800), ((COUPON,), 12400), ((Offer("2", FULL, "满减", None, minus_fen=6000),), None)],
)
def test_the_lowest_price_that_passes_is_found_to_the_fen(others, price):
    assert lowest_passing(GOOD, others, FLASH) == price
    if price:
        for fen, passes in ((price, True), (price - 1, False)):
            offer = replace(FLASH, prices=(("CUP", fen),))
            below = list(find_below([GOOD], [*others, offer], since=FLASH.since, until=FLASH.until))
            assert (below == []) is passes


TERMS = Terms(
    contract=None, recognition="completed", collector="a", tax=Tax("included_vat", 130_000, "a"),
    platform_fees="a", faults_borne_by="a", components=(ProfitShare("OP-3-D", 700_000, 300_000, "share"),),
    dated_debts=(), term_start=None, term_end=None, signed_on=None, carried_in=0, adjustments=(),
    statement=Schedule(), late_fee=None,
)  # fmt: skip
COSTS = (Cost("CUP", 7000, date(2026, 1, 1)), Cost("CUP", 9000, date(2026, 10, 10)))


def test_money_is_by_settlements_own_rows():
    one = worths_of(TERMS, COSTS, [Sold("CUP", 1, 12900, START)])[0]
    # 129.00 − 14.84 tax in the price − 70.00 = 44.16; 30 % of it
    assert one == Worth(12900, 4416, 1325) and one.a == 3091
    assert worths_of(TERMS, COSTS, [Sold("POT", 1, 12900, START)])[0] is None
    assert worths_of(TERMS, COSTS, [Sold("CUP", 1, 12900, END)])[0].profit == 2416, (
        "the dearer price holds from that day on"
    )
    flat = replace(TERMS, components=(Commission("", "gross_sales", (Tier(0, 50_000),), "marginal", 0),))
    assert worths_of(flat, COSTS, [Sold("CUP", 2, 10000, START)])[0].b == 1000
    steps = replace(flat, components=(replace(flat.components[0], tiers=(Tier(0, 1), Tier(5, 2))),))
    assert worths_of(steps, COSTS, [Sold("CUP", 1, 10000, START)])[0] is None


@pytest.mark.parametrize(("payer", "a", "b"), [("a", 1001, 0), ("b", 0, 1001), ("deducted", 701, 300)])
def test_a_platforms_fee_is_borne_as_the_contract_says(payer, a, b):
    fee = fee_borne(replace(TERMS, platform_fees=payer), 1001, START)
    assert fee and (fee.a, fee.b) == (a, b)


def test_only_what_a_name_says_is_a_day_without_a_source():
    days = named_days("tmall", date(2026, 10, 1), date(2027, 3, 8))
    assert [(one.key, day) for one, day in days] == [
        ("tmall_1111", date(2026, 11, 11)),
        ("tmall_1212", date(2026, 12, 12)),
        ("tmall_0308", date(2027, 3, 8)),
    ]
    assert len({one.key for one in SEASONS}) == len(SEASONS)
