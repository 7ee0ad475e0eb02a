"""Internal approval: steps in order, sent back to the first, anew for each version, and never seen by the other side."""

import pytest
from tests.cast import BEFORE, Party, accept_both, acting
from tests.signing import authorise, sign
from tests.worlds import kept

from paidang.contracts.actions import (
    StepWanted,
    UnableToApprove,
    UnableToSetSteps,
    UnableToSign,
    add_annex,
    approve,
    set_approval_steps,
)
from paidang.contracts.models import Approval, ApprovalStep, Contract, Signing
from paidang.contracts.queries import get_contract, get_room, get_signable, get_standing
from paidang.duties.actions import Proof
from paidang.evidence.models import Entry
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.team.models import Person


def set_steps(party: Party, *steps: StepWanted) -> list[ApprovalStep]:
    with acting(party.manager):
        return set_approval_steps(person=party.manager, at=BEFORE, steps=steps)


@kept
def steps(agency: Party, accepted_contract) -> list[ApprovalStep]:
    """财务 → 项目经理 by name."""
    return set_steps(agency, StepWanted(role="agency_finance"), StepWanted(person_id=agency.manager.pk))


def say(person: Person, contract: Contract, step: ApprovalStep, verdict="approved", reason="", terms=None):
    with acting(person):
        seen = terms or get_standing(get_contract(contract.code)).terms_sha256
        return approve(
            person=person, at=BEFORE, code=contract.code, step_id=step.pk, terms_sha256=seen, verdict=verdict, reason=reason
        )  # fmt: skip


def left(person: Person, contract: Contract) -> list[int]:
    with acting(person):
        return [step.number for step in get_room(get_signable(get_contract(contract.code))).left]


def test_each_step_is_passed_in_its_turn_then_it_can_be_signed(accepted_contract, agency, steps):
    signer = authorise(agency)
    with pytest.raises(UnableToSign, match="还差 2 步"):
        sign(signer, accepted_contract)
    with pytest.raises(UnableToApprove, match="现在不是这一步"):
        say(agency.manager, accepted_contract, steps[1])
    assert say(agency.finance, accepted_contract, steps[0]) == steps[1]
    assert say(agency.manager, accepted_contract, steps[1]) is None
    sign(signer, accepted_contract)
    with acting(agency.manager):
        assert Signing.objects.get().side == "b"


def test_a_double_click_passes_one_step_once(accepted_contract, agency):
    steps = set_steps(agency, *[StepWanted(role="agency_manager")] * 2)
    for _click in range(2):
        assert say(agency.manager, accepted_contract, steps[0]) == steps[1]
    with acting(agency.manager):
        assert Approval.objects.count() == Entry.objects.filter(act="approval.approved").count() == 1


def test_sent_back_it_begins_again_with_the_first_step(accepted_contract, agency, steps):
    say(agency.finance, accepted_contract, steps[0])
    with pytest.raises(UnableToApprove, match="退回没有写理由"):
        say(agency.manager, accepted_contract, steps[1], "sent_back", " ")
    for _click in range(2):
        say(agency.manager, accepted_contract, steps[1], "sent_back", "违约金要再谈")
    assert left(agency.manager, accepted_contract) == [1, 2]
    with acting(agency.manager):
        assert Entry.objects.filter(act="approval.sent_back").count() == 1
    say(agency.finance, accepted_contract, steps[0])
    assert left(agency.manager, accepted_contract) == [2]


def test_another_version_is_approved_anew(accepted_contract, brand, agency, steps):
    say(agency.finance, accepted_contract, steps[0])
    with acting(agency.manager):
        seen = get_standing(get_contract(accepted_contract.code)).terms_sha256
        add_annex(
            person=agency.manager, at=BEFORE, code=accepted_contract.code, kind="other", title="附件",
            file=Proof("a.pdf", b"a"),
        )  # fmt: skip
    with pytest.raises(UnableToApprove) as caught:
        say(agency.finance, accepted_contract, steps[0])
    assert caught.value.code == "NOT_ACCEPTED"
    accept_both(accepted_contract, brand=brand, agency=agency, at=BEFORE)
    assert left(agency.manager, accepted_contract) == [1, 2]
    with pytest.raises(UnableToApprove, match="变了"):
        say(agency.finance, accepted_contract, steps[0], terms=seen)


def test_other_steps_are_passed_anew(accepted_contract, agency, steps):
    say(agency.finance, accepted_contract, steps[0])
    set_steps(agency, StepWanted(role="agency_finance"))
    assert left(agency.manager, accepted_contract) == [1]


def test_the_same_list_again_changes_nothing(agency, steps):
    again = set_steps(agency, StepWanted(role="agency_finance"), StepWanted(person_id=agency.manager.pk))
    assert [step.pk for step in again] == [step.pk for step in steps]


def test_only_whom_the_step_names(accepted_contract, agency, outsider_manager, steps):
    with pytest.raises(NotAllowed, match="请找这一步的人"):
        say(agency.manager, accepted_contract, steps[0])
    with pytest.raises(NotFound):
        say(outsider_manager, accepted_contract, steps[0], terms="x")


@pytest.mark.parametrize(
    "steps",
    [
        [StepWanted(role="brand_manager")],
        [StepWanted()],
        [StepWanted(role="agency_finance", person_id=1)],
        [StepWanted(person_id=10**9)],
        [StepWanted(role="agency_finance")] * 7,
    ],
    ids=["other kind", "nobody", "both", "stranger", "too many"],
)
def test_steps_that_are_none(agency, steps):
    with pytest.raises(UnableToSetSteps):
        set_steps(agency, *steps)
    with acting(agency.manager):
        assert not ApprovalStep.objects.exists()


def test_a_manager_sets_them(agency):
    with acting(agency.finance), pytest.raises(NotAllowed):
        set_approval_steps(person=agency.finance, at=BEFORE, steps=[])


def test_the_other_side_sees_nothing_of_it(accepted_contract, brand, agency, steps):
    say(agency.finance, accepted_contract, steps[0], "sent_back", "毛利太低")
    with acting(brand.manager):
        assert not ApprovalStep.objects.exists() and not Approval.objects.exists()
        assert not Entry.objects.filter(act__startswith="approval").exists()
        assert get_room(get_signable(get_contract(accepted_contract.code))).steps == []


def test_the_other_side_is_not_held_up_by_it(accepted_contract, brand, steps):
    sign(authorise(brand), accepted_contract)
    with acting(brand.manager):
        assert Signing.objects.get().side == "a"
