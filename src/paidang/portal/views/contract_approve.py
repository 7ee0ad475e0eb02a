"""Internal approval of a version, or of a supplementary agreement: what it is, what follows, who has passed it, one button."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.contracts import actions
from paidang.contracts.models import Approval, ApprovalStep
from paidang.contracts.queries import (
    Room,
    Signable,
    amended,
    get_contract,
    get_room,
    get_signable,
    list_signatories,
)
from paidang.contracts.rules.approval import APPROVED
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_of
from paidang.kit.written import whole_in
from paidang.portal.queries.signing import addresses
from paidang.portal.views.amendment import state_of as amendment_state
from paidang.portal.views.asking import person_of
from paidang.portal.views.contract_answers import done
from paidang.portal.views.contract_sign import changes
from paidang.portal.views.contract_steps import effects, state_of
from paidang.team.models import Person
from paidang.team.queries import list_people
from paidang.team.rules.roles import role_label


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of the own organisation: who may pass it, and who has."""

    step: ApprovalStep
    word: str
    ring: str
    said: Approval | None


@login_required
@require_GET
def contract_approve(request: HttpRequest, code: str, number: int = 0) -> HttpResponse:
    """The page of one step; usable on a phone with one thumb."""
    person, contract = person_of(request), get_contract(code)
    signable = get_signable(contract, number)
    room = get_room(signable)
    if not signable.waits or not room.steps:
        raise NotFound(_("这份合同现在没有要内部审批的"), remedy=_("请在合同页看现在到哪一步。"))
    rows, left = step_rows(room), room.left
    step = left[0] if left else None
    now = day_of(timezone.now())
    context = {
        "contract": contract,
        "standing": room.standing,
        "amendment": signable.amendment,
        "title": signable.title,
        "state": _state(signable, person),
        "urls": addresses(signable),
        "sha256": signable.sha256,
        "rows": rows,
        "step": step,
        "step_word": step_word(step) if step else "",
        "mine": bool(step and step.may_pass(person)),
        "who": "、".join(_who(step, person)) if step else "",
        "after": step_word(left[1]) if len(left) > 1 else "",
        "signatories": "、".join(one.person.name for one in list_signatories(person.org_id)),
        "sent_back": [said for said in room.said if said.verdict != APPROVED][::-1],
        "effects": _effects(signable, now),
    }
    return render(request, "portal/contract_approve.html", context)


def _state(signable: Signable, person: Person) -> tuple[str, str]:
    if signable.amendment:
        return amendment_state(signable.amendment, signable.contract.side_of(person.org_id))
    return state_of(signable.standing)


def _effects(signable: Signable, today: date) -> list[tuple[str, str]]:
    if signable.amendment:
        return changes(signable.standing, amended(signable.amendment))
    return effects(signable.standing, signable.standing.signed_on(today).terms)


def step_rows(room: Room) -> list[StepRow]:
    """The steps in order, each with the word that passed it."""
    left = {step.pk for step in room.left}
    rows = []
    for step in room.steps:
        said = next((word for word in reversed(room.said) if word.step_id == step.pk), None)
        ring = "ok" if step.pk not in left else "warn" if step == room.left[0] else "wait"
        rows.append(StepRow(step, step_word(step), ring, said if ring == "ok" else None))
    return rows


def step_word(step: ApprovalStep) -> str:
    """Who passes a step: a person's name, or the role."""
    return step.person.name if step.person else role_label(step.role, get_language() or "zh")


def _who(step: ApprovalStep, person: Person) -> list[str]:
    return [one.name for one in list_people(person.org_id) if one.is_active and step.may_pass(one)]


@login_required
@require_POST
def approve_now(request: HttpRequest, code: str, number: int = 0) -> HttpResponse:
    """Approve, or send back with a reason."""
    asked = request.POST
    step, verdict = asked.get("step", ""), asked.get("verdict", "")
    after = actions.approve(
        person=person_of(request), at=timezone.now(), code=code, step_id=whole_in(step),
        terms_sha256=asked.get("terms", ""), verdict=verdict, reason=asked.get("reason", ""),
        number=number,
    )  # fmt: skip
    if verdict != APPROVED:
        said = _("已退回，本单位的人看得到理由；改好后从第一步重新审批。")
    elif after:
        said = _("已通过，下一步：%(who)s。") % {"who": step_word(after)}
    else:
        said = _("已通过，内部审批走完，可以签署。")
    return done(request, code, said, page="contract_approve", number=number)
