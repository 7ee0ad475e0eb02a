"""Settings of signing: the registered name, who may sign, the seal, the steps of internal approval."""

import base64
import re
from collections.abc import Sequence
from typing import cast
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from paidang.contracts import actions
from paidang.contracts.models import ApprovalStep
from paidang.contracts.queries import find_seal, list_signatories, list_steps
from paidang.contracts.rules.approval import STEPS_MAX
from paidang.contracts.rules.pictures import BYTES_MAX
from paidang.contracts.rules.signing import GROUNDS, authority_words
from paidang.duties.actions import Proof
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.kit.written import whole_in
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import day_from
from paidang.portal.views.contract_approve import step_word
from paidang.team.actions import set_legal_name
from paidang.team.models import Person
from paidang.team.queries import list_people, list_with_second_factor
from paidang.team.rules.roles import ROLES, role_label, who_may


@login_required
@require_safe
def settings_signing(request: HttpRequest) -> HttpResponse:
    """Everything that has to be there before somebody signs for the organisation."""
    person, today = cast(Person, request.user), day_of(timezone.now())
    people = [one for one in list_people(person.org_id) if one.is_active]
    seal, signatories = find_seal(person.org_id), list_signatories(person.org_id)
    with_phone = list_with_second_factor([row.person for row in signatories])
    steps = list_steps()
    context = {
        "org": person.org,
        "manages": person.may("manage_signing"),
        "who": worded(who_may("manage_signing")),
        "signatories": [
            (row, worded(authority_words(row.ground, row.title, row.until)), bool(row.until and row.until < today), row.person_id in with_phone)
            for row in signatories
        ],
        "people": people,
        "grounds": [(ground, worded(word)) for ground, word in GROUNDS.items()],
        "today": today,
        "seal": seal,
        "picture": base64.b64encode(bytes(seal.picture)).decode() if seal and seal.picture else "",
        "steps": [step_word(step) for step in steps],
        "slots": _slots(steps),
        "choices": [
            *((role, role_label(role, get_language() or "zh")) for role in ROLES[person.org.kind]),
            *((f"person:{one.pk}", one.name) for one in people),
        ],
        "back": _back(request),
        "letter_max_mb": actions.LETTER_MAX // 2**20,
        "seal_max_kb": BYTES_MAX // 1000,
    }  # fmt: skip
    return render(request, "portal/settings_signing.html", context)


def _slots(steps: Sequence[ApprovalStep]) -> list[str]:
    """What each of the form's fields shows: the steps that hold, the others empty."""
    chosen = [step.role or f"person:{step.person_id}" for step in steps]
    return chosen + [""] * (STEPS_MAX - len(chosen))


@login_required
@require_POST
def signing_name(request: HttpRequest) -> HttpResponse:
    """Set the registered name."""
    set_legal_name(
        person=cast(Person, request.user), at=timezone.now(), legal_name=request.POST.get("legal_name", "")
    )
    return _done(request, _("已记下单位全称。"))


@login_required
@require_POST
def signatory_add(request: HttpRequest) -> HttpResponse:
    """Register a signatory."""
    asked, file = request.POST, request.FILES.get("letter")
    person_id = asked.get("person", "")
    letter = Proof(str(file.name), file.read(actions.LETTER_MAX + 1)) if file else None
    signatory = actions.add_signatory(
        person=cast(Person, request.user), at=timezone.now(),
        person_id=whole_in(person_id),
        ground=asked.get("ground", ""), title=asked.get("title", ""), letter=letter, until=day_from(asked.get("until", ""), actions.UnableToRegisterSignatory),
    )  # fmt: skip
    return _done(request, _("已登记 %(name)s 有权签署。") % {"name": signatory.person.name})


@login_required
@require_POST
def signatory_end(request: HttpRequest, signatory_id: int) -> HttpResponse:
    """End somebody's authority to sign."""
    actions.end_signatory(person=cast(Person, request.user), at=timezone.now(), signatory_id=signatory_id)
    return _done(request, _("已停用，从现在起不能再签。"))


@login_required
@require_POST
def signing_seal(request: HttpRequest) -> HttpResponse:
    """Set the picture of the seal, or say that none is used."""
    file = request.FILES.get("picture")
    picture = file.read(BYTES_MAX + 1) if file else None
    if picture is None and request.POST.get("none") != "1":
        raise actions.UnableToSetSeal(
            say("没有选印章图"), code="SEAL_MISSING", remedy=say("请选一张 PNG，或声明不用。")
        )
    actions.set_seal(person=cast(Person, request.user), at=timezone.now(), picture=picture)
    return _done(request, _("已记下印章图。") if picture else _("已声明电子签署不用印章。"))


@login_required
@require_POST
def approval_steps(request: HttpRequest) -> HttpResponse:
    """Set the steps of internal approval; empty fields are passed over."""
    wanted = [value for value in request.POST.getlist("step") if value]
    steps = [
        actions.StepWanted(person_id=int(value.removeprefix("person:")))
        if value.startswith("person:") and value.removeprefix("person:").isdecimal() and len(value) < 24
        else actions.StepWanted(role=value)
        for value in wanted
    ]
    made = actions.set_approval_steps(person=cast(Person, request.user), at=timezone.now(), steps=steps)
    said = _("已定内部审批：%(steps)s。") % {"steps": " → ".join(step_word(step) for step in made)}
    return _done(request, said if made else _("签署前不用内部审批。"))


def _done(request: HttpRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    back = _back(request)
    return redirect(reverse("portal:settings_signing") + (f"?next={quote(back)}" if back else ""))


def _back(request: HttpRequest) -> str:
    """The contract's page from which somebody came to mend something here."""
    asked = request.GET.get("next", "")
    return asked if re.fullmatch(r"/contracts/[\w-]{1,40}/sign", asked) else ""
