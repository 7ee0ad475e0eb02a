"""A signature on paper: recorded by one side, confirmed or disputed by the other; its scan."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.contracts import actions
from paidang.contracts.models.signing import CONFIRMED, DISPUTED
from paidang.contracts.queries import get_contract
from paidang.duties.actions import Proof
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.portal.templatetags.paidang import day_text
from paidang.portal.views.asking import day_in, person_of
from paidang.portal.views.contract_answers import done
from paidang.portal.views.given_file import given_file
from paidang.settlement.queries.books import get_books


@login_required
@require_POST
def paper_record(request: HttpRequest, code: str, number: int = 0) -> HttpResponse:
    """Record a contract, or its supplementary agreement of that number, signed and sealed on paper."""
    file, asked = request.FILES.get("scan"), request.POST.get("signed_on", "").strip()
    if (signed_on := day_in(asked)) is None:
        raise actions.UnableToSign(
            say("“{text}”不是日期", text=asked[:20]), code="NOT_A_DAY", remedy=say("写成 2026-09-30 这样。")
        )
    scan = Proof(str(file.name), file.read(actions.SCAN_MAX + 1)) if file else Proof("", b"")
    actions.record_paper_signature(
        person=person_of(request), at=timezone.now(), code=code, signed_on=signed_on, scan=scan, number=number,
        books_of=get_books,
    )  # fmt: skip
    said = _("已登记，等对方确认持有同一份原件。")
    return done(request, code, said, page="contract_sign", number=number)


@login_required
@require_POST
def paper_answer(request: HttpRequest, code: str, paper_id: int) -> HttpResponse:
    """Confirm it, dispute it, or take one's own record back."""
    verdict = request.POST.get("verdict", "")
    signed = actions.answer_paper_signature(
        person=person_of(request), at=timezone.now(), code=code, paper_id=paper_id, verdict=verdict,
        reason=request.POST.get("reason", ""), books_of=get_books,
    )  # fmt: skip
    if verdict == CONFIRMED:
        said = _("已确认。双方签署完毕，签订日 %(day)s。") % {"day": day_text(signed.signed_on)}
    else:
        said = _("已记下不认，对方看得到理由。") if verdict == DISPUTED else _("已撤回登记。")
    return done(request, code, said, page="contract_sign", number=signed.number)


@login_required
@require_GET
def paper_scan(request: HttpRequest, code: str, paper_id: int) -> HttpResponse:
    """The scan as it was given; a browser saves it and never runs it."""
    paper = get_contract(code).papers.filter(pk=paper_id).first()
    if paper is None:
        raise NotFound(say("没有这份扫描件"), remedy=say("请从签署页打开。"))
    return given_file(paper.scan_name, bytes(paper.scan))
