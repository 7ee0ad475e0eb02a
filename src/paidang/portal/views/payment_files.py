"""What is taken away from the page of payments: a payment's receipt, the ledger and its vouchers as tables, an invoice's file."""

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract, heading_of
from paidang.incidents.actions.looks import note_copy
from paidang.kit.cells import yuan_cell
from paidang.kit.outcome import NotFound
from paidang.portal.queries import get_switcher
from paidang.portal.templatetags.paidang import moment_text, worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.contract_reading import language
from paidang.portal.views.copies import copy_mark, file_copy, table_copy
from paidang.portal.views.given_file import given_file
from paidang.portal.views.payment_rows import debt_word, ledger_rows
from paidang.portal.views.statement_lines import called
from paidang.printing.payment import PaymentPaper, payment_pdf
from paidang.printing.tables import Cell
from paidang.settlement.queries.accounts import get_account, list_accounts, list_payment_entries
from paidang.settlement.queries.book_codes import get_codes
from paidang.settlement.queries.invoices import get_invoice
from paidang.settlement.queries.ledger import list_booked
from paidang.settlement.queries.voucher_files import CSV, ENDS, NAMES, voucher_file


@login_required
@require_GET
def payment_ledger(request: HttpRequest, code: str) -> FileResponse:
    """The contract's ledger as CSV: both sides get the same."""
    contract, now = get_contract(code), timezone.now()
    account = get_account(contract)
    head = [_("序号"), _("日期"), _("付款方"), _("事由"), _("应付"), _("付款"), _("余额")]
    rows: list[list[Cell]] = [
        [
            row.entry.number, row.entry.day.isoformat(), called(payer, contract), row.word,
            yuan_cell(row.added), yuan_cell(row.taken), yuan_cell(row.balance),
        ]
        for payer in ("a", "b")
        for row in ledger_rows(account, payer, now)
    ]  # fmt: skip
    note_copy(person=person_of(request), at=now, contracts=[contract], what="payments", rows=len(rows))
    return table_copy(request, f"{code} {_('往来账')}", head, rows)


@login_required
@require_GET
def payment_receipt(request: HttpRequest, code: str, payment_id: int) -> HttpResponse:
    """The receipt of a payment as a PDF, for either side; a reversed one says so."""
    contract = get_contract(code)
    account = get_account(contract)
    paid = next((one for one in account.payments if one.pk == payment_id), None)
    if paid is None:
        raise NotFound(_("没有这笔收款"), remedy=_("请刷新页面。"))
    debts = {debt.key: debt_word(debt) for debt in account.debts(timezone.now())}
    fee = _("%(debt)s的违约金")
    reversal = getattr(paid, "reversal", None)
    paper = PaymentPaper(
        payer=paid.payer, amount_fen=paid.amount_fen, paid_on=paid.paid_on.isoformat(), who=paid.recorded_by.name,
        recorded_at=paid.recorded_at,
        parts=[
            (fee % {"debt": debts[part.debt]} if part.is_fee else debts[part.debt], part.amount_fen)
            for part in paid.parts.all()
        ],
        entries=[(entry.seq, entry.hash) for entry in list_payment_entries(contract, payment_id)],
        reversal=f"{reversal.recorded_by.name} {moment_text(reversal.recorded_at)} {reversal.reason}" if reversal else "",
    )  # fmt: skip
    meta = {"lang": language(), **heading_of(contract), "mark": copy_mark(person_of(request), timezone.now())}
    answer = HttpResponse(payment_pdf(paper, meta), content_type="application/pdf")
    name = f"{code} {_('收款回执')} {paid.paid_on.isoformat()} {payment_id}.pdf"
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


@login_required
@require_GET
def payment_vouchers(request: HttpRequest) -> FileResponse:
    """The postings of one's own side under the contracts in view: `?form=` for an accounting program, `?month=` of one month."""
    now, person, accounts = timezone.now(), person_of(request), list_accounts(_in_view(request))
    form, month = request.GET.get("form", CSV), request.GET.get("month", "")
    if form not in ENDS:
        raise NotFound(_("没有这种凭证文件"), remedy=_("请从收付款页的“导出凭证”里选。"))
    booked = list_booked(accounts, person.org_id, now, month)
    contracts = [one.contract for one in accounts]
    note_copy(person=person, at=now, contracts=contracts, what="payments", rows=len(booked), item=month)
    file = voucher_file(
        form, booked, get_codes(person.org_id), maker=person.name, mark=copy_mark(person, now), translate=_
    )
    what = " ".join(filter(None, [worded(NAMES[form]), month]))
    return file_copy(request, file, what, ENDS[form])


def _in_view(request: HttpRequest) -> Sequence[Contract]:
    switch = get_switcher(request)
    return [switch.picked] if switch.picked else list(switch.contracts)


@login_required
@require_GET
def payment_invoice_file(request: HttpRequest, code: str, month: str) -> HttpResponse:
    """The file of a month's invoice, or `?number=` of an earlier one; a browser saves it and never runs it."""
    invoice = get_invoice(get_contract(code), month, request.GET.get("number", ""))
    return given_file(invoice.file_name, bytes(invoice.content))
