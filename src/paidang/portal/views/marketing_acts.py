"""What is done on the pages of marketing: proposals asked and answered, spend, vouchers, claims."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.duties.actions import Proof
from paidang.kit.media import check_count
from paidang.kit.money import yuan
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.kit.written import whole_in
from paidang.marketing import actions
from paidang.marketing.actions import UnableToMarket
from paidang.portal.views.asking import day_from, fen_from, person_of
from paidang.portal.views.given_file import given_file
from paidang.printing.e_invoice import BYTES_MAX

FILES_MAX = 20


def _about(request: HttpRequest, code: str, number: int) -> dict[str, Any]:
    return {"person": person_of(request), "at": timezone.now(), "code": code, "number": number}


def _back(code: str, number: int, place: str = "") -> HttpResponse:
    answer = redirect("portal:marketing_proposal", code, number)
    if place:
        answer["Location"] += f"#{place}"
    return answer


@login_required
@require_POST
def marketing_act(request: HttpRequest, code: str, number: int, act: str) -> HttpResponse:
    """What needs no more than a button: ask, take back, end."""
    about = _about(request, code, number)
    if act == "ask":
        answer_by = day_from(request.POST.get("answer_by", ""), UnableToMarket)
        actions.ask_approval(today=day_of(about["at"]), answer_by=answer_by, **about)
        messages.success(request, _("已提交，甲方答复前可以收回。"))
    elif act == "take-back":
        actions.take_back_proposal(**about)
    elif act == "end":
        actions.end_proposal(**about)
    else:
        raise NotFound(say("没有这个操作"), remedy=say("请刷新页面。"))
    return _back(code, number)


@login_required
@require_POST
def marketing_answer(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The brand approves an amount, asks back, or declines: the version that it saw."""
    about, said = _about(request, code, number), request.POST
    version = whole_in(said.get("version", ""))
    words, verdict = said.get("words", ""), said.get("verdict")
    if verdict == "approve":
        fen = fen_from(said.get("amount", ""), UnableToMarket) or 0
        actions.approve_proposal(version=version, amount_fen=fen, words=words, **about)
        messages.success(request, _("已批准 %(fen)s，乙方可以花。") % {"fen": yuan(fen)})
    elif verdict == "ask_back":
        actions.ask_back(version=version, words=words, **about)
        messages.success(request, _("已问乙方，改好后会再来问您。"))
    else:
        actions.decline_proposal(version=version, words=words, **about)
        messages.success(request, _("已答复不同意，乙方看得到理由。"))
    return _back(code, number)


@login_required
@require_POST
def marketing_result(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """What came of it."""
    count = request.POST.get("count", "").strip()
    actions.record_result(
        count=whole_in(count) if count else None, words=request.POST.get("words", ""), **_about(request, code, number)
    )  # fmt: skip
    return _back(code, number, "result")


@login_required
@require_POST
def marketing_spend(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Record a spend by hand."""
    said = request.POST
    spent_on: date | None = day_from(said.get("spent_on", ""), UnableToMarket)
    if spent_on is None:
        raise UnableToMarket(say("没有写哪天花的"), code="DAY_MISSING", remedy=say("写成 2026-09-30 这样。"))
    actions.record_spend(
        spent_on=spent_on, amount_fen=fen_from(said.get("amount", ""), UnableToMarket) or 0,
        supplier=said.get("supplier", ""), what=said.get("what", ""), **_about(request, code, number),
    )  # fmt: skip
    return _back(code, number, "spends")


@login_required
@require_POST
def marketing_spend_withdraw(request: HttpRequest, code: str, number: int, spend_id: int) -> HttpResponse:
    """Say that a spend was recorded wrongly."""
    actions.withdraw_spend(
        spend_id=spend_id, reason=request.POST.get("words", ""), **_about(request, code, number)
    )
    return _back(code, number, "spends")


@login_required
@require_POST
def marketing_vouch(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Bring vouchers, several files at once where each says its own number and amount."""
    about, said, files = _about(request, code, number), request.POST, request.FILES.getlist("files")
    check_count(len(files), most=FILES_MAX, unable=UnableToMarket)
    given: dict[str, Any] = {"spend_ids": [whole_in(one) for one in said.getlist("spend")]}
    if len(files) <= 1:  # what is typed is about one voucher
        given["voucher"] = said.get("voucher", "")
        given["amount_fen"] = fen_from(said.get("amount", ""), UnableToMarket)
    brought = [Proof(file.name or "", file.read(BYTES_MAX + 1)) for file in files]
    for file in brought or (None,):
        made = actions.bring_voucher(file=file, **given, **about)
        messages.success(
            request,
            _("凭证 %(number)s，%(fen)s 已收下。") % {"number": made.number, "fen": yuan(made.amount_fen)},
        )
    return _back(code, number, "vouchers")


@login_required
@require_POST
def marketing_voucher_act(
    request: HttpRequest, code: str, number: int, voucher_id: int, act: str
) -> HttpResponse:
    """Lay, question, answer, clear or withdraw a voucher."""
    about = {**_about(request, code, number), "voucher_id": voucher_id}
    words = request.POST.get("words", "")
    doing: dict[str, Callable[[], object]] = {
        "lay": lambda: actions.lay_voucher(**about),
        "question": lambda: actions.question_voucher(words=words, **about),
        "answer": lambda: actions.answer_voucher(words=words, **about),
        "clear": lambda: actions.clear_voucher(**about),
        "withdraw": lambda: actions.withdraw_voucher(reason=words, **about),
    }
    if act not in doing:
        raise NotFound(say("没有这个操作"), remedy=say("请刷新页面。"))
    doing[act]()
    return _back(code, number, "vouchers")


@login_required
@require_GET
def marketing_voucher_file(request: HttpRequest, code: str, number: int, voucher_id: int) -> HttpResponse:
    """The file of a voucher; on record like every opening."""
    voucher = actions.open_voucher(voucher_id=voucher_id, **_about(request, code, number))
    return given_file(voucher.file_name, bytes(voucher.content))


@login_required
@require_POST
def marketing_claim(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Claim what is approved and vouched: the amount that was seen."""
    made = actions.claim_spend(
        amount_fen=whole_in(request.POST.get("fen", "")), **_about(request, code, number)
    )
    messages.success(
        request, _("%(fen)s 已记入报销，进下一张关账的对账单。") % {"fen": yuan(made.amount_fen)}
    )
    return _back(code, number, "claims")


@login_required
@require_POST
def marketing_waive(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Give up what is ready (`fen` is in the form), or answer the agency that has."""
    asked = request.POST
    if answer := asked.get("answer", ""):
        agree = answer == "agree"
        actions.answer_waiver(agree=agree, words=asked.get("words", ""), **_about(request, code, number))
        messages.success(
            request, _("已同意，这个提案不再报销。") if agree else _("已答复，乙方可以再记入报销。")
        )
    else:
        made = actions.waive_spend(
            amount_fen=whole_in(asked.get("fen", "")),
            words=asked.get("words", ""),
            **_about(request, code, number),
        )
        messages.success(request, _("已声明放弃 %(fen)s，甲方同意后生效。") % {"fen": yuan(made.amount_fen)})
    return _back(code, number, "claims")


@login_required
@require_POST
def marketing_claim_back(request: HttpRequest, code: str, number: int, claim: int) -> HttpResponse:
    """Take a claim back by its opposite."""
    actions.take_back_claim(claim=claim, **_about(request, code, number))
    messages.success(request, _("已冲销，下一张对账单里是相反的一笔。"))
    return _back(code, number, "claims")
