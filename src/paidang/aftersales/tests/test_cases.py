"""A case from its opening to the facts: each side does its own part, once, in order, and nothing else changes."""

import pytest
from tests.cast import acting

from paidang.aftersales import actions
from paidang.aftersales.actions import Found, LineAsked, UnableToServe
from paidang.aftersales.models import Case, CaseFile
from paidang.aftersales.queries.same_goods import last_wrong_parcel
from paidang.aftersales.tests.cases import (
    LATER,
    PHOTO,
    charges,
    come_back,
    decide,
    on,
    open_one,
    refunds,
    sold,
)
from paidang.evidence.models import Entry
from paidang.intake.tests.files import REFUND_HEADER, hand_in, table
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.orders.models import History

__all__ = ["sold"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def service(agency):
    return agency.people["agency_service"]


@pytest.fixture
def house(brand):
    return brand.people["brand_warehouse"]


def test_a_cracked_bowl_is_refunded_at_the_brands_cost(sold, brand, service, house):
    case = open_one(service, sold)
    assert (case.code, case.state, case.turn, case.due_act) == ("S-0001", "open", "b", "agree")
    with on(service, case) as act:
        actions.await_return(**act, carrier="顺丰", waybill="SF8830")
    case = come_back(house, case, freight_fen=920, freight_paid_by="b")
    assert (case.state, case.turn) == ("inspected", "b")
    case = decide(service, case)
    assert (case.state, case.due_at, case.follows_rule) == ("done", None, True)
    assert refunds(brand, sold) == [("L1", 1, 15800, "quality", False)]
    assert charges(brand, sold) == [("S-0001-return", "return", 920, "b", "a")]
    with pytest.raises(UnableToServe, match="已了结"):
        decide(service, case)
    assert len(refunds(brand, sold)) == 1


@pytest.mark.parametrize(
    ("reason", "finding", "expected"),
    [
        ("quality", "resaleable", [("L1", 1, 15800, "no_reason", True)]),
        ("no_reason", "resaleable", [("L1", 1, 15800, "no_reason", True)]),
        ("no_reason", "quality", [("L1", 1, 15800, "quality", False)]),
        ("wrong_item", "resaleable", [("L1", 1, 15800, "wrong_item", True)]),
        ("wrong_item", "spoiled", [("L1", 1, 15800, "wrong_item", False)]),
    ],
)
def test_reason_and_inspection_make_the_cause(sold, brand, service, house, reason, finding, expected):
    case = come_back(house, open_one(service, sold, reason=reason), finding)
    assert decide(service, case).state == "done"
    assert refunds(brand, sold) == expected


def test_what_nobody_inspected_or_the_rule_does_not_give_has_the_brands_word(sold, brand, service, house):
    case = decide(service, open_one(service, sold), words="买家已把碗扔了")
    assert (case.state, case.turn, refunds(brand, sold)) == ("proposed", "a", [])
    with on(brand.manager, case) as act:
        assert actions.decline_case(**act, reason="请寄回").state == "open"
    spoiled = come_back(house, case, "spoiled")
    with pytest.raises(UnableToServe, match="没有写为什么"):
        decide(service, spoiled)
    spoiled = decide(service, spoiled, words="老客户")
    with on(house, spoiled) as act, pytest.raises(NotAllowed):
        actions.approve_case(**act)
    with on(brand.manager, spoiled) as act:
        assert actions.approve_case(**act).state == "done"
    assert refunds(brand, sold) == [("L1", 1, 15800, "no_reason", False)]


def test_a_dispute_is_answered_before_anything_is_decided(sold, brand, service, house):
    case = come_back(house, open_one(service, sold), "spoiled")
    with on(service, case) as act:
        assert actions.dispute_line(**act, line_id="L1", reason="照片里是窑裂").turn == "a"
        with pytest.raises(UnableToServe, match="还没有答复"):
            actions.dispute_line(**act, line_id="L1", reason="再说一次")
    with pytest.raises(UnableToServe, match="等甲方答复异议"):
        decide(service, case)
    with on(house, case) as act:
        answered = actions.answer_dispute(**act, line_id="L1", finding="quality", answer="复检为窑裂")
        assert answered.state == "inspected"
        with pytest.raises(UnableToServe):
            actions.answer_dispute(**act, line_id="L1", finding="spoiled", answer="又变")
    decide(service, case)
    assert refunds(brand, sold) == [("L1", 1, 15800, "quality", False)]


def test_a_refund_that_a_file_told_gets_its_true_cause_and_keeps_it(sold, brand, agency, service, house):
    told = "R-7,L1,1,15800,no_reason,false,2026-03-11T10:00:00+08:00"
    hand_in(agency.finance, sold, table(REFUND_HEADER, told), "refunds.csv")
    case = open_one(service, sold, lines=[LineAsked("L1", 1, "R-7")])
    with pytest.raises(UnableToServe, match="已经退了"):
        decide(service, case, given={"L1": actions.Given(1, 100)}, words="x")
    decide(service, come_back(house, case))
    assert refunds(brand, sold) == [("L1", 1, 15800, "quality", False)]
    with acting(brand.manager):
        history = History.objects.get(contract=sold, table="refunds", row_id="R-7")
        assert history.before["cause"] == "no_reason"
    again = told.replace("15800", "15000")  # the platform tells it once more, with another amount
    hand_in(agency.finance, sold, table(REFUND_HEADER, again), "refunds2.csv")
    assert refunds(brand, sold) == [("L1", 1, 15000, "quality", False)]


def test_evidence_is_pictures_and_papers_once_each(sold, service, house):
    case = open_one(service, sold)
    with on(service, case) as act:
        first = actions.add_file(**act, kind="buyer", name="C:\\photos\\a.jpg", content=PHOTO)
        assert actions.add_file(**act, kind="buyer", name="b.jpg", content=PHOTO) == first
        assert (first.name, first.media) == ("a.jpg", "image/jpeg")
        for content in (b"<svg onload=alert(1)>", b"MZ program", b"", PHOTO + b"x" * 11 * 2**20):
            with pytest.raises(UnableToServe, match="只收"):
                actions.add_file(**act, kind="buyer", name="a.jpg", content=content)
        with pytest.raises(UnableToServe, match="由甲方拍"):
            actions.add_file(**act, kind="inspection", name="a.jpg", content=PHOTO + b"2")
    with on(house, case) as act:
        actions.add_file(**act, kind="inspection", name="c.jpg", content=PHOTO + b"3")
        assert CaseFile.objects.filter(case=case).count() == 2


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"lines": []}, "没有这些行"),
        ({"lines": [LineAsked("L2", 1)]}, "没有这些行"),
        ({"lines": [LineAsked("L1", 3)]}, "只卖出 2 件"),
        ({"lines": [LineAsked("L1", 1), LineAsked("L1", 1)]}, "没有这些行"),
        ({"reason": "because"}, "要选一个"),
        ({"source": "platform"}, "要选一个"),
        ({"words": "长" * 1001}, "最多 1,000 字|最多 1000 字"),
    ],
)
def test_a_case_that_cannot_be_opened(sold, service, changes, says):
    with pytest.raises(UnableToServe, match=says):
        open_one(service, sold, **changes)
    with acting(service):
        assert not Case.objects.exists()


def test_a_line_is_in_one_open_case(sold, service):
    case = open_one(service, sold)
    with pytest.raises(UnableToServe, match="已经在售后 S-0001"):
        open_one(service, sold)
    with on(service, case) as act:
        assert actions.withdraw_case(**act).state == "withdrawn"
    assert open_one(service, sold).code == "S-0002"


def test_each_role_does_its_own(sold, brand, agency, outsider, service, house):
    case = open_one(service, sold)
    found = {"L1": Found("quality")}
    for person in (brand.manager, house, agency.finance):
        with pytest.raises(NotAllowed):
            open_one(person, sold, "L2")
    for person in (service, agency.manager, brand.finance):
        with on(person, case) as act, pytest.raises(NotAllowed):
            actions.receive_return(**act)
        with on(person, case) as act, pytest.raises(NotAllowed):
            actions.inspect_case(**act, found=found)
    with on(outsider.manager, case) as act:
        for do in (actions.withdraw_case, actions.accept_case, actions.await_return):
            with pytest.raises(NotFound):
                do(**act)
        assert not Case.objects.exists()
    with on(house, case) as act, pytest.raises(UnableToServe, match="等客服处理"):
        actions.inspect_case(**act, found=found)
    assert case.turned_at < LATER


def test_a_wrong_parcel_is_told_to_the_brand_at_once(sold, brand, outsider, service, house):
    from paidang.duties.queries import list_open

    case = open_one(service, sold, reason="over_shipped", source="goods")
    with acting(brand.manager):
        assert (
            last_wrong_parcel(sold.pk, [case.lines.get().sku]) == case
            and last_wrong_parcel(sold.pk, ["X"]) is None
        )
        [duty] = [one for one in list_open([sold.pk]) if one.kind == "note_shipment"]
        assert (duty.side, duty.clause, duty.page) == ("a", "OP-3-E-2", f"/cases/{sold.code}/1")
    come_back(house, case, "resaleable")
    with acting(brand.manager):
        assert not [one for one in list_open([sold.pk]) if one.kind == "note_shipment"]
    case = open_one(service, sold, "L2", reason="wrong_item", source="phone")
    for person, refusal in ((service, NotAllowed), (outsider.manager, NotFound)):
        with on(person, case) as act, pytest.raises(refusal):
            actions.note_shipment(**act)
    with on(house, case) as act:
        for _time in range(2):
            actions.note_shipment(**act)
        assert not [one for one in list_open([sold.pk]) if one.kind == "note_shipment"]
        assert Entry.objects.filter(act="case.shipment_noted").count() == 1
