"""What the two sides do on the page of a contract's life: serve, answer and close notices, fetch a file."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from paidang.contracts import actions
from paidang.contracts.queries import get_contract, get_notice_file
from paidang.contracts.rules import notices as n
from paidang.contracts.rules.serving import Said
from paidang.duties.actions import Proof
from paidang.kit.money import NotMoney, fen_from_yuan
from paidang.kit.sentence import say
from paidang.portal.queries.grounds import load_grounds
from paidang.portal.queries.life import known_of
from paidang.portal.templatetags.paidang import worded
from paidang.team.models import Person


@login_required
@require_POST
def notice_serve(request: HttpRequest, code: str) -> HttpResponse:
    """Serve a notice on the other side."""
    asked, now, files = request.POST, timezone.now(), _files(request)
    kind = asked.get("kind", "")
    if kind not in n.KINDS:
        raise actions.UnableToServe(say("没有这种通知"), remedy=say("请从履约页发出。"))
    said = Said(
        kind=kind, grounds=asked.get("grounds", ""), right=asked.get("right", ""), cause=asked.get("cause", ""),
        how=asked.get("how", ""), by=_day(asked.get("by", "")), last_day=_day(asked.get("last_day", "")),
        amount_fen=_fen(asked.get("amount", "")), has_proof=bool(files),
    )  # fmt: skip
    contract = get_contract(code)
    known = known_of(load_grounds([contract])[contract.pk], now)
    notice = actions.serve_notice(
        person=_person(request), at=now, code=code, said=said, known=known, files=files
    )
    word = worded(n.KINDS[kind].word)
    return _done(
        request,
        code,
        _("%(word)s已送达对方，编号 %(number)s，记入存证。") % {"word": word, "number": notice.number},
    )


@login_required
@require_POST
def notice_answer(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Answer the other side's notice."""
    actions.answer_notice(
        person=_person(request), at=timezone.now(), code=code, number=number, verdict=request.POST.get("verdict", ""),
        answer=request.POST.get("answer", ""), files=_files(request),
    )  # fmt: skip
    return _done(request, code, _("已答复，记入存证。"))


@login_required
@require_POST
def notice_close(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Close one's own notice."""
    actions.close_notice(
        person=_person(request), at=timezone.now(), code=code, number=number, outcome=request.POST.get("outcome", ""),
        note=request.POST.get("note", ""), files=_files(request),
    )  # fmt: skip
    return _done(request, code, _("已了结，记入存证。"))


@login_required
@require_GET
def notice_file(request: HttpRequest, code: str, file_id: int) -> HttpResponse:
    """A file that a side put to a notice, as it was given; a browser saves it and never runs it."""
    file = get_notice_file(get_contract(code), file_id)
    answer = HttpResponse(bytes(file.content), content_type="application/octet-stream")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person), "the view is behind login_required"
    return request.user


def _done(request: HttpRequest, code: str, said: str) -> HttpResponse:
    messages.success(request, said)
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRefresh()
    return redirect("portal:contract_life", code)


def _files(request: HttpRequest) -> Sequence[Proof]:
    files = request.FILES.getlist("files")[: actions.FILES_MAX + 1]
    return [Proof(str(file.name)[:255], file.read(actions.FILE_MAX + 1)) for file in files]


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise actions.UnableToServe(
            say("“{text}”不是日期", text=text[:20]), code="NOT_A_DAY", remedy=say("写成 2026-09-30 这样。")
        ) from None


def _fen(text: str) -> int | None:
    if not text.strip():
        return None
    try:
        return fen_from_yuan(text)
    except NotMoney:
        raise actions.UnableToServe(
            say("“{text}”不是金额", text=text[:20]),
            code="NOT_AN_AMOUNT",
            remedy=say("写成 1234.56 这样，单位元。"),
        ) from None
