"""What the two sides do on the page of a contract's life: serve, answer and close notices, fetch a file."""

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.contracts import actions
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract, get_notice_file
from paidang.contracts.rules import notices as n
from paidang.contracts.rules.serving import Said
from paidang.duties.actions import Proof
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.portal.queries.grounds import load_grounds
from paidang.portal.queries.held import FILE_NAME, held_csv, held_digest, list_held
from paidang.portal.queries.life import known_of
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import day_from, fen_from, person_of
from paidang.portal.views.contract_answers import done
from paidang.portal.views.copies import copy_name
from paidang.portal.views.given_file import given_file
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
        how=asked.get("how", ""), by=day_from(asked.get("by", ""), actions.UnableToServe), last_day=day_from(asked.get("last_day", ""), actions.UnableToServe),
        amount_fen=fen_from(asked.get("amount", ""), actions.UnableToServe), has_proof=bool(files),
    )  # fmt: skip
    contract = get_contract(code)
    known = known_of(load_grounds([contract], day_of(now))[contract.pk], now)
    if kind == n.RETURN:
        files = [*files, _held(contract, person_of(request), asked.get("held", ""))]
    notice = actions.serve_notice(
        person=person_of(request), at=now, code=code, said=said, known=known, files=files
    )
    word = worded(n.KINDS[kind].word)
    told = _("%(word)s已送达对方，编号 %(number)s，记入存证。") % {"word": word, "number": notice.number}
    return done(request, code, told, page="contract_life")


def _held(contract: Contract, person: Person, seen: str) -> Proof:
    """The list of what this side holds, exactly as the person who signs it saw it."""
    held = list_held(contract, contract.side_of(person.org_id))
    if held_digest(held) != seen:
        raise actions.UnableToServe(
            say("所持清单和您看到的不一样了"),
            code="HELD_CHANGED",
            remedy=say("请刷新页面，看过现在的清单再声明。"),
        )
    return Proof(FILE_NAME, held_csv(held))


@login_required
@require_GET
def held_list(request: HttpRequest, code: str) -> HttpResponse:
    """What one's own side holds of the other's, to look through before it is declared returned or destroyed."""
    contract, person = get_contract(code), person_of(request)
    held = list_held(contract, contract.side_of(person.org_id))
    return given_file(copy_name(f"{code} {_('所持清单')}", "csv", person, timezone.now()), held_csv(held))


@login_required
@require_POST
def notice_answer(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Answer the other side's notice."""
    actions.answer_notice(
        person=person_of(request), at=timezone.now(), code=code, number=number, verdict=request.POST.get("verdict", ""),
        answer=request.POST.get("answer", ""), files=_files(request),
    )  # fmt: skip
    return done(request, code, _("已答复，记入存证。"), page="contract_life")


@login_required
@require_POST
def notice_close(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Close one's own notice."""
    actions.close_notice(
        person=person_of(request), at=timezone.now(), code=code, number=number, outcome=request.POST.get("outcome", ""),
        note=request.POST.get("note", ""), files=_files(request),
    )  # fmt: skip
    return done(request, code, _("已了结，记入存证。"), page="contract_life")


@login_required
@require_GET
def notice_file(request: HttpRequest, code: str, file_id: int) -> HttpResponse:
    """A file that a side put to a notice, as it was given; a browser saves it and never runs it."""
    file = get_notice_file(get_contract(code), file_id)
    return given_file(file.name, bytes(file.content))


def _files(request: HttpRequest) -> Sequence[Proof]:
    files = request.FILES.getlist("files")[: actions.FILES_MAX + 1]
    return [Proof(str(file.name)[:255], file.read(actions.FILE_MAX + 1)) for file in files]
