"""Internal approval of a version, or a supplementary agreement, before the organisation's signatory signs it; on the organisation's own chain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.recording import check_alive, check_draft
from paidang.contracts.models import Approval, ApprovalStep
from paidang.contracts.queries import Room, Signable, get_contract, get_room, get_signable, list_steps
from paidang.contracts.rules.approval import APPROVED, SENT_BACK, STEPS_MAX
from paidang.evidence.actions import append
from paidang.evidence.rules.chain import text_digest
from paidang.kit.clause import clause
from paidang.kit.outcome import NotAllowed, UnableTo
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person
from paidang.team.queries import list_people, lock_organisation
from paidang.team.rules.roles import ROLES


class UnableToApprove(UnableTo):
    code = "NOT_APPROVED"


class UnableToSetSteps(UnableTo):
    code = "STEPS_NOT_SET"


@dataclass(frozen=True, slots=True)
class StepWanted:
    """A step as a manager asks for it: a role, or one person by id."""

    role: str = ""
    person_id: int = 0


@transaction.atomic
def set_approval_steps(*, person: Person, at: datetime, steps: Sequence[StepWanted]) -> list[ApprovalStep]:
    """Set the organisation's steps of approval, in order; none at all is fine. The same list again changes nothing.

    A version that waits has to pass the new ones.
    """
    check_may(person, "manage_signing")
    lock_organisation(person.org_id)
    people = {one.pk: one for one in list_people(person.org_id) if one.is_active}
    if len(steps) > STEPS_MAX:
        raise UnableToSetSteps(
            say("审批最多 {most} 步", most=STEPS_MAX), code="TOO_MANY_STEPS", remedy=say("请合并几步。")
        )
    for step in steps:
        if bool(step.role) == bool(step.person_id) or not (
            step.role in ROLES[person.org.kind] or step.person_id in people
        ):
            raise UnableToSetSteps(
                say("审批的一步要是本单位的一个角色或一个人"), code="STEP_UNKNOWN", remedy=say("请重新选。")
            )
    current = list_steps()
    if [(one.role, one.person_id or 0) for one in current] == [(one.role, one.person_id) for one in steps]:
        return current
    ApprovalStep.objects.filter(org=person.org, ended_at=None).update(ended_at=at)
    made = [
        ApprovalStep.objects.create(
            org=person.org, number=number, role=step.role, person=people.get(step.person_id), set_by=person, set_at=at
        )
        for number, step in enumerate(steps, start=1)
    ]  # fmt: skip
    facts = {"steps": [step.role or f"person:{step.person_id}" for step in steps]}
    _record(person, at, "approval.steps_set", f"org:{person.org_id}", facts)
    return made


@clause("OP-7-A")
@transaction.atomic
def approve(
    *,
    person: Person,
    at: datetime,
    code: str,
    step_id: int,
    terms_sha256: str,
    verdict: str,
    reason: str = "",
    number: int = 0,
) -> ApprovalStep | None:
    """Approve, or send back with a reason, at one step for exactly the version, or the supplementary agreement `number`,
    whose digest the person saw; return the step that is next, None where all are passed.

    Sending back leads to the first step again. The same word at the same step twice is once.
    """
    contract = get_contract(code, lock=True)
    signable = get_signable(contract, number, lock=True)
    if number:
        check_alive(contract, at, UnableToApprove)
    else:
        check_draft(contract, UnableToApprove)
    room = get_room(signable)
    last = room.said[-1] if room.said else None
    if last and (last.step_id, last.person_id, last.verdict) == (step_id, person.pk, verdict):
        return next(iter(room.left), None)
    step = _check_step(room, person, step_id, terms_sha256)
    if verdict not in (APPROVED, SENT_BACK):
        raise UnableToApprove(say("要么通过，要么退回"), code="NO_SUCH_VERDICT", remedy=say("请选一种。"))
    if verdict == SENT_BACK and not reason.strip():
        raise UnableToApprove(
            say("退回没有写理由"), code="REASON_MISSING", remedy=say("请写明，只有本单位的人看得到。")
        )
    said = Approval.objects.create(
        **signable.row,
        org=person.org,
        step=step,
        person=person,
        at=at,
        verdict=verdict,
        reason=reason.strip()[:500],
    )
    _record_word(signable, said)
    return next(iter(get_room(signable).left), None)


def _check_step(room: Room, person: Person, step_id: int, terms_sha256: str) -> ApprovalStep:
    """The step, if it is next and the person may pass it."""
    if not room.signable.waits:
        raise UnableToApprove(
            say("双方还没有都接受，或已经签了"), code="NOT_ACCEPTED", remedy=say("双方接受后才有内部审批。")
        )
    if terms_sha256 != room.signable.sha256:
        raise UnableToApprove(
            say("合同在您打开页面后变了"), code="TERMS_CHANGED", remedy=say("请刷新页面，看过再审批。")
        )
    step = next(iter(room.left), None)
    if step is None or step.pk != step_id:
        raise UnableToApprove(say("现在不是这一步"), code="NOT_THIS_STEP", remedy=say("请刷新页面看轮到谁。"))
    if not step.may_pass(person):
        raise NotAllowed(say("{name} 不能审批这一步", name=person.name), remedy=say("请找这一步的人。"))
    return step


def _record_word(signable: Signable, said: Approval) -> None:
    facts = {**signable.facts, "step": said.step.number, "reason_sha256": text_digest(said.reason)}
    passed, code = said.verdict == APPROVED, signable.contract.code
    if signable.amendment:
        _record(said.person, said.at, "amendment.approved" if passed else "amendment.sent_back", code, facts)
    else:
        _record(said.person, said.at, "approval.approved" if passed else "approval.sent_back", code, facts)


def _record(person: Person, at: datetime, act: str, subject: str, facts: Mapping[str, object]) -> None:
    append(
        person.org.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act=act, subject=subject, facts=facts
    )  # fmt: skip
