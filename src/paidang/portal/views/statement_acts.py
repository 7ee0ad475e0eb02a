"""What is done with a statement: close, send, recompute, confirm, question, answer. One action each."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from paidang.contracts.queries import get_contract
from paidang.kit.money import yuan
from paidang.kit.written import whole_in
from paidang.portal.templatetags.paidang import moment_text
from paidang.portal.views.asking import person_of
from paidang.portal.views.statement_adjust import files_of
from paidang.portal.views.statement_lines import called, month_words
from paidang.portal.views.statement_page import contract_page, version_of
from paidang.settlement import actions


def _to_page(code: str, month: str, version: int | None = None, at: str = "") -> HttpResponse:
    url = reverse("portal:statement", args=[code, month])
    return redirect(url + (f"?version={version}" if version else "") + at)


@login_required
@require_POST
def close(request: HttpRequest, code: str, month: str) -> HttpResponse:
    """Close the month's facts and compute; facts that are refused are listed cell by cell."""
    now = timezone.now()
    try:
        done = actions.close_month(person=person_of(request), at=now, code=code, month=month)
    except actions.FactsRefused as refused:
        contract = get_contract(code)
        context = {
            "contract": contract,
            "contract_url": contract_page(code),
            "month": month_words(month),
            "refused": refused,
        }
        return render(request, "portal/statement_refused.html", context, status=refused.status)
    if done.closed_at != now:
        text = _("事实和约定都没有变，还是 %(at)s 算出的这一张。")
        messages.info(request, text % {"at": moment_text(done.closed_at)})
    return _to_page(code, month)


@login_required
@require_POST
def send(request: HttpRequest, code: str, month: str) -> HttpResponse:
    """Send the version whose digest the form carries."""
    sent = actions.send_statement(
        person=person_of(request),
        at=timezone.now(),
        code=code,
        month=month,
        digest=request.POST.get("digest", ""),
        note=request.POST.get("note", ""),
    )
    words = {"who": called("a", sent.contract), "day": sent.confirm_by and sent.confirm_by.strftime("%m-%d")}
    text = _("已发出。%(who)s在 %(day)s 前确认。") if sent.confirm_by else _("已发出，等%(who)s确认。")
    messages.success(request, text % words)
    return _to_page(code, month)


@login_required
@require_POST
def recompute(request: HttpRequest, code: str, month: str) -> HttpResponse:
    """Recompute from the bundle alone; the verdict stands on the page."""
    version = version_of(request)
    actions.recompute(person=person_of(request), at=timezone.now(), code=code, month=month, version=version)
    return _to_page(code, month, version, "#recompute")


@login_required
@require_POST
def confirm(request: HttpRequest, code: str, month: str) -> HttpResponse:
    """Confirm the version whose digest the form carries."""
    done = actions.confirm_statement(
        person=person_of(request),
        at=timezone.now(),
        code=code,
        month=month,
        digest=request.POST.get("digest", ""),
        questions=int(shown) if (shown := request.POST.get("questions", "")[:6]).isdecimal() else None,
    )
    amount = yuan(done.figures["amount_due"])
    if done.pay_by and done.figures["payer"]:
        text = _("已确认 %(amount)s，%(day)s 前付。回执可以下载。")
        messages.success(request, text % {"amount": amount, "day": f"{done.pay_by:%m-%d}"})
    else:
        messages.success(request, _("已确认 %(amount)s。回执可以下载。") % {"amount": amount})
    return _to_page(code, month)


@login_required
@require_POST
def question(request: HttpRequest, code: str, month: str) -> HttpResponse:
    """Question the version whose digest the form carries, or the ticked rows of it."""
    asked = actions.ask_question(
        person=person_of(request),
        at=timezone.now(),
        code=code,
        month=month,
        digest=request.POST.get("digest", ""),
        reason=request.POST.get("reason", ""),
        rows=request.POST.getlist("rows"),
        files=files_of(request),
    )
    who = called("b", asked.contract)
    said = _("异议已提出 %(at)s，等%(who)s答复。") % {"at": moment_text(asked.asked_at), "who": who}
    if asked.undisputed_fen:
        said += _("没有疑问的 %(amount)s 照常到期。") % {"amount": yuan(asked.undisputed_fen)}
    messages.success(request, said)
    return _to_page(code, month, at="#questions")


@login_required
@require_POST
def answer(request: HttpRequest, code: str, month: str) -> HttpResponse:
    """Answer one question and stand by the statement."""
    number = request.POST.get("question", "")
    actions.answer_question(
        person=person_of(request),
        at=timezone.now(),
        code=code,
        question_id=whole_in(number),
        answer=request.POST.get("answer", ""),
        files=files_of(request),
    )
    messages.success(request, _("已答复，对方看得到。"))
    return _to_page(code, month, at="#questions")
