"""What the brand approves is the version that it saw; an event has a place, a goal and a result."""

import pytest
from django.db import IntegrityError, transaction
from tests.cast import acting

from paidang.duties.queries import is_open
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.marketing import actions
from paidang.marketing.actions import UnableToMarket
from paidang.marketing.models import ProposalVersion
from paidang.marketing.queries.proposals import get_proposal, latest_of
from paidang.marketing.tests import world as w


def test_the_brands_word_is_for_the_version_it_saw(contract_in_force, brand, agency, outsider):
    contract = contract_in_force
    w.propose(agency, contract)
    about = {"at": w.AT, "code": contract.code, "number": 1}
    with acting(agency.manager), pytest.raises(NotAllowed):
        actions.approve_proposal(person=agency.manager, version=1, amount_fen=1, **about)
    with acting(brand.finance), pytest.raises(NotAllowed):
        actions.approve_proposal(person=brand.finance, version=1, amount_fen=1, **about)
    with acting(outsider.manager), pytest.raises(NotFound):
        actions.approve_proposal(person=outsider.manager, version=1, amount_fen=1, **about)
    with acting(brand.manager):
        assert is_open(contract.pk, "answer-proposal-1")
        for fen in (0, 4_800_01):
            with pytest.raises(UnableToMarket, match="批准额要在"):
                actions.approve_proposal(person=brand.manager, version=1, amount_fen=fen, **about)
        with pytest.raises(UnableToMarket, match="没有写理由"):
            actions.ask_back(person=brand.manager, version=1, words=" ", **about)
        actions.ask_back(person=brand.manager, version=1, words="8 篇给谁看？", **about)
        assert not is_open(contract.pk, "answer-proposal-1")
    again = w.propose(agency, contract, number=1)
    assert again.state == "asked"
    with acting(brand.manager):
        assert latest_of(again).version == 2
        with pytest.raises(UnableToMarket, match="改成了第 2 版"):
            actions.approve_proposal(person=brand.manager, version=1, amount_fen=1_00, **about)
        made = {"person": brand.manager, "version": 2, "amount_fen": 3_000_00, **about}
        actions.approve_proposal(**made)
        actions.approve_proposal(**made)  # twice is once
        with pytest.raises(UnableToMarket, match="不能这样做"):
            actions.decline_proposal(person=brand.manager, version=2, words="晚了", **about)
        with pytest.raises(IntegrityError), transaction.atomic():
            ProposalVersion.objects.filter(version=2).update(budget_fen=9_999_00)
        with pytest.raises(IntegrityError), transaction.atomic():
            ProposalVersion.objects.filter(version=2).update(approved_fen=1_00)
    assert w.money(brand, contract).approved_fen == 3_000_00


def test_an_event_has_a_place_a_goal_and_a_result(contract_in_force, brand, agency):
    contract = contract_in_force
    no_place = w.Plan(**{**w.EVENT_PLAN.values(), "place": ""})
    with pytest.raises(UnableToMarket, match="没有写地点"):
        w.propose(agency, contract, no_place, kind="event")
    w.propose(agency, contract, w.EVENT_PLAN, kind="event")
    about = {"person": agency.manager, "at": w.AT, "code": contract.code, "number": 1}
    with acting(agency.manager), pytest.raises(UnableToMarket, match="没有批准过"):
        actions.record_result(count=31, words="来了 38 人", **about)
    w.approve(brand, contract, fen=8_000_00)
    with acting(agency.manager):
        with pytest.raises(UnableToMarket, match="目标写的是 25 新客"):
            actions.record_result(count=None, words="来了 38 人", **about)
        actions.record_result(count=31, words="来了 38 人，31 位新客", **about)
        actions.end_proposal(**about)
        actions.end_proposal(**about)
        assert get_proposal(contract, 1).result_count == 31
        with pytest.raises(UnableToMarket, match="不能这样做"):
            actions.ask_approval(today=w.TODAY, **about)
