"""The queue as a table for the brand's tax program, and the numbers that it gave, back in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from paidang.contracts.queries import get_contract
from paidang.invoices.actions.asking_many import import_requests
from paidang.invoices.actions.bulk import AMOUNT, DAY, NUMBER, REQUEST, export_queue, import_numbers
from paidang.invoices.rules.wishes import KINDS
from paidang.kit.cells import yuan_cell
from paidang.kit.money import percent
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.copies import CSV, XLSX, table_copy
from paidang.portal.views.invoices import query_of
from paidang.printing.e_invoice import BYTES_MAX
from paidang.printing.tables import Cell

PROBLEMS_SHOWN = 8


@login_required
@require_POST
def invoice_requests(request: HttpRequest, code: str) -> HttpResponse:
    """Take down the requests of a table, and say what did not go in."""
    name, content = _upload(request)
    done = import_requests(
        person=person_of(request), at=timezone.now(), code=code, name=name, content=content
    )
    wrong = [(one.row, one.order_id, one.problem) for one in done if one.problem]
    if len(done) > len(wrong):
        messages.success(request, _("登记了 %(n)s 份申请。") % {"n": len(done) - len(wrong)})
    _tell(request, wrong, _("第 %(row)s 行，订单 %(what)s：%(why)s"))
    if not done:
        messages.info(request, _("表里没有行。"))
    return redirect(reverse("portal:invoices") + query_of(request, get_contract(code)))


def _upload(request: HttpRequest) -> tuple[str, bytes]:
    upload = request.FILES.get("file")
    return (upload.name or "", upload.read(BYTES_MAX + 1)) if upload else ("", b"")


def _tell(request: HttpRequest, wrong: list[tuple[int, str, str]], words: str) -> None:
    """The first rows that did not go in, one message each, and how many more there are."""
    for row, what, why in wrong[:PROBLEMS_SHOWN]:
        messages.error(request, words % {"row": row, "what": what, "why": worded(why)})
    if len(wrong) > PROBLEMS_SHOWN:
        messages.error(request, _("另有 %(n)s 行没有记下。") % {"n": len(wrong) - PROBLEMS_SHOWN})


@login_required
@require_POST
def invoice_export(request: HttpRequest, code: str) -> FileResponse:
    """The open requests, item by item; the columns that the brand fills in stand empty at the end."""
    now, form = timezone.now(), XLSX if request.POST.get("kind") == XLSX else CSV
    queue = export_queue(person=person_of(request), at=now, code=code, reason=request.POST.get("reason", ""))
    head = [
        REQUEST, "订单号", "店铺", "期限", "种类", "抬头", "税号", "邮箱", "电话", "货物名称", "税收分类编码", "商品编码",
        "数量", "含税金额", "税率", "税额", NUMBER, DAY, AMOUNT,
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            str(one.request_id), one.order_id, one.store, f"{one.due_on}", worded(KINDS[one.wish.kind]), one.wish.title,
            one.wish.tax_number, one.wish.email, one.wish.phone, one.goods_name, one.goods_code, one.sku, one.quantity,
            yuan_cell(one.amount_fen), "" if one.rate is None else percent(f"{one.rate / 10_000}"),
            yuan_cell(one.tax_fen), "", "", "",
        ]
        for one in queue
    ]  # fmt: skip
    return table_copy(request, _("待开发票"), head, rows, form)


@login_required
@require_POST
def invoice_numbers(request: HttpRequest, code: str) -> HttpResponse:
    """Issue what the table gives numbers for, and say what did not go in."""
    name, content = _upload(request)
    done = import_numbers(person=person_of(request), at=timezone.now(), code=code, name=name, content=content)
    wrong = [(one.row, one.request_id, one.problem) for one in done if one.problem]
    if len(done) > len(wrong):
        messages.success(request, _("记下了 %(n)s 张发票。") % {"n": len(done) - len(wrong)})
    _tell(request, wrong, _("第 %(row)s 行，申请 %(what)s：%(why)s"))
    if not done:
        messages.info(request, _("表里没有填发票号码的行。"))
    return redirect(reverse("portal:invoices") + query_of(request, get_contract(code)))
