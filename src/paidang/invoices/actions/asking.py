"""A buyer's request: taken down by whoever serves the buyer, or told by the platform with the order; corrected, declined."""

from datetime import datetime

from django.db import transaction

from paidang.contracts.models import Contract
from paidang.evidence.rules.chain import text_digest
from paidang.invoices.actions.duties import set_invoice_duties
from paidang.invoices.actions.recording import (
    CLAUSE,
    UnableToInvoice,
    check_may_ask,
    check_may_issue,
    record,
)
from paidang.invoices.models import InvoiceRequest
from paidang.invoices.queries.buyers import open_wish, seal_wish
from paidang.invoices.queries.listing import days_of, get_request, list_untaken
from paidang.invoices.queries.money import get_balances, list_items
from paidang.invoices.rules.amounts import rows_to_issue
from paidang.invoices.rules.states import ASKED, DECLINED, OPEN, due_on
from paidang.invoices.rules.wishes import ORDINARY, PLATFORM, SERVICE, Wish, check_wish, trimmed
from paidang.kit.clause import clause
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.orders.models import OrderLine
from paidang.stores.queries.wishes import read_wishes
from paidang.team.models import Person

WISHES_AT_ONCE = 500
NOTHING_LEFT = "没有可开的金额：已开过、已全退，或买家没有付钱"


@clause("OP-3-A")
@transaction.atomic
def ask_invoice(
    *, person: Person, at: datetime, code: str, order_id: str, wish: Wish, source: str = SERVICE
) -> InvoiceRequest:
    """Take down that a buyer wants an invoice. The same wish for an order that waits already is the same request."""
    contract = check_may_ask(person, code)
    order_id, wish = order_id.strip(), trimmed(wish)
    if wrong := check_wish(wish):
        raise UnableToInvoice.of(wrong[0])
    Contract.objects.select_for_update(no_key=True).get(
        pk=contract.pk
    )  # one request per order, whoever asks at once
    known = InvoiceRequest.objects.filter(contract=contract, order_id=order_id, state__in=OPEN).first()
    if known and open_wish(known) == wish:
        return known
    if known:
        raise UnableToInvoice(
            say("订单 {order_id} 已经有一份等着开的申请", order_id=order_id),
            code="INVOICE_ASKED",
            clause=CLAUSE,
            remedy=say("要改抬头，请改那一份。"),
        )
    request = _new(contract, order_id, wish, source, at, person=person)
    record(
        contract,
        at,
        "invoice.asked",
        {"order": order_id, "kind": wish.kind, "request": request.pk},
        person=person,
    )
    set_invoice_duties(contract, at=at)
    return request


def _new(
    contract: Contract, order_id: str, wish: Wish, source: str, at: datetime, *, person: Person | None
) -> InvoiceRequest:
    """The request, for what of the order is left to invoice; a platform's wish is kept with what is wrong with it."""
    line = OrderLine.objects.filter(contract=contract, order_id=order_id).order_by("line_id").first()
    if line is None:
        raise NotFound(
            say("没有订单 {order_id}", order_id=order_id[:80]), remedy=say("请核对订单号，或先导入订单。")
        )
    items = list_items(contract.pk, order_id)
    balances = get_balances(contract.pk, [one.item for one in items])
    left = rows_to_issue(items, balances, dict.fromkeys((one.item for one in items), 0))
    if not left and person:
        raise UnableToInvoice(
            say("订单 {order_id} 没有可开的金额：已开过、已全退，或买家没有付钱", order_id=order_id),
            code="NOTHING_TO_INVOICE",
            clause=CLAUSE,
            remedy=say("已开过的，先红冲再重开。"),
        )
    return InvoiceRequest.objects.create(
        contract=contract, order_id=order_id, channel=line.channel, store=line.store, kind=wish.kind, source=source,
        state=ASKED if left else DECLINED, reason="" if left else NOTHING_LEFT, closed_at=None if left else at,
        sealed=seal_wish(wish, contract_id=contract.pk, order_id=order_id),
        problems=[{"code": one.code, "reason": one.message, "remedy": one.remedy} for one in check_wish(wish)],
        amount_fen=sum(row.amount_fen for row in left), due_on=due_on(day_of(at), days_of(contract.pk)),
        asked_by=person, asked_at=at,
    )  # fmt: skip


@clause("OP-3-A")
@transaction.atomic
def take_wishes(contract: Contract, *, at: datetime, org_id: int) -> int:
    """Make requests of what platforms told with their orders; answers how many. One of which nothing is left is declined."""
    wishes = read_wishes(contract.pk, list_untaken(contract.pk, most=WISHES_AT_ONCE))
    for order_id, told in wishes.items():
        wish = trimmed(Wish(told.title, ORDINARY, told.tax_number))
        try:
            request = _new(contract, order_id, wish, PLATFORM, at, person=None)
        except NotFound:  # its lines wait in quarantine
            continue
        facts = {"order": order_id, "kind": wish.kind, "request": request.pk}
        record(contract, at, "invoice.told", facts, org_id=org_id)
    if wishes:
        set_invoice_duties(contract, at=at)
    return len(wishes)


@transaction.atomic
def correct_request(
    *, person: Person, at: datetime, code: str, request_id: int, wish: Wish
) -> InvoiceRequest:
    """Write the title, tax number or address as the buyer says now, as long as nothing is issued."""
    contract = check_may_ask(person, code)
    request = get_request(contract.pk, request_id, lock=True)
    _check_open(request)
    wish = trimmed(wish)
    if wrong := check_wish(wish):
        raise UnableToInvoice.of(wrong[0])
    request.kind, request.problems = wish.kind, []
    request.sealed = seal_wish(wish, contract_id=contract.pk, order_id=request.order_id)
    request.save(update_fields=["kind", "problems", "sealed"])
    record(
        contract, at, "invoice.corrected", {"order": request.order_id, "request": request.pk}, person=person
    )
    return request


@transaction.atomic
def decline_request(
    *, person: Person, at: datetime, code: str, request_id: int, reason: str
) -> InvoiceRequest:
    """Say that no invoice is issued on a request, and why; the buyer may ask again."""
    contract = check_may_issue(person, code, at)
    request = get_request(contract.pk, request_id, lock=True)
    _check_open(request)
    if not (reason := reason.strip()[:500]):
        raise UnableToInvoice(
            say("没有写理由"), code="REASON_MISSING", remedy=say("一句话即可，申请人看得到。")
        )
    request.state, request.reason, request.closed_at = DECLINED, reason, at
    request.save(update_fields=["state", "reason", "closed_at"])
    facts = {"order": request.order_id, "request": request.pk, "reason_sha256": text_digest(reason)}
    record(contract, at, "invoice.declined", facts, person=person)
    set_invoice_duties(contract, at=at)
    return request


def _check_open(request: InvoiceRequest) -> None:
    if request.state != ASKED:
        raise UnableToInvoice(
            say("这份申请不在等着开"), code="REQUEST_WRONG_STATE", remedy=say("请刷新页面看它现在怎样。")
        )
