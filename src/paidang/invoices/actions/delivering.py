"""Delivering: by mail with a link that expires, or in another way that a person says. Opening a file is on record."""

from datetime import datetime

from django.db import transaction

from paidang.contracts.queries import get_contract
from paidang.invoices.actions.recording import UnableToInvoice, check_may_ask, record
from paidang.invoices.models import BuyerInvoice
from paidang.invoices.queries.buyers import open_wish
from paidang.invoices.queries.listing import get_documents, get_invoice, get_request
from paidang.invoices.rules.delivery import state_after
from paidang.invoices.rules.states import DONE, ISSUED
from paidang.kit.clause import clause
from paidang.kit.sentence import say
from paidang.team.models import Person

MAIL, OTHER = "mail", "other"


@clause("OP-3-A")
@transaction.atomic
def ask_mail(*, person: Person, at: datetime, code: str, invoice_id: int) -> BuyerInvoice:
    """Have the invoice mailed to the buyer, as a link; the worker sends it. Asked twice before it went, it goes once."""
    contract = check_may_ask(person, code)
    invoice = get_invoice(contract.pk, invoice_id, lock=True)
    _check_deliverable(invoice)
    if not open_wish(invoice.request).email:
        raise UnableToInvoice(
            say("申请里没有买家的邮箱"),
            code="EMAIL_MISSING",
            remedy=say("复制下载链接发给买家，再登记已交付。"),
        )
    if invoice.mail_asked_at is None or invoice.delivered_at is not None:
        invoice.mail_asked_at, invoice.delivered_at = at, None
        invoice.save(update_fields=["mail_asked_at", "delivered_at"])
        follow_delivery(invoice, at)
        record(contract, at, "invoice.mail_asked", {"number": invoice.number}, person=person)
    return invoice


@clause("OP-3-A")
@transaction.atomic
def deliver_invoice(*, person: Person, at: datetime, code: str, invoice_id: int) -> BuyerInvoice:
    """Say that the buyer has the invoice: the link was sent in the platform's chat, or it was handed over."""
    contract = check_may_ask(person, code)
    invoice = get_invoice(contract.pk, invoice_id, lock=True)
    if invoice.delivered_at is None:
        _check_deliverable(invoice)
        _mark(invoice, at, OTHER)
        record(contract, at, "invoice.delivered", {"number": invoice.number, "how": OTHER}, person=person)
    return invoice


@transaction.atomic
def record_mailed(invoice_id: int, *, contract_id: int, at: datetime, org_id: int) -> None:
    """Note that the mail went out."""
    invoice = get_invoice(contract_id, invoice_id, lock=True)
    if invoice.delivered_at is None:
        _mark(invoice, at, MAIL)
        facts = {"number": invoice.number, "how": MAIL}
        record(invoice.contract, at, "invoice.delivered", facts, org_id=org_id)


def _check_deliverable(invoice: BuyerInvoice) -> None:
    if invoice.state != DONE or not invoice.sha256:
        raise UnableToInvoice(
            say("还没有发票文件"), code="FILE_MISSING", remedy=say("先附上 OFD、PDF 或 XML，再交付。")
        )


def _mark(invoice: BuyerInvoice, at: datetime, how: str) -> None:
    invoice.delivered_at, invoice.delivered_how = at, how
    invoice.save(update_fields=["delivered_at", "delivered_how"])
    follow_delivery(invoice, at)


def follow_delivery(invoice: BuyerInvoice, at: datetime) -> None:
    """Give the invoice's request the state that all its documents make of it, whoever delivers another one at once."""
    request = get_request(invoice.contract_id, invoice.request_id, lock=True)
    state = state_after(get_documents([request.pk])[request.pk])
    if request.state != state:
        request.state, request.closed_at = state, None if state == ISSUED else at
        request.save(update_fields=["state", "closed_at"])


@transaction.atomic
def open_invoice(*, person: Person, at: datetime, code: str, invoice_id: int) -> BuyerInvoice:
    """An invoice with its file, for either side; who opened it is on record."""
    contract = get_contract(code)
    invoice = get_invoice(contract.pk, invoice_id)
    _check_deliverable(invoice)
    record(
        contract,
        at,
        "invoice.opened",
        {"number": invoice.number, "file_sha256": invoice.sha256},
        person=person,
    )
    return invoice
