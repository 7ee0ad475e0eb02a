"""What is done on the page of buyers' invoices: asked for, corrected, declined, issued, taken back, delivered; rates, days."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.contracts.queries import get_contract
from paidang.duties.actions import Proof
from paidang.invoices import actions
from paidang.invoices.actions import UnableToInvoice
from paidang.invoices.actions.issuing import Paper
from paidang.invoices.models import BuyerInvoice
from paidang.invoices.rules.wishes import ORDINARY, Wish
from paidang.kit.sentence import say
from paidang.kit.written import whole_in
from paidang.portal.views.asking import day_from, fen_from, person_of
from paidang.portal.views.errors import page_before
from paidang.portal.views.given_file import given_file
from paidang.portal.views.invoices import query_of
from paidang.printing.e_invoice import BYTES_MAX


@login_required
@require_POST
def invoice_ask(request: HttpRequest, code: str) -> HttpResponse:
    """Take down a buyer's wish."""
    one = actions.ask_invoice(
        person=person_of(request), at=timezone.now(), code=code, order_id=request.POST.get("order_id", ""),
        wish=_wish(request),
    )  # fmt: skip
    messages.success(request, _("已登记，%(day)s 前开。") % {"day": f"{one.due_on:%m-%d}"})
    return _to_request(request, code, one.pk)


@login_required
@require_POST
def invoice_correct(request: HttpRequest, code: str, request_id: int) -> HttpResponse:
    """Write the buyer's words anew."""
    actions.correct_request(
        person=person_of(request), at=timezone.now(), code=code, request_id=request_id, wish=_wish(request)
    )
    messages.success(request, _("已按买家说的改了。"))
    return _to_request(request, code, request_id)


@login_required
@require_POST
def invoice_decline(request: HttpRequest, code: str, request_id: int) -> HttpResponse:
    """Say that no invoice is issued, and why."""
    reason = request.POST.get("reason", "")
    actions.decline_request(
        person=person_of(request), at=timezone.now(), code=code, request_id=request_id, reason=reason
    )
    return _to_request(request, code, request_id)


@login_required
@require_POST
def invoice_issue(request: HttpRequest, code: str, request_id: int) -> HttpResponse:
    """Record the invoice that was issued."""
    made = actions.issue_invoice(
        person=person_of(request), at=timezone.now(), code=code, request_id=request_id, paper=_paper(request)
    )
    messages.success(request, _("发票 %(number)s 已记下。") % {"number": made.number})
    return _to_request(request, code, request_id)


@login_required
@require_POST
def invoice_red(request: HttpRequest, code: str, invoice_id: int) -> HttpResponse:
    """Record the red-letter invoice."""
    made = actions.take_back(
        person=person_of(request), at=timezone.now(), code=code, invoice_id=invoice_id, paper=_paper(request),
        is_whole=request.POST.get("whole") == "1",
    )  # fmt: skip
    messages.success(request, _("红字发票 %(number)s 已记下。") % {"number": made.number})
    return _to_request(request, code, made.request_id)


@login_required
@require_POST
def invoice_attach(request: HttpRequest, code: str, invoice_id: int) -> HttpResponse:
    """Add the file of an invoice whose number came first."""
    made = actions.attach_file(
        person=person_of(request), at=timezone.now(), code=code, invoice_id=invoice_id, file=_file(request)
    )
    return _to_request(request, code, made.request_id)


@login_required
@require_POST
def invoice_deliver(request: HttpRequest, code: str, invoice_id: int) -> HttpResponse:
    """Mail it to the buyer, or say that the buyer has it."""
    given = {"person": person_of(request), "at": timezone.now(), "code": code, "invoice_id": invoice_id}
    if request.POST.get("how") == "mail":
        made: BuyerInvoice = actions.ask_mail(**given)  # type: ignore[arg-type]
        messages.success(request, _("邮件一分钟内发出，发出后这里标为已交付。"))
    else:
        made = actions.deliver_invoice(**given)  # type: ignore[arg-type]
    return _to_request(request, code, made.request_id)


@login_required
@require_GET
def invoice_file(request: HttpRequest, code: str, invoice_id: int) -> HttpResponse:
    """The file; on record like every opening."""
    made = actions.open_invoice(
        person=person_of(request), at=timezone.now(), code=code, invoice_id=invoice_id
    )
    assert made.content is not None
    return given_file(made.file_name, bytes(made.content))


@login_required
@require_POST
def invoice_rate(request: HttpRequest, code: str) -> HttpResponse:
    """Set the tax rate of a SKU, or of all others."""
    asked = request.POST
    rate = asked.get("rate", "")
    actions.set_rate(
        person=person_of(request), at=timezone.now(), code=code, sku=asked.get("sku", ""),
        rate=whole_in(rate, -1, digits=5), goods_name=asked.get("goods_name", ""),
        goods_code=asked.get("goods_code", ""),
    )  # fmt: skip
    messages.success(request, _("税率已记下，以后开的发票按它算。"))
    return _to_list(request, code)


@login_required
@require_POST
def invoice_service(request: HttpRequest, code: str) -> HttpResponse:
    """Connect the e-invoice service."""
    asked = request.POST
    actions.set_service(
        person=person_of(request), at=timezone.now(), code=code, base_url=asked.get("base_url", ""),
        app_key=asked.get("app_key", ""), app_secret=asked.get("app_secret", ""),
    )  # fmt: skip
    messages.success(request, _("开票服务已接上，申请里可以交给它开。"))
    return _to_list(request, code)


@login_required
@require_POST
def invoice_send(request: HttpRequest, code: str, request_id: int) -> HttpResponse:
    """Have the e-invoice service issue."""
    actions.send_to_service(person=person_of(request), at=timezone.now(), code=code, request_id=request_id)
    messages.success(request, _("已交给开票服务，开好后号码和文件自己会到。"))
    return _to_request(request, code, request_id)


@login_required
@require_POST
def invoice_red_send(request: HttpRequest, code: str, invoice_id: int) -> HttpResponse:
    """Have the e-invoice service take back what was refunded."""
    red = actions.send_red(person=person_of(request), at=timezone.now(), code=code, invoice_id=invoice_id)
    messages.success(request, _("已交给开票服务，开好后号码和文件自己会到。"))
    return _to_request(request, code, red.request_id)


@login_required
@require_POST
def invoice_days(request: HttpRequest, code: str) -> HttpResponse:
    """Set in how many days buyers' invoices are issued."""
    days = request.POST.get("days", "")
    actions.set_days(
        person=person_of(request), at=timezone.now(), code=code,
        days=whole_in(days, digits=4),
    )  # fmt: skip
    messages.success(request, _("已记下，以后的申请按 %(n)s 天算。") % {"n": days})
    return _to_list(request, code)


def _wish(request: HttpRequest) -> Wish:
    asked = request.POST
    return Wish(
        asked.get("title", ""), asked.get("kind", ORDINARY), asked.get("tax_number", ""), asked.get("email", ""),
        asked.get("phone", ""),
    )  # fmt: skip


def _paper(request: HttpRequest) -> Paper:
    asked = request.POST
    issued_on: date | None = day_from(asked.get("issued_on", ""), UnableToInvoice)
    return Paper(
        asked.get("number", ""), issued_on, fen_from(asked.get("amount", ""), UnableToInvoice), _file(request),
        asked.get("reason", ""),
    )  # fmt: skip


def _file(request: HttpRequest) -> Proof | None:
    upload = request.FILES.get("file")
    if upload is None:
        return None
    if (upload.size or 0) > BYTES_MAX:
        raise UnableToInvoice(
            say("文件超过 {most} MB", most=BYTES_MAX // 2**20), code="FILE_REFUSED",
            remedy=say("请上传税务系统给的 OFD、PDF 或 XML 原文件。"),
        )  # fmt: skip
    return Proof(upload.name or "", upload.read())


def _to_request(request: HttpRequest, code: str, request_id: int) -> HttpResponse:
    where = reverse("portal:invoice_request", args=[code, request_id])
    return redirect(where + query_of(request, get_contract(code)))


def _to_list(request: HttpRequest, code: str) -> HttpResponse:
    """Back to the invoices, with the request open on which the settings were opened."""
    before, path = page_before(request), reverse("portal:invoices")
    return redirect(before if before.startswith(path) else path + query_of(request, get_contract(code)))
