"""What is taken away from the page of payments: a payment's receipt, the ledger and its vouchers as tables, an invoice's file."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.incidents.actions.looks import note_copy
from paidang.kit.outcome import NotFound
from paidang.portal.queries import get_switcher
from paidang.portal.templatetags.paidang import moment_text
from paidang.portal.views.asking import person_of
from paidang.portal.views.contract_reading import language
from paidang.portal.views.copies import copy_mark, file_copy, table_copy
from paidang.portal.views.given_file import given_file
from paidang.portal.views.payment_rows import debt_word, ledger_rows
from paidang.portal.views.payments import accounts_of
from paidang.portal.views.statement_lines import called
from paidang.printing.beancount import Transaction, beancount_text
from paidang.printing.payment import PaymentPaper, payment_pdf
from paidang.printing.tables import Cell
from paidang.settlement.queries.accounts import get_account, list_payment_entries
from paidang.settlement.queries.invoices import get_invoice
from paidang.settlement.rules.ledger import (
    BANK,
    EXPENSE,
    INCOME,
    PAYABLE,
    PENALTY_IN,
    PENALTY_OUT,
    RECEIVABLE,
    Entry,
    Posting,
    books,
)


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
            _yuan(row.added), _yuan(row.taken), _yuan(row.balance),
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
    text = contract.texts.order_by("-number").values_list("party_a", flat=True).first()
    reversal = getattr(paid, "reversal", None)
    brand, agency = contract.parties
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
    meta = {
        "lang": language(), "contract_title": contract.title, "contract_code": code, "brand": brand.name,
        "agency": agency.name, "brand_is": "乙方" if text == "agency" else "甲方",
        "mark": copy_mark(person_of(request), timezone.now()),
    }  # fmt: skip
    answer = HttpResponse(payment_pdf(paper, meta), content_type="application/pdf")
    name = f"{code} {_('收款回执')} {paid.paid_on.isoformat()} {payment_id}.pdf"
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


@dataclass(frozen=True, slots=True)
class _Called:
    """What an account of the general ledger is called: as 企业会计准则 numbers and names it, and in beancount."""

    code: str
    name: Promise
    in_beancount: str


ACCOUNTS = {
    RECEIVABLE: _Called("1122", gettext_lazy("应收账款"), "Assets:Receivable"),
    PAYABLE: _Called("2202", gettext_lazy("应付账款"), "Liabilities:Payable"),
    BANK: _Called("1002", gettext_lazy("银行存款"), "Assets:Bank"),
    INCOME: _Called("6001", gettext_lazy("主营业务收入"), "Income:Contracts"),
    EXPENSE: _Called("6601", gettext_lazy("销售费用"), "Expenses:Contracts"),
    PENALTY_IN: _Called("6301", gettext_lazy("营业外收入"), "Income:LateFees"),
    PENALTY_OUT: _Called("6711", gettext_lazy("营业外支出"), "Expenses:LateFees"),
}


@dataclass(frozen=True, slots=True)
class _Voucher:
    """One entry of a contract's ledger in the books of one's own side."""

    code: str
    other: str
    word: str
    entry: Entry
    postings: Sequence[Posting]


@login_required
@require_GET
def payment_vouchers(request: HttpRequest) -> FileResponse:
    """The postings of one's own side under the contracts in view, two lines a voucher, as accounting programs take them in."""
    now = timezone.now()
    head = [
        _("日期"),
        _("凭证字"),
        _("凭证号"),
        _("凭证摘要"),
        _("科目代码"),
        _("科目名称"),
        _("往来单位"),
        _("借方"),
        _("贷方"),
    ]
    rows: list[list[Cell]] = [
        [
            one.entry.day.isoformat(), _("记"), str(number), f"{one.code} {one.word}",
            ACCOUNTS[posting.account].code, str(ACCOUNTS[posting.account].name), one.other,
            _yuan(posting.debit or None), _yuan(posting.credit or None),
        ]
        for number, one in enumerate(_vouchers(request, now), start=1)
        for posting in one.postings
    ]  # fmt: skip
    _note(request, now, len(rows))
    return table_copy(request, _("凭证"), head, rows)


@login_required
@require_GET
def payment_beancount(request: HttpRequest) -> FileResponse:
    """The same postings as a beancount file, with the balance of each account to be proved."""
    now, vouchers = timezone.now(), list(_vouchers(request, timezone.now()))
    _note(request, now, len(vouchers))
    text = beancount_text(
        Transaction(
            one.entry.day, one.other, one.word, f"{one.code} {one.entry.number}",
            [(ACCOUNTS[posting.account].in_beancount, posting.debit - posting.credit) for posting in one.postings],
        )
        for one in vouchers
    )  # fmt: skip
    marked = f"; {copy_mark(person_of(request), now)}\n{text}"
    return file_copy(request, io.BytesIO(marked.encode()), _("凭证"), "beancount")


def _note(request: HttpRequest, now: datetime, rows: int) -> None:
    note_copy(person=person_of(request), at=now, contracts=_in_view(request), what="payments", rows=rows)


def _in_view(request: HttpRequest) -> Sequence[Contract]:
    switch = get_switcher(request)
    return [switch.picked] if switch.picked else list(switch.contracts)


def _vouchers(request: HttpRequest, now: datetime) -> Iterator[_Voucher]:
    """Of each contract in view, in the order of its ledger."""
    org_id = person_of(request).org_id
    for account in accounts_of(_in_view(request)):
        contract = account.contract
        side = contract.side_of(org_id)
        other = contract.agency if side == "a" else contract.brand
        words = {
            row.entry.number: row.word for payer in ("a", "b") for row in ledger_rows(account, payer, now)
        }
        for entry in account.entries(now):
            yield _Voucher(
                contract.code,
                other.name if other else "",
                words[entry.number],
                entry,
                list(books([entry], side)),
            )


def _yuan(fen: int | None) -> Decimal | None:
    return None if fen is None else Decimal(fen) / 100


@login_required
@require_GET
def payment_invoice_file(request: HttpRequest, code: str, month: str) -> HttpResponse:
    """The file of a month's invoice, or `?number=` of an earlier one; a browser saves it and never runs it."""
    invoice = get_invoice(get_contract(code), month, request.GET.get("number", ""))
    return given_file(invoice.file_name, bytes(invoice.content))
