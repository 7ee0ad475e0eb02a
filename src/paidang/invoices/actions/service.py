"""The brand's e-invoice service issues by itself: what is wished for is a row first, then asked for until it is answered.

While the service works, the money is held on its items, so that nobody issues the same by hand. No call is made while
anything is locked; the service knows a serial again, so that asking twice is asking once.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from paidang.channels.einvoice.client import DONE as ANSWERED
from paidang.channels.einvoice.client import FAILED as REFUSED
from paidang.channels.einvoice.client import Client, Draft, GoodsRow, Issued
from paidang.channels.link.errors import ChannelError, Refused
from paidang.contracts.models import Contract
from paidang.duties.actions import Proof
from paidang.invoices.actions.delivering import follow_delivery
from paidang.invoices.actions.duties import set_invoice_duties
from paidang.invoices.actions.issuing import book, fill_file, lock_order_of_work, plan_rows, read_file
from paidang.invoices.actions.recording import UnableToInvoice, check_may_issue, record
from paidang.invoices.actions.taking_back import book_red, plan_red
from paidang.invoices.models import BuyerInvoice, InvoicedItem, InvoiceRequest, InvoiceService
from paidang.invoices.queries.buyers import open_wish
from paidang.invoices.queries.listing import get_invoice, get_request
from paidang.invoices.queries.money import get_balances, get_rates
from paidang.invoices.rules.comparing import compare
from paidang.invoices.rules.states import ASKED, DONE, FAILED, ISSUED, SENT, WAITING
from paidang.invoices.rules.wishes import SPECIAL
from paidang.kit.clause import clause
from paidang.kit.network import is_public
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.stores.queries.sealed import seal, unseal
from paidang.team.context import act_as
from paidang.team.models import Person
from paidang.team.rules.vault import Unreadable

PURPOSE = "invoice-service"
WAITS = tuple(timedelta(minutes=minutes) for minutes in (0, 1, 2, 5, 10, 30, 60))
Connect = Callable[[str, dict[str, str]], Client]


@transaction.atomic
def set_service(
    *, person: Person, at: datetime, code: str, base_url: str, app_key: str, app_secret: str
) -> InvoiceService:
    """Say which service issues for the brand, and by what it knows the brand; kept encrypted, seen by the brand alone."""
    contract = check_may_issue(person, code, at)
    place = urlsplit(base_url.strip())
    is_allowed = settings.INVOICE_SERVICE_LOCAL or (
        place.scheme == "https" and is_public(place.hostname or "")
    )
    if place.scheme not in ("http", "https") or not place.hostname or not is_allowed or len(base_url) > 300:
        raise UnableToInvoice(
            say("不能用这个地址"), code="SERVICE_WRONG", remedy=say("写开票服务的 https 网址。")
        )
    if not app_key.strip() or not app_secret.strip():
        raise UnableToInvoice(say("没有填全"), code="SERVICE_WRONG", remedy=say("两样都在开票服务的后台里。"))
    values = json.dumps({"app_key": app_key.strip(), "app_secret": app_secret.strip()})
    found, _new = InvoiceService.objects.update_or_create(
        contract=contract,
        defaults={
            "org_id": person.org_id, "base_url": base_url.strip(), "set_by": person, "set_at": at,
            "sealed": seal(values, purpose=PURPOSE, owner=f"contract:{contract.pk}"),
        },
    )  # fmt: skip
    record(contract, at, "invoice.service_set", {"host": place.hostname}, person=person)
    return found


@clause("OP-3-A")
@transaction.atomic
def send_to_service(*, person: Person, at: datetime, code: str, request_id: int) -> BuyerInvoice:
    """Have the service issue what is asked for. Sent already: that one."""
    contract = _check_service(person, at, code)
    request = get_request(contract.pk, request_id, lock=True)
    if request.state == SENT:
        return BuyerInvoice.objects.get(request=request, state=WAITING)
    if request.state != ASKED or request.problems:
        raise UnableToInvoice(
            say("这份申请不在等着开"), code="REQUEST_WRONG_STATE", remedy=say("请刷新页面看它现在怎样。")
        )
    items, rows = plan_rows(contract.pk, request.order_id)
    invoice = BuyerInvoice(
        contract=contract, request=request, state=WAITING, issued_by=person, issued_at=at, next_at=at
    )
    book(invoice, rows, items)
    _name(invoice)
    request.state, request.amount_fen = SENT, invoice.amount_fen
    request.save(update_fields=["state", "amount_fen"])
    facts = {"order": request.order_id, "serial": invoice.serial}
    record(contract, at, "invoice.sent", facts, person=person)
    return invoice


@clause("OP-3-A")
@transaction.atomic
def send_red(
    *, person: Person, at: datetime, code: str, invoice_id: int, is_whole: bool = False, reason: str = ""
) -> BuyerInvoice:
    """Have the service take back what was refunded of an invoice, or all of it. Sent already: that one."""
    contract = _check_service(person, at, code)
    invoice = get_invoice(contract.pk, invoice_id, lock=True)
    if known := BuyerInvoice.objects.filter(reverses=invoice, state=WAITING).first():
        return known
    if invoice.reverses_id or invoice.state != DONE or (is_whole and not reason.strip()):
        raise UnableToInvoice(
            say("这不是可以红冲的发票，或没有写原因"),
            code="NOT_REVERSIBLE",
            remedy=say("请从原来的蓝字发票红冲。"),
        )
    red = BuyerInvoice(
        contract=contract, request=invoice.request, reverses=invoice, state=WAITING, issued_by=person, issued_at=at,
        next_at=at, reason=reason.strip()[:500],
    )  # fmt: skip
    book_red(red, plan_red(contract.pk, invoice, is_whole=is_whole))
    _name(red)
    record(
        contract, at, "invoice.red_sent", {"taken_back": invoice.number, "serial": red.serial}, person=person
    )
    return red


def _check_service(person: Person, at: datetime, code: str) -> Contract:
    contract = check_may_issue(person, code, at)
    if not InvoiceService.objects.filter(contract=contract).exists():
        raise NotFound(say("还没有接开票服务"), remedy=say("请先在发票页的“税率与期限”里接上。"))
    lock_order_of_work(contract)
    return contract


def _name(invoice: BuyerInvoice) -> None:
    invoice.serial = f"{invoice.contract.code}-{invoice.pk}"[:40]
    invoice.save(update_fields=["serial"])


def tend_service(*, org_id: int, contract_id: int, now: Callable[[], datetime], connect: Connect) -> int:
    """Ask the service about everything that is due, and note what it says; returns how many were answered for good."""
    done = 0
    with act_as(org_id=org_id):
        service = InvoiceService.objects.filter(contract_id=contract_id).first()
        due = BuyerInvoice.objects.filter(contract_id=contract_id, state=WAITING, next_at__lte=now())
        ids = list(due.order_by("pk").values_list("pk", flat=True)) if service else []
    if service is None or not ids:
        return done
    try:
        values = json.loads(unseal(service.sealed, purpose=PURPOSE, owner=f"contract:{contract_id}"))
    except Unreadable:
        return done
    client = connect(service.base_url, values)
    for invoice_id in ids:
        with act_as(org_id=org_id):
            draft = _draft(contract_id, invoice_id)
        answer = _ask(client, draft)
        with act_as(org_id=org_id):
            done += _note(contract_id, invoice_id, answer, now(), org_id)
    return done


def _draft(contract_id: int, invoice_id: int) -> Draft:
    invoice = get_invoice(contract_id, invoice_id)
    wish, rates = open_wish(invoice.request), get_rates(contract_id)
    goods = {row.sku: rates.get(row.sku) or rates.get("") for row in invoice.rows.all()}
    rows = tuple(
        GoodsRow(
            (known.goods_name if (known := goods[row.sku]) else "") or row.sku or "运费", known.goods_code if known else "",
            row.quantity, row.amount_fen, row.tax_fen, row.rate,
        )
        for row in invoice.rows.order_by("item")
    )  # fmt: skip
    reverses = invoice.reverses.number if invoice.reverses else ""
    return Draft(invoice.serial, invoice.request.kind == SPECIAL, wish.title, wish.tax_number, rows, reverses)


def _ask(client: Client, draft: Draft) -> Issued | ChannelError:
    """Look first; what the service does not know is asked for."""
    try:
        try:
            return client.query(draft.serial)
        except Refused:
            return client.issue(draft)
    except ChannelError as error:
        return error


@transaction.atomic
def _note(
    contract_id: int, invoice_id: int, answer: Issued | ChannelError, at: datetime, org_id: int
) -> bool:
    """Write what the service said: issued, failed for good, or not yet, and when to ask again."""
    contract = Contract.objects.get(pk=contract_id)
    lock_order_of_work(contract)
    invoice = get_invoice(contract_id, invoice_id, lock=True)
    if invoice.state != WAITING:
        return False
    if isinstance(answer, Issued) and answer.state == ANSWERED and answer.number and answer.issued_on:
        _take_in(invoice, answer, at, org_id)
    elif isinstance(answer, Refused) or (isinstance(answer, Issued) and answer.state == REFUSED):
        reason = (
            str(answer) if isinstance(answer, Refused) else say("开票服务没有开成：{why}", why=answer.reason)
        )
        _release(invoice, reason, at, org_id)
    else:
        invoice.attempts += 1
        invoice.next_at = at + WAITS[min(invoice.attempts, len(WAITS) - 1)]
        invoice.problem = {"reason": str(answer)} if isinstance(answer, ChannelError) else None
        invoice.save(update_fields=["attempts", "next_at", "problem"])
        return False
    set_invoice_duties(contract, at=at)
    return True


def _take_in(invoice: BuyerInvoice, answer: Issued, at: datetime, org_id: int) -> None:
    """The number and the file. What the service says other than was asked for stands with the invoice."""
    file = Proof(f"{answer.number}.xml", answer.file) if answer.file else None
    said = read_file(file)
    differing = compare(
        number=answer.number, amount_fen=answer.amount_fen or invoice.amount_fen, whole_fen=invoice.amount_fen,
        tax_fen=invoice.tax_fen, tax_number=open_wish(invoice.request).tax_number, said=said.facts if file else None,
    )  # fmt: skip
    fill_file(invoice, file, said)
    invoice.state, invoice.number, invoice.issued_on, invoice.problem = (
        DONE,
        answer.number,
        answer.issued_on,
        None,
    )
    invoice.differences, invoice.issued_at = [one.words for one in differing], at
    invoice.save()
    facts = {"order": invoice.request.order_id, "number": answer.number, "amount_due": invoice.amount_fen}
    if invoice.reverses:
        follow_delivery(invoice, at)
        facts |= {"taken_back": invoice.reverses.number, "file_sha256": invoice.sha256}
        record(invoice.contract, at, "invoice.taken_back", facts, org_id=org_id)
        return
    InvoiceRequest.objects.filter(pk=invoice.request_id).update(state=ISSUED)
    facts |= {"file_sha256": invoice.sha256, "differences": len(differing)}
    record(invoice.contract, at, "invoice.issued", facts, org_id=org_id)


def _release(invoice: BuyerInvoice, reason: str, at: datetime, org_id: int) -> None:
    """It was not issued: the money is free again, and the request waits for a person."""
    rows = {row.item: row for row in invoice.rows.all()}
    get_balances(invoice.contract_id, rows, lock=True)
    for one in InvoicedItem.objects.filter(contract_id=invoice.contract_id, item__in=list(rows)):
        if invoice.reverses_id:
            one.red_fen -= rows[one.item].amount_fen
            one.red_tax_fen -= rows[one.item].tax_fen
        else:
            one.issued_fen -= rows[one.item].amount_fen
            one.issued_tax_fen -= rows[one.item].tax_fen
        one.save()
    invoice.state, invoice.problem, invoice.next_at = FAILED, {"reason": reason}, None
    invoice.save(update_fields=["state", "problem", "next_at"])
    if not invoice.reverses_id:
        InvoiceRequest.objects.filter(pk=invoice.request_id).update(state=ASKED)
    record(invoice.contract, at, "invoice.service_failed", {"serial": invoice.serial}, org_id=org_id)
