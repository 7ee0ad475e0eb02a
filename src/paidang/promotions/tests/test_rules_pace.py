"""What a person packs in an hour: learned where enough was packed, overruled by what somebody set; and the fee that a platform takes."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.promotions.rules.fees import ExpectedFee, FeeRate
from paidang.promotions.rules.pace import Pace, Packed, pace_of
from paidang.promotions.rules.readiness import MONEY, STAFF, WARN, readiness
from paidang.promotions.rules.staff import Staff, can_pack
from paidang.promotions.rules.worth import FeeBorne, Worth
from paidang.promotions.tests.test_rules import AROUND, ASKED_AT, CUP, MUG, TIN


@pytest.mark.parametrize(
    ("said", "packed", "in_a_shift", "words"),
    [
        (None, Packed(0, 0, 0, 0), None, ""),
        (None, Packed(700, 300, 7, 1), None, ""),
        (None, Packed(310, 150, 12, 3), 206, "每人每小时 25.8 件：近 4 周 12 个人时装了 310 件"),
        (20, Packed(310, 150, 12, 3), 160, "每人每小时 20 件，“核对用的”里一方写的"),
    ],
)
def test_a_pace_is_set_or_learned_or_not_known(said, packed, in_a_shift, words):
    pace = pace_of(said, packed)
    assert (pace and pace.packs(8)) == in_a_shift and words in (pace.words if pace else "")
    assert packed.a_day == (packed.units // packed.days if packed.days else None)


@given(
    units=st.integers(1, 10**6),
    hours=st.integers(8, 10**4),
    shift=st.integers(0, 500),
    backlog=st.integers(0, 500),
)
def test_never_more_is_promised_than_the_hours_on_shift_pack(units, hours, shift, backlog):
    pace = pace_of(None, Packed(units, units, hours, 1))
    assert pace
    packed = can_pack(Staff([(date(2026, 10, 9), 1)], [1], shift, pace), 10**6, backlog)
    assert packed is not None and packed * hours <= max(0, units * shift - backlog * hours)


def test_a_check_says_by_which_pace_it_goes():
    staff = Staff([(date(2026, 10, 9), 2)], [1], 16, Pace(20, 1, "按每人每小时 20 件"))
    ready = readiness([CUP, MUG, TIN], replace(AROUND, staff=staff), ASKED_AT)
    [one] = [one for one in ready.checks if one.key == STAFF]
    assert (
        one.verdict == WARN
        and "排班只发得出 320 件" in (one.hint or "")
        and "按每人每小时 20 件" in (one.hint or "")
    )


def test_both_sides_money_is_told_after_the_platforms_fee():
    rate = FeeRate(fees_fen=52_00, sales_fen=1000_00, orders=40)
    assert (rate.of(2000_00), rate.text) == (104_00, "5.2%")
    fee = ExpectedFee(FeeBorne(104_00, 31_20), rate, "deducted")
    assert fee.left_of(Worth(2000_00, 500_00, 150_00)) == (350_00 - 72_80, 150_00 - 31_20)
    told, plain = (readiness([CUP], AROUND, ASKED_AT, one) for one in (fee, None))
    assert told.worth == plain.worth and plain.left is None
    assert told.left and plain.worth and sum(told.left) == plain.worth.profit - 104_00
    [money] = [one for one in told.checks if one.key == MONEY]
    assert "近 8 周 40 单的账单" in (money.hint or "") and "双方按分成承担" in (money.hint or "")
