"""Exchanges and re-sends: at no revenue, out of stock by an entry of their own, carriage by who answers for it."""

import pytest
from tests.cast import acting, shanghai

from paidang.aftersales import actions
from paidang.aftersales.actions import UnableToServe
from paidang.aftersales.models import CaseParcel
from paidang.aftersales.tests.cases import charges, come_back, decide, on, open_one, refunds, sold
from paidang.intake.tests.goods import HOUSE, books, declare
from paidang.kit.outcome import NotAllowed
from paidang.settlement.queries.trial import run_trial
from paidang.stock.actions import UnableToKeepStock
from paidang.stock.models import StockEntry

__all__ = ["sold"]
pytestmark = pytest.mark.django_db
PARCEL = {
    "warehouse": HOUSE,
    "carrier": "顺丰",
    "waybill": "SF9",
    "freight_fen": 1200,
    "freight_paid_by": "b",
}


@pytest.fixture
def service(agency):
    return agency.people["agency_service"]


@pytest.fixture
def house(brand, sold):
    """Its books begin before the three orders of two left: 10 − 6 = 4."""
    person = brand.people["brand_warehouse"]
    declare(person, sold, f"{HOUSE},QL-1,10", at=shanghai("2026-03-01 08:00"))
    assert books(brand, sold) == (4, 0, 0)
    return person


@pytest.mark.parametrize(
    ("reason", "finding", "verdict", "left", "borne"),
    [
        ("no_reason", "resaleable", "exchange", (4, 0, 0), "shared"),
        ("quality", "quality", "exchange", (3, 0, 1), "a"),
        ("wrong_item", "resaleable", "exchange", (4, 0, 0), "a"),
        ("quality", "quality", "resend", (3, 0, 0), "a"),
    ],
)
def test_the_replacement_leaves_once_and_what_came_back_is_booked(
    sold, brand, agency, service, house, reason, finding, verdict, left, borne
):
    case = decide(service, come_back(house, open_one(service, sold, reason=reason), finding), verdict)
    assert (case.state, case.turn, case.due_act) == ("sending", "a", "send")
    assert books(brand, sold) == (4, 0, 0), "nothing has left yet"
    with on(service, case) as act, pytest.raises(NotAllowed):
        actions.send_parcel(**act, **PARCEL)
    with on(house, case) as act:
        assert actions.send_parcel(**act, **PARCEL).state == "done"
        with pytest.raises(UnableToServe, match="已了结"):
            actions.send_parcel(**act, **PARCEL)
    assert books(brand, sold) == left
    assert refunds(brand, sold) == []
    assert charges(brand, sold) == [("S-0001-resend", "resend", 1200, "b", borne)]
    with acting(agency.finance):
        assert StockEntry.objects.filter(contract=sold, kind="replaced").count() == 1
        totals = run_trial(sold, "2026-03").figures["totals"]
        assert (totals["refunded"], totals["logistics"]) == (0, 1200 if borne == "shared" else 0)


def test_lost_goods_are_sent_again_with_the_brands_word_and_the_carriers_money(sold, brand, service, house):
    case = open_one(service, sold, reason="lost", wish="resend")
    case = decide(service, case, "resend", words="承运商确认丢件", compensation_fen=5000, compensation_to="a")
    assert case.state == "proposed"
    with on(brand.manager, case) as act:
        assert actions.approve_case(**act).state == "sending"
    assert charges(brand, sold) == [("S-0001-compensation", "compensation", -5000, "a", "shared")]
    for warehouse in ("没有的仓", HOUSE):
        with on(house, case) as act:
            if warehouse == HOUSE:
                actions.send_parcel(**act, **{**PARCEL, "freight_fen": 0})
            else:
                with pytest.raises(UnableToKeepStock, match="账上只有 0 件"):
                    actions.send_parcel(**act, **{**PARCEL, "warehouse": warehouse})
                assert not CaseParcel.objects.exists()
    assert books(brand, sold) == (3, 0, 0)
