"""Signing what both sides have agreed to change: like the contract, and only with the last signature it holds."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.amending import (
    LONGER,
    NOW,
    SHARE,
    accept,
    answer_paper,
    propose,
    record_on_paper,
    sign_on_paper,
    supplement,
)
from tests.cast import Party, acting, shanghai
from tests.signing import Signer, authorise, digest_to_sign, sign

from paidang.contracts.actions import (
    StepWanted,
    UnableToAnswerAmendment,
    UnableToApprove,
    UnableToSign,
    approve,
    set_approval_steps,
    withdraw_amendment,
)
from paidang.contracts.models import (
    SETTLED,
    WITHDRAWN,
    Amendment,
    Approval,
    Contract,
    PaperSignature,
    Signing,
    SigningDocument,
    TermsInForce,
)
from paidang.contracts.queries import (
    find_signed_pdf,
    get_contract,
    get_pdf_to_sign,
    get_room,
    get_signable,
    get_standing,
    get_terms,
    proof_of,
    terms_of,
)
from paidang.contracts.rules.amending import Change
from paidang.evidence.models import Entry, HeldHead
from paidang.evidence.queries import verify_chain
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.printing.contract_signed import check_seals
from paidang.printing.read_text import read_text
from paidang.team.actions import UnableToConfirm


@pytest.fixture
def ours(agency: Party) -> Signer:
    return authorise(agency, NOW - timedelta(days=3))


@pytest.fixture
def theirs(brand: Party) -> Signer:
    return authorise(brand, NOW - timedelta(days=3))


@pytest.fixture
def accepted(contract_in_force, agency_manager, brand_manager) -> Amendment:
    return accept(brand_manager, propose(agency_manager, contract_in_force))


def share_in(contract: Contract, month: str) -> object:
    return get_terms(get_contract(contract.code), month).terms["components"][0]["b"]


def seen_by(signer: Signer, contract: Contract, number: int = 1) -> str:
    with acting(signer.person):
        return digest_to_sign(contract, number)


def refused(code: str, signer: Signer, contract: Contract, at=NOW, **other) -> UnableToSign:
    """Refused with this code, and nothing is left behind."""
    with acting(signer.person):
        before = Entry.objects.count(), Signing.objects.count(), TermsInForce.objects.count()
    with pytest.raises(UnableToSign) as caught:
        sign(signer, contract, at, number=1, **other)
    assert caught.value.code == code
    with acting(signer.person):
        assert (Entry.objects.count(), Signing.objects.count(), TermsInForce.objects.count()) == before
    return caught.value


class TestElectronically:
    def test_only_with_the_last_signature_it_holds_from_its_day_on(
        self, contract_in_force, accepted, brand, agency, ours, theirs
    ):
        sign(ours, contract_in_force, NOW, number=1)
        with acting(brand.manager):
            assert share_in(contract_in_force, "2026-04") == "0.3" and TermsInForce.objects.count() == 1
            assert Amendment.objects.get().waits_for_signatures
        later = NOW + timedelta(days=1)
        sign(theirs, contract_in_force, later, number=1)
        with acting(brand.manager):
            made = Amendment.objects.get()
            assert (made.signed_on, made.in_force_at) == (date(2026, 3, 21), later)
            assert share_in(contract_in_force, "2026-03") == "0.3"
            assert share_in(contract_in_force, "2026-04") == "0.35"
            acts = [entry.act for entry in Entry.objects.filter(act__startswith="amendment.").order_by("seq")]
            signed, entry = (
                Entry.objects.filter(act="amendment.signed").first(),
                Entry.objects.get(act="amendment.in_force"),
            )
            row = TermsInForce.objects.get(amendment=made)
            assert entry.facts["in_force"] == {"2026-04-01": row.sha256}
            assert signed.facts["document_sha256"] == SigningDocument.objects.get(kind="to_sign").sha256
            held = HeldHead.objects.filter(document=f"{contract_in_force.code} 补充协议 1 签署文件")
            assert {head.holder for head in held} == {brand.org.pk, agency.org.pk}
            verdict = verify_chain(contract_in_force.chain_id)
            assert verdict.is_unaltered and verdict.is_complete
            assert proof_of(get_standing(get_contract(contract_in_force.code)), row)
        assert acts == [
            "amendment.proposed", "amendment.accepted", "amendment.signed", "amendment.signed", "amendment.in_force",
            "amendment.sealed",
        ]  # fmt: skip

    def test_the_signed_pdf_carries_both_signatures_and_is_known_again(
        self, contract_in_force, accepted, brand, ours, theirs
    ):
        sign(theirs, contract_in_force, NOW, number=1)
        sign(ours, contract_in_force, NOW, number=1)
        with acting(brand.manager):
            signable = get_signable(get_contract(contract_in_force.code), 1)
            pdf = bytes(find_signed_pdf(signable).content)
            assert pdf.startswith(get_pdf_to_sign(signable))
            check = check_seals(pdf)
            assert check.is_verified and [seal.side for seal in check.seals] == ["a", "b"]
            assert (check.code, check.supplement) == (contract_in_force.code, 1)
            assert "补充协议 1" in check.seals[0].reason
            said = read_text(pdf, "signed.pdf")
            assert "变更的约定" in said and "65%" in said and "自 2026-04-01 起" in said
            assert find_signed_pdf(get_signable(get_contract(contract_in_force.code))) is None, (
                "signed on paper"
            )

    def test_twice_is_once_and_a_second_person_is_told(self, contract_in_force, accepted, ours):
        seen = seen_by(ours, contract_in_force)
        for _click in range(2):
            sign(ours, contract_in_force, NOW, number=1, document_sha256=seen)
        with acting(ours.person):
            assert Signing.objects.count() == Entry.objects.filter(act="amendment.signed").count() == 1

    def test_a_wrong_code_another_document_and_nobody_who_may(self, contract_in_force, accepted, ours, brand):
        with pytest.raises(UnableToConfirm):
            sign(ours, contract_in_force, NOW, number=1, one_time_code="000000")
        refused("DOCUMENT_CHANGED", ours, contract_in_force, document_sha256="0" * 64)
        refused("NO_SIGNATORY", Signer(brand.finance, ours.secret), contract_in_force)

    def test_the_order_of_signing_is_the_contracts(self, contract_in_force, accepted, ours):
        with acting(ours.person):
            room = get_room(get_signable(get_contract(contract_in_force.code), 1))
            assert room.awaited == ("a", "b")

    def test_before_the_other_side_accepts_there_is_nothing_to_sign(
        self, contract_in_force, agency_manager, ours
    ):
        propose(agency_manager, contract_in_force)
        refused("NOT_ACCEPTED", ours, contract_in_force, document_sha256="0" * 64)

    def test_once_signed_nobody_signs_again(self, contract_in_force, accepted, brand, ours):
        sign_on_paper(brand.manager, accepted)
        refused("ALREADY_SIGNED", ours, contract_in_force, document_sha256="0" * 64)

    def test_a_settled_contract_is_left_alone(self, contract_in_force, accepted, brand, ours):
        with acting(brand.manager):
            Contract.objects.filter(pk=contract_in_force.pk).update(state=SETTLED)
        refused("CONTRACT_NOT_IN_FORCE", ours, contract_in_force, document_sha256="0" * 64)

    def test_from_outside(self, contract_in_force, accepted, outsider):
        with pytest.raises(NotFound):
            sign(authorise(outsider), contract_in_force, number=1, document_sha256="0" * 64)
        with acting(outsider.manager):
            assert not SigningDocument.objects.exists()

    def test_two_in_force_beside_each_other_do_not_void_each_other(
        self, contract_in_force, accepted, agency_manager, brand_manager, ours, theirs
    ):
        """The second is signed while the first has one signature: both hold, the first signature stays good."""
        sign(ours, contract_in_force, NOW, number=1)
        longer = propose(
            agency_manager, contract_in_force, paper=supplement(LONGER), changes=[Change("term.end")], day="2026-03-25"
        )  # fmt: skip
        sign_on_paper(brand_manager, accept(brand_manager, longer))
        sign(theirs, contract_in_force, NOW, number=1)
        with acting(brand_manager):
            standing = get_standing(get_contract(contract_in_force.code))
            assert [one.number for one in standing.amendments] == [1, 2]
            assert terms_of(standing, date(2026, 4, 1)).terms["term"]["end"] == "2027-08-31"
            assert share_in(contract_in_force, "2026-04") == "0.35"


class TestOnPaper:
    def test_the_other_sides_word_makes_it_hold_as_of_the_day_on_paper(
        self, contract_in_force, accepted, brand_manager
    ):
        day = date(2026, 3, 18)
        signed = sign_on_paper(brand_manager, accepted, day=day)
        assert (signed.signed_on, signed.in_force_at) == (day, NOW)
        with acting(brand_manager):
            assert share_in(contract_in_force, "2026-04") == "0.35"
            acts = Entry.objects.filter(act__startswith="amendment.paper").order_by("seq")
            assert [entry.act for entry in acts] == ["amendment.paper_recorded", "amendment.paper_confirmed"]
            assert {entry.facts["number"] for entry in acts} == {1}

    def test_by_one_side_alone_by_a_role_without_the_act_and_twice(
        self, contract_in_force, accepted, agency_manager, brand_finance, brand_manager
    ):
        with pytest.raises(NotAllowed):
            record_on_paper(brand_finance, accepted)
        paper = record_on_paper(agency_manager, accepted)
        assert record_on_paper(agency_manager, accepted).pk == paper.pk
        with pytest.raises(UnableToSign) as refused:
            answer_paper(agency_manager, paper, "confirmed")
        assert refused.value.code == "NO_SUCH_VERDICT"
        with acting(brand_manager):
            with pytest.raises(UnableToAnswerAmendment) as waits:
                withdraw_amendment(person=brand_manager, at=NOW, code=contract_in_force.code, number=1)
            assert waits.value.code == "PAPER_WAITS"
        disputed = answer_paper(brand_manager, paper, "disputed", "少一页")
        with acting(brand_manager):
            assert (
                disputed.signed_on is None
                and PaperSignature.objects.get(amendment=accepted).verdict == "disputed"
            )
            assert Entry.objects.filter(act="amendment.paper_disputed").count() == 1
            assert share_in(contract_in_force, "2026-04") == "0.3"


class TestApproval:
    def test_it_passes_the_own_steps_first(self, contract_in_force, accepted, agency, ours, theirs):
        with acting(agency.manager):
            (step,) = set_approval_steps(
                person=agency.manager, at=NOW, steps=[StepWanted(role="agency_finance")]
            )
        refused("APPROVALS_LEFT", ours, contract_in_force)
        with acting(agency.finance):
            signable = get_signable(get_contract(contract_in_force.code), 1)
            word = {
                "person": agency.finance, "at": NOW, "code": contract_in_force.code, "step_id": step.pk, "verdict": "approved",
            }  # fmt: skip
            with pytest.raises(UnableToApprove):
                approve(**word, number=1, terms_sha256=signable.standing.terms_sha256)
            for _twice in range(2):
                assert approve(**word, number=1, terms_sha256=signable.sha256) is None
            assert Approval.objects.get().amendment_id == accepted.pk
            assert Entry.objects.filter(act="amendment.approved").count() == 1
        sign(ours, contract_in_force, NOW, number=1)
        with acting(theirs.person):
            assert not Approval.objects.exists()


class TestTakenBack:
    def test_by_either_side_until_both_have_signed(
        self, contract_in_force, accepted, agency_manager, brand_manager, ours, theirs
    ):
        sign(theirs, contract_in_force, NOW, number=1)
        with acting(agency_manager):
            for _twice in range(2):
                withdraw_amendment(person=agency_manager, at=NOW, code=contract_in_force.code, number=1)
            assert Entry.objects.filter(act="amendment.withdrawn").count() == 1
        other = propose(agency_manager, contract_in_force, paper=supplement(SHARE, title="补充协议（二）"))
        sign_on_paper(brand_manager, accept(brand_manager, other))
        with acting(agency_manager), pytest.raises(UnableToAnswerAmendment, match="已经答复"):
            withdraw_amendment(person=agency_manager, at=NOW, code=contract_in_force.code, number=2)


class TestTheDatabase:
    def test_signed_once_and_only_what_is_agreed(
        self, contract_in_force, agency_manager, brand_manager, accepted
    ):
        waits = propose(
            agency_manager, contract_in_force, paper=supplement(LONGER), changes=[Change("term.end")]
        )
        signed = {"signed_on": NOW.date(), "in_force_at": NOW}
        with acting(brand_manager):
            with pytest.raises(IntegrityError), transaction.atomic():
                Amendment.objects.filter(pk=waits.pk).update(**signed)
            with pytest.raises(IntegrityError), transaction.atomic():
                Amendment.objects.filter(pk=accepted.pk).update(signed_on=NOW.date())
            with pytest.raises(IntegrityError), transaction.atomic():
                Amendment.objects.filter(pk=accepted.pk).update(
                    **signed, answered_at=shanghai("2026-01-01 09:00")
                )
        sign_on_paper(brand_manager, accepted)
        with acting(brand_manager):
            for change in ({"signed_on": date(2026, 1, 1)}, {"verdict": WITHDRAWN}):
                with pytest.raises(IntegrityError), transaction.atomic():
                    Amendment.objects.filter(pk=accepted.pk).update(**change)
