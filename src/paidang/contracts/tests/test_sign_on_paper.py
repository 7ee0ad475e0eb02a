"""A contract signed and sealed on paper: one side records day and scan, the other confirms or disputes."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from tests.cast import BEFORE, SCAN, Party, acting, shanghai

from paidang.contracts.actions import (
    StepWanted,
    UnableToSign,
    add_annex,
    answer_paper_signature,
    record_paper_signature,
    set_approval_steps,
)
from paidang.contracts.models import Acceptance, Contract, PaperSignature, TermsInForce
from paidang.contracts.queries import get_contract, get_living, get_standing, list_planned
from paidang.duties.actions import Proof
from paidang.evidence.models import Entry
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.kit.period import EVER, day_of
from paidang.team.models import Person

NOW = shanghai("2026-09-30 10:00")
SIGNED = date(2026, 9, 24)


def recorded(person: Person, contract: Contract, signed_on: date = SIGNED, scan: Proof = SCAN, at=NOW):
    with acting(person):
        return record_paper_signature(
            person=person, at=at, code=contract.code, signed_on=signed_on, scan=scan
        )


def answered(person: Person, contract: Contract, paper: PaperSignature, verdict: str, reason: str = ""):
    with acting(person):
        return answer_paper_signature(
            person=person, at=NOW, code=contract.code, paper_id=paper.pk, verdict=verdict, reason=reason
        ).contract


def acts(person: Person, contract: Contract) -> list[str]:
    with acting(person):
        found = Entry.objects.filter(chain_id=contract.chain_id, act__contains="paper").order_by("seq")
        return list(found.values_list("act", flat=True))


def test_the_other_sides_word_brings_it_into_force_as_of_the_day_on_paper(
    accepted_contract, brand_manager, agency_manager
):
    """Recorded six days later: the fee is due three days after the signatures, over Mid-Autumn to Monday 28."""
    paper = recorded(agency_manager, accepted_contract)
    with acting(brand_manager):
        assert not TermsInForce.objects.exists()
    contract = answered(brand_manager, accepted_contract, paper, "confirmed")
    assert (contract.state, contract.signed_on, contract.in_force_at) == ("in_force", SIGNED, NOW)
    with acting(brand_manager):
        assert TermsInForce.objects.get().terms["signed_on"] == "2026-09-24"
        planned = list_planned(get_living(get_contract(contract.code), day_of(NOW)), EVER, on=day_of(NOW))
        assert [str(each.due_on) for each in planned if each.kind == "pay_agreed"] == ["2026-09-28"]
        assert get_standing(get_contract(contract.code)).is_accepted
    assert acts(brand_manager, contract) == ["contract.paper_recorded", "contract.paper_confirmed"]


def test_recording_and_confirming_twice_is_once(accepted_contract, brand_manager, agency_manager):
    papers = {recorded(agency_manager, accepted_contract).pk for _click in range(2)}
    for _click in range(2):
        answered(brand_manager, accepted_contract, PaperSignature(pk=papers.copy().pop()), "confirmed")
    with acting(brand_manager):
        assert PaperSignature.objects.count() == TermsInForce.objects.count() == len(papers) == 1
    assert len(acts(brand_manager, accepted_contract)) == 2


@pytest.mark.parametrize(
    ("signed_on", "scan", "code"),
    [
        (date(2026, 10, 1), SCAN, "SIGNED_IN_FUTURE"),
        (SIGNED, Proof("a.pdf", b""), "SCAN_UNREADABLE"),
        (SIGNED, Proof("a.pdf", b"MZ\x90 an executable"), "SCAN_UNREADABLE"),
        (SIGNED, Proof("a.pdf", b"%PDF-" + bytes(20 * 2**20)), "SCAN_UNREADABLE"),
    ],
    ids=["future", "empty", "executable", "big"],
)
def test_what_is_no_signed_paper_is_refused(accepted_contract, agency_manager, signed_on, scan, code):
    with pytest.raises(UnableToSign) as caught:
        recorded(agency_manager, accepted_contract, signed_on, scan)
    assert caught.value.code == code
    with acting(agency_manager):
        assert not PaperSignature.objects.exists()


def test_a_draft_that_is_not_accepted_cannot_have_been_signed(draft_contract, agency_manager):
    with pytest.raises(UnableToSign) as caught:
        recorded(agency_manager, draft_contract)
    assert caught.value.code == "NOT_ACCEPTED"


def test_who_may_not(
    accepted_contract, agency_manager, agency_operator, brand_finance, outsider_manager, brand_manager
):
    for person, refusal in ((agency_operator, NotAllowed), (outsider_manager, NotFound)):
        with pytest.raises(refusal):
            recorded(person, accepted_contract)
    paper = recorded(agency_manager, accepted_contract)
    with pytest.raises(NotAllowed):
        answered(brand_finance, accepted_contract, paper, "confirmed")
    with pytest.raises(UnableToSign, match="登记的一方不能自己确认"):
        answered(agency_manager, accepted_contract, paper, "confirmed")
    with pytest.raises(UnableToSign, match="要么确认"):
        answered(brand_manager, accepted_contract, paper, "withdrawn")


def test_a_disputed_paper_counts_for_nothing_and_another_can_be_recorded(
    accepted_contract, brand_manager, agency_manager
):
    paper = recorded(agency_manager, accepted_contract)
    with pytest.raises(UnableToSign, match="没有写哪里不对"):
        answered(brand_manager, accepted_contract, paper, "disputed", " ")
    answered(brand_manager, accepted_contract, paper, "disputed", "缺最后一页的公章")
    with pytest.raises(UnableToSign, match="已经答复"):
        answered(brand_manager, accepted_contract, paper, "confirmed")
    second = recorded(agency_manager, accepted_contract, scan=Proof("all.pdf", b"%PDF-1.7 all pages"))
    assert answered(brand_manager, accepted_contract, second, "confirmed").state == "in_force"


def test_who_recorded_it_can_take_it_back(accepted_contract, brand_manager, agency_manager):
    paper = recorded(agency_manager, accepted_contract)
    assert answered(agency_manager, accepted_contract, paper, "withdrawn").state == "draft"
    with pytest.raises(UnableToSign, match="已经答复"):
        answered(brand_manager, accepted_contract, paper, "confirmed")


def test_a_paper_of_what_was_changed_since_is_not_confirmed(accepted_contract, brand, agency):
    paper = recorded(agency.manager, accepted_contract)
    with acting(brand.manager):
        add_annex(
            person=brand.manager, at=NOW, code=accepted_contract.code, kind="norms", title="附件二",
            file=Proof("n.pdf", b"norms"),
        )  # fmt: skip
    with pytest.raises(UnableToSign) as caught:
        answered(brand.manager, accepted_contract, paper, "confirmed")
    assert caught.value.code == "PAPER_OUTDATED"


def test_internal_approval_comes_first_on_paper_too(accepted_contract, agency: Party):
    with acting(agency.manager):
        set_approval_steps(person=agency.manager, at=BEFORE, steps=[StepWanted(role="agency_finance")])
    with pytest.raises(UnableToSign) as caught:
        recorded(agency.manager, accepted_contract)
    assert caught.value.code == "APPROVALS_LEFT"


def test_an_answer_is_never_changed(contract_in_force, brand_manager):
    with (
        acting(brand_manager),
        pytest.raises(DatabaseError, match="answered once"),
        transaction.atomic(),
    ):
        PaperSignature.objects.update(verdict="disputed", reason="x")


def test_the_database_lets_the_other_side_alone_confirm(accepted_contract, brand_manager, agency_manager):
    paper = recorded(agency_manager, accepted_contract)
    for person, verdict in (
        (agency_manager, "confirmed"),
        (agency_manager, "disputed"),
        (brand_manager, "withdrawn"),
    ):
        with (
            acting(person),
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            PaperSignature.objects.filter(pk=paper.pk).update(
                verdict=verdict, reason="x", answered_by=person, answered_at=NOW
            )
    answered(agency_manager, accepted_contract, paper, "withdrawn")


def test_the_database_lets_a_side_accept_for_itself_alone(accepted_contract, brand_manager, agency_manager):
    with (
        acting(agency_manager),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        Acceptance.objects.create(
            contract=accepted_contract, org=brand_manager.org, person=brand_manager, at=NOW, text_sha256="x",
            terms_sha256="x",
        )  # fmt: skip
