"""建议记录: question, advice, decision, result, each with who and when (TC-3-3)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.contracts.models import IN_FORCE
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.price_tabs import choose, contract_of
from paidang.portal.views.training import back
from paidang.training.actions import advise, ask_advice, decide_advice, record_result
from paidang.training.queries import list_advice
from paidang.training.rules.words import DECISIONS


@login_required
@require_GET
def training_advice(request: HttpRequest) -> HttpResponse:
    """The whole log of a contract."""
    contract = contract_of(request)
    if contract is None:
        return choose(
            request, _("建议记录"), reason=_("合同生效后，甲方的问题和乙方的建议记在这里。"), icon="cap"
        )
    person = person_of(request)
    is_alive, side = contract.state == IN_FORCE, contract.side_of(person.org_id)
    return render(
        request,
        "portal/training_advice.html",
        {
            "contract": contract,
            "contract_url": reverse("portal:contract", args=[contract.code]),
            "entries": [
                {"it": one, "decision": worded(DECISIONS[one.decision]) if one.decision else ""}
                for one in list_advice(contract)
            ],
            "teaches": is_alive and side == "b" and person.may("teach"),
            "follows": is_alive and side == "a" and person.may("follow_training"),
        },
    )


@login_required
@require_POST
def training_advice_ask(request: HttpRequest, code: str) -> HttpResponse:
    """A new question, with the agency's advice at once where it has one."""
    asked = request.POST
    ask_advice(
        person=person_of(request), at=timezone.now(), code=code, question=asked.get("question", ""),
        advice=asked.get("advice", ""),
    )  # fmt: skip
    messages.success(request, _("已记下，轮到对方。"))
    return back(code, "training_advice")


@login_required
@require_POST
def training_advice_act(request: HttpRequest, code: str, number: int, act: str) -> HttpResponse:
    """Advise, decide, or write the result down."""
    person, now, asked = person_of(request), timezone.now(), request.POST
    words = asked.get("words", "")
    if act == "advise":
        advise(person=person, at=now, code=code, number=number, advice=words)
    elif act == "decide":
        decide_advice(
            person=person, at=now, code=code, number=number, decision=asked.get("decision", ""), words=words
        )
    elif act == "result":
        record_result(person=person, at=now, code=code, number=number, result=words)
    else:
        raise NotFound(say("没有这个操作"), remedy=say("请从建议记录操作。"))
    messages.success(request, _("已记下。"))
    return back(code, "training_advice")
