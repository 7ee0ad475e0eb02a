"""Settled rows that were corrected afterwards: they stay, and what the difference comes to can be proposed (SPEC §7)."""

import pytest
from tests.cast import acting, shanghai

from paidang.intake.tests.files import bad, hand_in, table
from paidang.orders.models import LogisticsCharge
from paidang.settlement.actions import propose_adjustment
from paidang.settlement.queries import get_statement
from paidang.settlement.queries.corrected import find_corrected
from paidang.settlement.rules.corrected_months import NOT_YET
from paidang.settlement.rules.corrected_rows import CellChange
from paidang.settlement.tests import month as m

LATER = shanghai("2026-04-21 10:00")
HEADER = "line_id,order_id,channel,store,sku,quantity,unit_price,merchant_discount,platform_discount,paid_at,shipped_at,completed_at"


@pytest.fixture
def confirmed(march, brand, agency):
    m.close(march, agency)
    m.send(march, agency)
    m.confirm(march, brand)
    return march


def corrected(contract, person):
    with acting(person):
        return find_corrected(get_statement(contract, "2026-03"))


def correct_l1(contract, agency, price, discount=0):
    row = (
        f"L1,O-L1,jd,京东旗舰店,CUP,2,{price},{discount},0,2026-03-05T10:00:00+08:00,2026-03-05T10:00:00+08:00,"
        "2026-03-10T10:00:00+08:00"
    )
    hand_in(agency.people["agency_operator"], contract, table(HEADER, row), at=LATER)


def test_nothing_was_corrected(confirmed, brand):
    assert corrected(confirmed, brand.finance) is None


def test_a_corrected_price_comes_to_its_difference_and_the_statement_stays(confirmed, brand, agency):
    with acting(brand.finance):
        before = get_statement(confirmed, "2026-03")
    correct_l1(confirmed, agency, 9_900)
    # 2 × (113.00 − 99.00) = 28.00 less; tax 13% in it 3.22 less; 30% of the profit that is missing
    found = corrected(confirmed, brand.finance)
    assert (found.reckoned, found.amount_fen, found.waits) == (["line:L1"], -743, {})
    [part] = found.parts
    assert ("revenue", 33_900, 31_100) in part.figures and part.figures[-1][0] == "due_b"
    [change] = found.changes
    assert change.cells == (CellChange("unit_price_fen", 11_300, 9_900),)
    with acting(brand.finance):
        assert get_statement(confirmed, "2026-03").figures == before.figures
    assert m.close(confirmed, agency, "2026-04", m.APRIL_CLOSED).figures["adjustments"] == 0


def test_once_proposed_it_is_not_proposed_again(confirmed, brand, agency):
    correct_l1(confirmed, agency, 9_900)
    with acting(brand.finance):
        propose_adjustment(
            person=brand.finance, at=LATER, code=confirmed.code, month="2026-03", amount_fen=-743, reason="按更正的数据",
            kind="other", rows=["line:L1"],
        )  # fmt: skip
    assert corrected(confirmed, brand.finance) is None


def test_a_correction_that_moves_no_money_is_none(confirmed, brand, agency):
    correct_l1(confirmed, agency, 11_300)
    assert corrected(confirmed, brand.finance) is None


def test_a_charge_is_compared_with_the_statement_too(confirmed, brand, agency):
    with acting(agency.manager):
        charge = LogisticsCharge.objects.get(charge_id="C1")
    rows = f"C1,O-L1,outbound,{charge.amount_fen + 1_000},b,2026-03-06T10:00:00+08:00"
    head = "charge_id,order_id,kind,amount,paid_by,charged_at"
    hand_in(agency.people["agency_operator"], confirmed, table(head, rows), "logistics.csv", at=LATER)
    # b paid 10.00 more for both, of which its share of the profit bears 30%
    found = corrected(confirmed, agency.finance)
    assert (found.reckoned, found.amount_fen) == (["logistics:C1"], 700)


def correct_goods(contract, agency, sku, done):
    row = (
        f"L1,O-L1,jd,京东旗舰店,{sku},2,11300,0,0,2026-03-05T10:00:00+08:00,2026-03-05T10:00:00+08:00,"
        f"{done}T10:00:00+08:00"
    )
    file = hand_in(agency.people["agency_operator"], contract, table(HEADER, row), at=LATER)
    assert bad(agency.people["agency_operator"], file) == []


def test_other_goods_come_to_the_difference_of_their_price(confirmed, brand, agency):
    m.declare(confirmed, brand, "POT", 5_000)
    correct_goods(confirmed, agency, "POT", "2026-03-10")
    found = corrected(confirmed, brand.finance)
    # 2 × (50.00 − 40.00) more of cost, of which it bears 30 %
    assert (found.reckoned, found.amount_fen, found.waits) == (["line:L1"], -600, {})
    correct_l1(confirmed, agency, 11_300)
    assert corrected(confirmed, brand.finance) is None, "it says again what was settled"


def test_a_time_of_another_month_comes_to_both_months_parts_once_that_one_is_sent(confirmed, brand, agency):
    m.declare(confirmed, brand, "POT", 5_000)
    correct_goods(confirmed, agency, "POT", "2026-04-01")
    found = corrected(confirmed, brand.finance)
    assert (found.reckoned, found.amount_fen, found.waits) == ([], 0, {"line:L1": NOT_YET})
    assert [(part.month, part.amount) for part in found.waiting_parts] == [("2026-03", -3_600)]
    m.close(confirmed, agency, "2026-04", m.APRIL_CLOSED)
    m.send(confirmed, agency, "2026-04", shanghai("2026-05-07 10:00"))
    found = corrected(confirmed, brand.finance)
    assert (found.reckoned, found.waits) == (["line:L1"], {})
    # 226.00 − 26.00 of tax − 100.00 of cost, of which it has 30 %, are April's
    assert [(part.month, part.amount) for part in found.parts] == [("2026-03", -3_600), ("2026-04", 3_000)]


def test_a_cause_no_case_decided_on_comes_to_what_the_refund_costs(march, brand, agency):
    with acting(agency.manager):
        m.add_refund(march, "R1", "L1", at="2026-03-28 10:00", amount=11_300)
    m.close(march, agency)
    m.send(march, agency)
    m.confirm(march, brand)
    head = "refund_id,line_id,quantity,amount,cause,restocked,refunded_at"
    row = "R1,L1,1,11300,lost,false,2026-03-28T10:00:00+08:00"
    hand_in(agency.people["agency_operator"], march, table(head, row), "refunds.csv", at=LATER)
    found = corrected(march, brand.finance)
    # 40.00 of cost stay, of which the agency bears 30 %
    assert (found.reckoned, found.amount_fen) == (["refund:R1"], -1_200)
