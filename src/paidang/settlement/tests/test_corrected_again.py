"""Rows corrected again after an adjustment was proposed or agreed to for them: nothing is lost, nothing is settled twice (ADR 0063)."""

import pytest
from tests.cast import acting, shanghai

from paidang.settlement.actions import UnableToAdjust, answer_adjustment, propose_adjustment
from paidang.settlement.models import Adjustment
from paidang.settlement.queries.corrected import TOLD
from paidang.settlement.tests import month as m
from paidang.settlement.tests.test_corrected import (
    HEADER,
    confirmed,  # noqa: F401 -- a fixture
    corrected,
    hand_in,
    table,
)

MAY_1, MAY_2 = shanghai("2026-05-07 10:00"), shanghai("2026-05-08 10:00")


def correct(contract, agency, day, *, sku="CUP", price=11_300):
    row = (
        f"L1,O-L1,jd,京东旗舰店,{sku},2,{price},0,0,2026-03-05T10:00:00+08:00,2026-03-05T10:00:00+08:00,"
        "2026-03-10T10:00:00+08:00"
    )
    hand_in(
        agency.people["agency_operator"], contract, table(HEADER, row), at=shanghai(f"2026-04-{day} 10:00")
    )


def propose(contract, person, day, amount, rows=("line:L1",), **more):
    with acting(person):
        return propose_adjustment(
            person=person, at=shanghai(f"2026-04-{day} 12:00"), code=contract.code, month="2026-03", amount_fen=amount,
            reason="按更正的数据", kind="other", rows=rows, **more,
        )  # fmt: skip


def agree(contract, person, number, at=MAY_1):
    with acting(person):
        answer_adjustment(person=person, at=at, code=contract.code, number=number, agree=True)


def states(contract, person):
    with acting(person):
        return list(
            Adjustment.objects.filter(contract=contract).order_by("number").values_list("state", flat=True)
        )


def test_a_row_that_waits_in_a_proposal_and_changes_again_is_proposed_in_its_place(confirmed, brand, agency):  # noqa: F811
    correct(confirmed, agency, 15, price=9_900)
    propose(confirmed, brand.finance, 15, -743)
    assert corrected(confirmed, brand.finance) is None
    correct(confirmed, agency, 16, price=10_300)
    found = corrected(confirmed, brand.finance)
    # 2 × (113.00 − 103.00) less, of it tax 2.30; 30 % of 17.70
    assert (found.stale, found.reckoned, found.amount_fen) == ([1], ["line:L1"], -531)
    with pytest.raises(UnableToAdjust) as refused:
        propose(confirmed, agency.finance, 16, -531)
    assert refused.value.code == "ROW_WAITS"
    propose(confirmed, agency.finance, 16, -531, replaces=[1])
    propose(confirmed, agency.finance, 16, -531, replaces=[1])
    assert states(confirmed, brand.finance) == ["declined", "waiting"]
    assert corrected(confirmed, brand.finance) is None
    correct(confirmed, agency, 17)
    found = corrected(confirmed, brand.finance)
    assert (found.stale, found.changes, found.amount_fen) == ([2], [], 0), "it says again what was settled"


def test_what_changes_after_an_agreement_is_only_the_rest(confirmed, brand, agency):  # noqa: F811
    correct(confirmed, agency, 15, price=9_900)
    propose(confirmed, brand.finance, 15, -743)
    agree(confirmed, agency.finance, 1)
    correct(confirmed, agency, 16, price=10_300)
    found = corrected(confirmed, brand.finance)
    assert (found.stale, found.told, found.amount_fen) == ([], {"line:L1": 1}, -531 + 743)
    correct(confirmed, agency, 17)
    assert corrected(confirmed, brand.finance).amount_fen == 743, (
        "as it was settled: what was agreed is owed back"
    )
    propose(confirmed, brand.finance, 18, 743)
    assert corrected(confirmed, brand.finance) is None


def test_an_adjustment_made_before_the_data_were_corrected_may_mean_just_that(confirmed, brand, agency):  # noqa: F811
    propose(confirmed, brand.finance, 14, -743)
    agree(confirmed, agency.finance, 1)
    correct(confirmed, agency, 15, price=9_900)
    found = corrected(confirmed, brand.finance)
    assert (found.reckoned, found.amount_fen, found.waits) == ([], 0, {"line:L1": TOLD})
    assert [part.amount for part in found.waiting_parts] == [-743]


def test_refunds_of_later_months_take_the_frozen_price_and_the_rest_is_reckoned_once_they_are_settled(
    confirmed,  # noqa: F811
    brand,
    agency,
):
    m.declare(confirmed, brand, "POT", 5_000)
    correct(confirmed, agency, 15, sku="POT")
    propose(confirmed, brand.finance, 15, -600)
    agree(confirmed, agency.finance, 1, shanghai("2026-04-16 10:00"))
    with acting(agency.manager):
        m.add_line(confirmed, "L9", done="2026-04-12 10:00", paid="2026-04-05 10:00", quantity=5)
        m.add_refund(confirmed, "R1", "L1", at="2026-04-20 10:00", amount=22_600, quantity=2)
    april = m.close(confirmed, agency, "2026-04", m.APRIL_CLOSED)
    assert april.figures["totals"]["cost"] == 5 * 4_000 - 8_000, "settled_price of the context line (SPEC §2)"
    assert corrected(confirmed, brand.finance) is None
    m.send(confirmed, agency, "2026-04", MAY_1)
    found = corrected(confirmed, brand.finance)
    # 100.00 of cost come back instead of 80.00: the line and its refund cancel to zero
    assert [(part.month, part.amount) for part in found.parts] == [("2026-04", 600)]
    assert found.refunded_since == {"line:L1"}
    with acting(brand.finance):
        propose_adjustment(
            person=brand.finance, at=MAY_2, code=confirmed.code, month="2026-03", amount_fen=600, reason="退款的差额",
            kind="other", rows=["line:L1"],
        )  # fmt: skip
    assert corrected(confirmed, brand.finance) is None
