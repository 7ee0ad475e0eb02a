"""移交: the criteria of independence, the list of what is transferred, what is missing, the protocol both sign (TC-3-5)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from paidang.contracts.models import IN_FORCE
from paidang.contracts.queries import get_contract
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.kit.written import whole_in
from paidang.portal.queries.handover_known import list_known
from paidang.portal.rules.handover_names import known_again
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.price_tabs import choose, contract_of
from paidang.portal.views.training import back
from paidang.team.models import Person
from paidang.training.actions import (
    UnableToTrain,
    add_item,
    agree_criterion,
    confirm_criterion,
    draw_up,
    drop_item,
    give_item,
    meet_criterion,
    propose_criterion,
    receive_item,
    sign_handover,
)
from paidang.training.models import Criterion
from paidang.training.queries import list_criteria
from paidang.training.queries.handover import get_document, get_handover, list_items, list_missing
from paidang.training.rules.words import ITEM_KINDS


@login_required
@require_GET
def training_handover(request: HttpRequest) -> HttpResponse:
    """Criteria, list and protocol of a contract."""
    contract = contract_of(request)
    if contract is None:
        return choose(
            request, _("移交"), reason=_("合同生效后，要移交的账号、素材和文件列在这里。"), icon="cap"
        )
    person = person_of(request)
    is_alive, side = contract.state == IN_FORCE, contract.side_of(person.org_id)
    handover = get_handover(contract)
    agrees = is_alive and person.may("agree_handover")
    items = list_items(contract)
    signs = (
        is_alive
        and person.may("sign_handover")
        and handover is not None
        and getattr(handover, f"signed_{side}_at") is None
    )
    known = list_known(contract) if handover is None or signs else []
    return render(
        request,
        "portal/training_handover.html",
        {
            "contract": contract,
            "contract_url": reverse("portal:contract", args=[contract.code]),
            "criteria": [_criterion(one, person, agrees) for one in list_criteria(contract)],
            "kinds": [
                {"kind": kind, "word": worded(word), "about": worded(about), "rows": [(i, worded(known_again(i.name))) for i in items if i.kind == kind]}
                for kind, (word, about) in ITEM_KINDS.items()
            ],
            "known": [(f"{kind}|{name}", worded(name), worded(ITEM_KINDS[kind][0])) for kind, name in known],
            "missing": [] if handover else list_missing(contract),
            "items_any": bool(items),
            "handover": handover,
            "signs": signs,
            "agrees": agrees,
            "is_open": handover is None,
            "teaches": is_alive and side == "b" and person.may("teach"),
            "follows": is_alive and side == "a" and person.may("follow_training"),
        },
    )  # fmt: skip


def _criterion(one: Criterion, person: Person, agrees: bool) -> dict[str, Any]:
    """A criterion, how far it is, and what this person may do next."""
    if one.agreed_at is None:
        state, does = ("warn", _("等对方同意")), "agree" if one.proposed_by.org_id != person.org_id else ""
    elif one.confirmed_at is not None:
        state, does = ("ok", _("达到")), ""
    elif one.met_by is not None:
        state = ("warn", _("等确认"))
        does = "confirm" if one.met_by.org_id != person.org_id else ""
    else:
        state, does = ("", _("还没达到")), "meet"
    return {"it": one, "state": state, "does": does if agrees else ""}


def _add(request: HttpRequest, person: Person, code: str) -> str:
    asked = request.POST
    add_item(
        person=person, at=timezone.now(), code=code, kind=asked.get("kind", ""), name=asked.get("name", "")
    )
    return _("已加进清单。")


def _add_known(request: HttpRequest, person: Person, code: str) -> str:
    """Those that are ticked, of what the product still knows of."""
    asked, known = set(request.POST.getlist("known")), list_known(get_contract(code))
    chosen = [(kind, name) for kind, name in known if f"{kind}|{name}" in asked]
    if not chosen:
        raise UnableToTrain(say("一件也没有选"), code="NOTHING_CHOSEN", remedy=say("请勾上要移交的。"))
    for kind, name in chosen:
        add_item(person=person, at=timezone.now(), code=code, kind=kind, name=name)
    return ngettext("清单上加了 %(n)d 件。", "清单上加了 %(n)d 件。", len(chosen)) % {"n": len(chosen)}


def _drop(request: HttpRequest, person: Person, code: str) -> str:
    drop_item(person=person, at=timezone.now(), code=code, item_id=whole_in(request.POST.get("item", "")))
    return _("已从清单拿掉。")


def _give(request: HttpRequest, person: Person, code: str) -> str:
    give_item(person=person, at=timezone.now(), code=code, item_id=whole_in(request.POST.get("item", "")))
    return _("已勾：交出。")


def _receive(request: HttpRequest, person: Person, code: str) -> str:
    receive_item(person=person, at=timezone.now(), code=code, item_id=whole_in(request.POST.get("item", "")))
    return _("已勾：收讫。")


def _propose(request: HttpRequest, person: Person, code: str) -> str:
    propose_criterion(person=person, at=timezone.now(), code=code, text=request.POST.get("text", ""))
    return _("已提，等对方同意。")


def _agree(request: HttpRequest, person: Person, code: str) -> str:
    agree_criterion(person=person, at=timezone.now(), code=code, number=_number(request))
    return _("已同意。")


def _meet(request: HttpRequest, person: Person, code: str) -> str:
    meet_criterion(
        person=person,
        at=timezone.now(),
        code=code,
        number=_number(request),
        proof=request.POST.get("proof", ""),
    )
    return _("已记下，等对方确认。")


def _confirm(request: HttpRequest, person: Person, code: str) -> str:
    confirm_criterion(person=person, at=timezone.now(), code=code, number=_number(request))
    return _("已确认达到。")


def _draw(request: HttpRequest, person: Person, code: str) -> str:
    draw_up(person=person, at=timezone.now(), code=code)
    return _("移交书已出具，等双方签署。")


def _sign(request: HttpRequest, person: Person, code: str) -> str:
    handover = sign_handover(
        person=person, at=timezone.now(), code=code, sha256=request.POST.get("sha256", "")
    )
    return _("双方都已签署，移交完成。") if handover.signed_sha256 else _("我方已签署，等对方签。")


def _number(request: HttpRequest) -> int:
    return whole_in(request.POST.get("number", ""))


ACTS: dict[str, Callable[[HttpRequest, Person, str], str]] = {
    "add": _add, "known": _add_known, "drop": _drop, "give": _give, "receive": _receive, "propose": _propose, "agree": _agree, "meet": _meet,
    "confirm": _confirm, "draw": _draw, "sign": _sign,
}  # fmt: skip


@login_required
@require_POST
def training_handover_act(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """One act on criteria, list or protocol."""
    if act not in ACTS:
        raise NotFound(say("没有这个操作"), remedy=say("请从移交页操作。"))
    messages.success(request, ACTS[act](request, person_of(request), code))
    return back(code, "training_handover")


@login_required
@require_GET
def training_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The protocol as a PDF."""
    answer = HttpResponse(get_document(get_contract(code)), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{code}-handover.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
