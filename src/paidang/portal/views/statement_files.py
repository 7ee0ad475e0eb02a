"""Copies of a statement to take away: PDF, workbook, the bundle, the receipt. Each is on record."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paidang.portal.views.opening import note_opening, when_looked_at
from paidang.portal.views.statement_lines import language
from paidang.portal.views.statement_page import version_of
from paidang.printing.tables import XLSX_MEDIA
from paidang.settlement.actions import make_receipt, record_download
from paidang.settlement.models import Statement
from paidang.settlement.queries import get_file, pack_bundle
from paidang.team.models import Person


def file_name(statement: Statement, end: str) -> str:
    """`青岚茶器 2026-09 对账单 第1版.pdf`: whose, which month, which version."""
    brand, _agency = statement.contract.parties
    return _("%(brand)s %(month)s 对账单 第%(n)d版 %(end)s") % {
        "brand": brand.name,
        "month": statement.month,
        "n": statement.version,
        "end": end,
    }


def _answer(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _taken(request: HttpRequest, code: str, month: str, what: str) -> Statement:
    """The statement, with the copy put on record."""
    person = request.user
    assert isinstance(person, Person)
    statement = record_download(
        person=person, at=timezone.now(), code=code, month=month, version=version_of(request), what=what
    )
    note_opening(request, statement, what)
    return statement


@login_required
@require_GET
@when_looked_at
def pdf(request: HttpRequest, code: str, month: str) -> HttpResponse:
    """The statement as it was set on paper when the month was closed."""
    statement = _taken(request, code, month, "pdf")
    content = bytes(get_file(statement, "statement.pdf").content)
    return _answer(content, "application/pdf", file_name(statement, "").strip() + ".pdf")


@login_required
@require_GET
@when_looked_at
def xlsx(request: HttpRequest, code: str, month: str) -> HttpResponse:
    """The workbook in which every total is checked by a formula."""
    statement = _taken(request, code, month, "xlsx")
    content = bytes(get_file(statement, "statement.xlsx").content)
    return _answer(content, XLSX_MEDIA, file_name(statement, "").strip() + ".xlsx")


@login_required
@require_GET
@when_looked_at
def bundle(request: HttpRequest, code: str, month: str) -> HttpResponse:
    """The bundle's folder as a zip that either side can recompute without us."""
    statement = _taken(request, code, month, "bundle")
    return _answer(pack_bundle(statement), "application/zip", file_name(statement, _("对账包")) + ".zip")


@login_required
@require_GET
@when_looked_at
def receipt(request: HttpRequest, code: str, month: str) -> HttpResponse:
    """The receipt of a confirmed statement."""
    person = request.user
    assert isinstance(person, Person)
    statement, content = make_receipt(
        person=person, at=timezone.now(), code=code, month=month, version=version_of(request), lang=language()
    )
    return _answer(content, "application/pdf", file_name(statement, _("回执")) + ".pdf")
