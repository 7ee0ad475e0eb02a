"""Two sides agree on a contract: propose, agree, accept; who may, in which state, and what must not happen."""

import pytest
from tests.cast import BEFORE, SCAN, acting, decide_all

from paidang.contracts.actions import (
    UnableToAccept,
    UnableToDecide,
    UnableToShare,
    UnableToWithdraw,
    accept_contract,
    agree_decision,
    propose_decision,
    record_paper_signature,
    share_contract,
    upload_contract,
    withdraw_acceptance,
)
from paidang.contracts.models import Acceptance, Contract, Decision, TermsInForce
from paidang.contracts.queries import get_contract, get_living, get_standing
from paidang.contracts.rules.life import SIGNING, state_of
from paidang.contracts.rules.reading import read_contract
from paidang.duties.models import Duty
from paidang.evidence.models import Entry
from paidang.evidence.queries import verify_chain
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.kit.period import day_of
from paidang.team.rules.roles import BRAND


def propose(person, contract, key="recognition", value="completed", reason="按惯例"):
    with acting(person):
        return propose_decision(
            person=person, at=BEFORE, code=contract.code, key=key, value=value, reason=reason
        )


def test_the_other_side_agrees_and_it_is_an_addendum(draft_contract, agency_manager, brand_manager):
    decision = propose(agency_manager, draft_contract)
    with acting(brand_manager):
        agreed = agree_decision(
            person=brand_manager, at=BEFORE, code=draft_contract.code, decision_id=decision.pk
        )
        assert (agreed.number, agreed.agreed_by, agreed.agreed_at) == (1, brand_manager, BEFORE)
        assert get_standing(draft_contract).compiled.terms["recognition"] == "completed"


def test_agreeing_twice_changes_nothing(draft_contract, agency_manager, brand_manager):
    decision = propose(agency_manager, draft_contract)
    with acting(brand_manager):
        for _ in range(2):
            agree_decision(person=brand_manager, at=BEFORE, code=draft_contract.code, decision_id=decision.pk)
        assert Entry.objects.filter(act="term.agreed").count() == 1


def test_one_side_cannot_agree_with_itself(draft_contract, agency_manager):
    decision = propose(agency_manager, draft_contract)
    with acting(agency_manager), pytest.raises(UnableToDecide, match="不能自己同意"):
        agree_decision(person=agency_manager, at=BEFORE, code=draft_contract.code, decision_id=decision.pk)


def test_a_new_proposal_takes_the_place_of_one_that_nobody_agreed_to(
    draft_contract, agency_manager, brand_manager
):
    first = propose(agency_manager, draft_contract)
    propose(brand_manager, draft_contract, value="paid")
    with acting(brand_manager), pytest.raises(UnableToDecide, match="被新的提议代替"):
        agree_decision(person=brand_manager, at=BEFORE, code=draft_contract.code, decision_id=first.pk)


@pytest.mark.parametrize(
    ("key", "value", "reason", "message"),
    [
        ("recognition", "never", "x", "列出的答案"),
        ("recognition", "completed", " ", "没有写理由"),
        ("share", {"a": "0.5", "b": "0.5"}, "x", "合同文本已写明"),
        ("nonsense", "1", "x", "合同文本已写明"),
    ],
)
def test_a_proposal_that_cannot_stand_is_refused(draft_contract, agency_manager, key, value, reason, message):
    with pytest.raises(UnableToDecide, match=message):
        propose(agency_manager, draft_contract, key, value, reason)
    with acting(agency_manager):
        assert not Decision.objects.exists()
        assert not Entry.objects.filter(act="term.proposed").exists()


def test_an_operator_may_not_decide(draft_contract, agency_operator):
    with pytest.raises(NotAllowed, match="请找"):
        propose(agency_operator, draft_contract)


def test_an_outsider_finds_no_contract(draft_contract, outsider_manager):
    with pytest.raises(NotFound):
        propose(outsider_manager, draft_contract)


def test_it_is_not_accepted_while_a_point_is_open(draft_contract, agency_manager):
    with acting(agency_manager), pytest.raises(UnableToAccept, match="还有没定的事"):
        terms = get_standing(draft_contract).terms_sha256
        accept_contract(person=agency_manager, at=BEFORE, code=draft_contract.code, terms_sha256=terms)


def test_after_both_words_it_waits_for_signatures(draft_contract, brand, agency):
    decide_all(draft_contract, brand=brand, agency=agency, at=BEFORE)
    for party, is_accepted in ((agency, False), (brand, True)):
        with acting(party.manager):
            terms = get_standing(get_contract(draft_contract.code)).terms_sha256
            for _ in range(2):
                accept_contract(person=party.manager, at=BEFORE, code=draft_contract.code, terms_sha256=terms)
            assert get_standing(get_contract(draft_contract.code)).is_accepted is is_accepted
    with acting(brand.manager):
        contract = get_contract(draft_contract.code)
        assert state_of(get_living(contract, day_of(BEFORE)).life, day_of(BEFORE)) == SIGNING
        assert contract.state == "draft" and not TermsInForce.objects.exists()
        assert Acceptance.objects.count() == 2
        assert verify_chain(contract.chain_id).is_unaltered


def test_signed_its_terms_hold_and_both_hold_the_head_of_its_chain(contract_in_force, brand, agency):
    with acting(brand.manager):
        assert TermsInForce.objects.get().terms["components"][0]["b"] == "0.3"
        verdict = verify_chain(contract_in_force.chain_id)
        assert verdict.is_unaltered and verdict.is_complete and verdict.complete_to == verdict.entries


def test_terms_that_changed_since_they_were_shown_are_not_accepted(draft_contract, brand, agency):
    decide_all(draft_contract, brand=brand, agency=agency, at=BEFORE)
    with acting(agency.manager), pytest.raises(UnableToAccept, match="变了"):
        accept_contract(person=agency.manager, at=BEFORE, code=draft_contract.code, terms_sha256="0" * 64)


def test_in_force_its_terms_are_not_decided_again(contract_in_force, agency_manager):
    with pytest.raises(UnableToDecide, match="已经生效"):
        propose(agency_manager, contract_in_force)


def test_a_contract_is_shared_with_one_other_side_only(contract_in_force, agency_manager, outsider):
    with acting(agency_manager), pytest.raises(UnableToShare, match="双方都已"):
        share_contract(
            person=agency_manager, at=BEFORE, code=contract_in_force.code, counterparty_code=outsider.org.code
        )


def test_an_outsider_sees_no_row_of_it(contract_in_force, outsider_manager):
    with acting(outsider_manager):
        for model in (Contract, Decision, Acceptance, TermsInForce):
            assert not model.objects.exists()


def accepted_by(party, contract):
    with acting(party.manager):
        return get_standing(get_contract(contract.code)).accepted_by


def test_a_word_is_taken_back_while_nobody_has_signed_and_may_be_given_again(
    accepted_contract, brand, agency
):
    with acting(agency.manager):
        for _ in range(2):
            withdraw_acceptance(person=agency.manager, at=BEFORE, code=accepted_contract.code)
        assert Entry.objects.filter(act="contract.acceptance_withdrawn").count() == 1
        standing = get_standing(get_contract(accepted_contract.code))
        assert not standing.is_accepted and list(standing.accepted_by) == [brand.org.pk]
        asked = Duty.objects.filter(key="accept", closed_at=None)
        assert [duty.side for duty in asked] == ["b"], "the other side still waits for its word"
        for _ in range(2):
            accept_contract(
                person=agency.manager,
                at=BEFORE,
                code=accepted_contract.code,
                terms_sha256=standing.terms_sha256,
            )
        assert get_standing(get_contract(accepted_contract.code)).is_accepted
        assert verify_chain(accepted_contract.chain_id).is_unaltered


def test_who_may_not_take_it_back(accepted_contract, brand, agency, agency_operator, outsider_manager):
    with acting(agency_operator), pytest.raises(NotAllowed):
        withdraw_acceptance(person=agency_operator, at=BEFORE, code=accepted_contract.code)
    with acting(outsider_manager), pytest.raises(NotFound):
        withdraw_acceptance(person=outsider_manager, at=BEFORE, code=accepted_contract.code)
    assert set(accepted_by(brand, accepted_contract)) == {brand.org.pk, agency.org.pk}


def test_in_force_it_is_not_taken_back(contract_in_force, agency_manager):
    with acting(agency_manager), pytest.raises(UnableToWithdraw, match="已经生效"):
        withdraw_acceptance(person=agency_manager, at=BEFORE, code=contract_in_force.code)


def test_signed_by_one_it_is_not_taken_back(accepted_contract, brand, agency):
    with acting(brand.manager):
        record_paper_signature(
            person=brand.manager, at=BEFORE, code=accepted_contract.code, signed_on=day_of(BEFORE), scan=SCAN
        )
    with acting(agency.manager), pytest.raises(UnableToWithdraw, match="已经有人签署"):
        withdraw_acceptance(person=agency.manager, at=BEFORE, code=accepted_contract.code)


def test_a_contract_that_names_somebody_else_is_sent_only_if_that_is_meant(brand, agency):
    text = "店铺代运营合同\n甲方：蓝山食品有限公司\n乙方：拾舟电商\n一、乙方负责店铺运营，甲方每月支付服务费5000元。\n"
    reading = read_contract(text, name="c.txt", sha256="0" * 64).to_json()
    with acting(agency.manager):
        made = upload_contract(
            person=agency.manager, at=BEFORE, file_name="c.txt", sha256="0" * 64, text=text, reading=reading, document=0,
            party_a=BRAND,
        )  # fmt: skip
        to = {"person": agency.manager, "at": BEFORE, "code": made.code, "counterparty_code": brand.org.code}
        with pytest.raises(UnableToShare, match="合同里写的是 蓝山食品有限公司"):
            share_contract(**to)
        assert get_contract(made.code).brand is None
        assert share_contract(**to, despite_name=True).brand == brand.org
