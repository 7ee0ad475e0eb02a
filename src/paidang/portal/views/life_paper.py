"""A notice on paper, as a PDF: with its answer, its files' digests and the entries that prove it."""

from collections.abc import Sequence
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from paidang.contracts.actions import record_notice_copy
from paidang.contracts.models import Notice
from paidang.contracts.queries import get_contract, heading_of, list_entries_of, list_files
from paidang.contracts.rules import notices as n
from paidang.portal.queries.held import FILE_NAME, held_rows
from paidang.portal.templatetags.paidang import moment_text, worded
from paidang.portal.views.contract_reading import language
from paidang.portal.views.copies import copy_mark
from paidang.portal.views.life_words import pairs_of
from paidang.printing.notice import NoticePaper, notice_pdf
from paidang.team.models import Person


@login_required
@require_GET
def notice_paper(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The PDF; that it was taken is on record."""
    assert isinstance(request.user, Person), "the view is behind login_required"
    notice = record_notice_copy(person=request.user, at=timezone.now(), code=code, number=number)
    contract = get_contract(code)
    word = worded(n.KINDS[notice.kind].word)
    paper = NoticePaper(
        kind=word, number=number, side=notice.side, who=notice.served_by.name, served_at=notice.served_at,
        clause=notice.clause, grounds=notice.grounds, facts=[pair for pair in pairs_of(notice) if pair[1]],
        answer=_answer(notice), files=[(file.name, file.sha256) for file in list_files(contract).get(number, [])],
        entries=[(entry.seq, entry.hash) for entry in list_entries_of(notice)],
        deadline=str(notice.deadline or ""), last_day=str(notice.last_day or ""),
        held=_held(notice),
        certificate=str(notice.facts["how"]) if notice.kind == n.RETURN and notice.outcome == n.CONFIRMED else "",
    )  # fmt: skip
    meta = {"lang": language(), **heading_of(contract), "mark": copy_mark(request.user, timezone.now())}
    answer = HttpResponse(notice_pdf(paper, meta), content_type="application/pdf")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{code} {word} {number}.pdf')}"
    return answer


def _held(notice: Notice) -> list[list[str]]:
    """The list that went with a declaration of return or destruction, as it was signed."""
    if notice.kind != n.RETURN:
        return []
    file = notice.files.filter(side=notice.side, name=FILE_NAME).first()
    return held_rows(bytes(file.content)) if file else []


def _answer(notice: Notice) -> Sequence[tuple[str, str]]:
    """What was answered and how it was closed: who, when, in which words."""
    rows = []
    if notice.verdict and notice.answered_by:
        said = f"{notice.answered_by.name} {moment_text(notice.answered_at)} {notice.answer}"
        rows.append((worded(n.VERDICT_WORDS[notice.verdict]), said.strip()))
    if notice.outcome and notice.closed_at != notice.answered_at:
        who = notice.closed_by.name if notice.closed_by else ""
        said = f"{who} {moment_text(notice.closed_at)} {notice.close_note}"
        rows.append((worded(n.OUTCOME_WORDS[notice.outcome]), said.strip()))
    return rows
