"""What party b earns (SPEC §4), and the arithmetic under it."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.settlement.rules.arithmetic import NotARate, read_rate, round_ratio
from paidang.settlement.rules.components import commission, fee_of_month, share_profit, top_up
from paidang.settlement.rules.read_terms import read_terms
from paidang.settlement.rules.terms import Commission, Minimum, ProfitShare, Tier

BASE = {
    "recognition": "completed",
    "collector": "a",
    "tax": {"mode": "none", "paid_by": "a"},
    "platform_fees": "a",
    "components": [],
}
TIERS = (Tier(0, 50_000), Tier(300_000, 80_000), Tier(800_000, 100_000))


def in_force(start, end):
    return read_terms({**BASE, "term": {"start": start, "end": end}})


@given(st.integers(-(10**30), 10**30), st.integers(1, 10**12))
def test_rounding_is_half_away_from_zero(numerator, denominator):
    exact = (
        (Decimal(numerator) / Decimal(denominator))
        if denominator <= 100 and abs(numerator) < 10**20
        else None
    )
    rounded = round_ratio(numerator, denominator)
    assert 2 * abs(rounded * denominator - numerator) <= denominator
    assert round_ratio(-numerator, denominator) == -rounded
    if exact is not None and denominator in (1, 2, 4, 5, 8, 10):
        assert rounded == int(exact.to_integral_value(ROUND_HALF_UP))


@pytest.mark.parametrize(("text", "millionths"), [("0", 0), ("1", 10**6), ("0.3", 300_000), ("0.000001", 1)])
def test_rates(text, millionths):
    assert read_rate(text) == millionths


@pytest.mark.parametrize("text", ["", ".5", "1.000001", "-0.1", "+0.1", "1e-1", "0.1234567", "0.30 ", "٠.5"])
def test_no_rates(text):
    with pytest.raises(NotARate):
        read_rate(text)


@pytest.mark.parametrize(
    ("loss", "base", "amount"),
    [
        ("carry_forward", 10_001, 3000),
        ("carry_forward", -10_001, 0),
        ("forgive", -10_001, 0),
        ("share", -13_655, -4097),
    ],
)
def test_share_profit(loss, base, amount):
    assert share_profit(ProfitShare("D", 700_000, 300_000, loss), base) == amount


@pytest.mark.parametrize(
    ("tier_mode", "threshold", "base", "amount"),
    [
        ("marginal", 0, 723_369, 48_870),  # 15000 + 423369 * 0.08
        ("marginal", 0, 300_000, 15_000),
        ("marginal", 0, -5, 0),
        ("marginal", 100, 99, 0),
        ("whole", 0, 299_999, 15_000),
        ("whole", 0, 300_000, 24_000),
        ("whole", 1, 300_000, 15_000),  # tiers apply above the threshold
    ],
)
def test_commission(tier_mode, threshold, base, amount):
    assert commission(Commission("C", "net_sales", TIERS, tier_mode, threshold), base) == amount


@pytest.mark.parametrize(
    ("month", "amount"),
    [("2026-08", 0), ("2026-09", 533_333), ("2026-10", 800_000), ("2027-09", 266_667), ("2027-10", 0)],
)
def test_a_monthly_fee_goes_by_days_in_the_first_and_the_last_month(month, amount):
    terms = in_force("2026-09-11", "2027-09-10")
    assert fee_of_month(800_000, terms, month) == amount
    assert top_up(Minimum("M", 800_000, prorate=True), 0, terms, month) == amount
    assert top_up(Minimum("M", 800_000, prorate=False), 0, terms, month) == (800_000 if amount else 0)


@pytest.mark.parametrize(
    ("month", "base", "amount"),
    [
        ("2026-10", 799_999, 1),
        ("2026-10", 800_001, 0),
        ("2026-10", -5, 800_005),  # a shared loss is made good too
        ("2027-10", -5, 0),  # outside the term nothing is topped up, the loss of late refunds neither
    ],
)
def test_a_minimum_tops_up_what_stands_above_it(month, base, amount):
    terms = in_force("2026-09-11", "2027-09-10")
    assert top_up(Minimum("M", 800_000, prorate=False), base, terms, month) == amount


def test_a_term_without_end_in_sight():
    assert fee_of_month(100, in_force("2026-01-01", "9999-12-31"), "2026-09") == 100
