"""The queue of requests as the page and the API list it: views, search, one page after the other."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from paidang.contracts.queries.kept import kept
from paidang.invoices.models import BuyerInvoice, InvoiceDays, InvoicedItem, InvoiceRequest
from paidang.invoices.queries.money import list_red_due
from paidang.invoices.rules.amounts import RedDue
from paidang.invoices.rules.delivery import Document
from paidang.invoices.rules.states import ASKED, DAYS, DELIVERED, DONE, ISSUED, OPEN, SENT, TAKEN_BACK
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.stores.models import StoreOrder

TO_ISSUE, RED, TO_DELIVER, FINISHED, ALL = "", "red", "issued", "delivered", "all"
VIEWS = (TO_ISSUE, RED, TO_DELIVER, FINISHED, ALL)
_STATES = {TO_ISSUE: (ASKED, SENT), TO_DELIVER: (ISSUED,), FINISHED: (DELIVERED, TAKEN_BACK)}
PAGE = 50
ROWS_AN_ITEM = 50
"""An invoice's item is set against lines, refunds, charges and what was issued before: as much as so many rows."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is asked for. `text`: an order's or an invoice's number, from its beginning."""

    contract_id: int
    view: str = TO_ISSUE
    text: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Some requests, the one that is due first before the others; how many each view has; what is to be taken back."""

    rows: list[InvoiceRequest]
    has_next: bool
    counts: Mapping[str, int]
    red: Mapping[int, RedDue] = field(default_factory=dict)
    """By request."""


def list_requests(wanted: Wanted, *, before: int = 0, most: int = PAGE) -> Page:
    """A page; `before`: the id of the last one of the page before it, which it goes on after."""
    due = _red_due(wanted.contract_id)
    owners = dict(BuyerInvoice.objects.filter(pk__in=list(due)).values_list("pk", "request_id"))
    red = {owners[pk]: found for pk, found in due.items()}
    rows = _found(wanted, list(red))
    order = "pk" if wanted.view in (TO_ISSUE, RED) else "-pk"
    if before:
        rows = rows.filter(pk__gt=before) if order == "pk" else rows.filter(pk__lt=before)
    page = list(rows.select_related("contract", "asked_by").order_by(order)[: most + 1])
    return Page(page[:most], len(page) > most, _counts(wanted.contract_id, len(red)), red)


def _red_due(contract_id: int) -> Mapping[int, RedDue]:
    """What is to be taken back; of many invoices as it was a moment ago: each of their items is set against the facts."""
    items = InvoicedItem.objects.filter(contract_id=contract_id)
    return kept(
        [contract_id], ("red due",), lambda: list_red_due(contract_id), rows=lambda _due: items.count() * ROWS_AN_ITEM
    )  # fmt: skip


def iter_requests(wanted: Wanted) -> Iterator[InvoiceRequest]:
    """All that the list would show."""
    red = list_red_due(wanted.contract_id) if wanted.view == RED else {}
    owners = BuyerInvoice.objects.filter(pk__in=list(red)).values_list("request_id", flat=True)
    return _found(wanted, list(owners)).order_by("pk").iterator(chunk_size=1000)


def _found(wanted: Wanted, red: Sequence[int]) -> QuerySet[InvoiceRequest]:
    rows = InvoiceRequest.objects.filter(contract_id=wanted.contract_id)
    if wanted.view == RED:
        rows = rows.filter(pk__in=red)
    elif wanted.view in _STATES:
        rows = rows.filter(state__in=_STATES[wanted.view])
    if wanted.text:
        numbered = BuyerInvoice.objects.filter(
            contract_id=wanted.contract_id, number__startswith=wanted.text
        ).values("request_id")
        rows = rows.filter(Q(order_id__startswith=wanted.text) | Q(pk__in=numbered))
    return rows


def _counts(contract_id: int, red: int) -> dict[str, int]:
    states = dict(
        InvoiceRequest.objects.filter(contract_id=contract_id)
        .values_list("state")
        .annotate(n=Count("pk"))
        .values_list("state", "n")
    )
    found = {view: sum(states.get(state, 0) for state in states_of) for view, states_of in _STATES.items()}
    return found | {RED: red, ALL: sum(states.values())}


def list_requests_of(contract_id: int, order_id: str) -> list[InvoiceRequest]:
    """What was asked for an order, the first one first."""
    return list(InvoiceRequest.objects.filter(contract_id=contract_id, order_id=order_id).order_by("pk"))


def get_request(contract_id: int, request_id: int, *, lock: bool = False) -> InvoiceRequest:
    """One request; NotFound if there is none that this organisation may see."""
    found = InvoiceRequest.objects.select_related("contract", "asked_by")
    if lock:
        found = found.select_for_update(of=("self",))
    try:
        return found.get(contract_id=contract_id, pk=request_id)
    except InvoiceRequest.DoesNotExist:
        raise NotFound(say("没有这份开票申请")) from None


def get_invoice(contract_id: int, invoice_id: int, *, lock: bool = False) -> BuyerInvoice:
    """One invoice; NotFound if there is none that this organisation may see."""
    found = BuyerInvoice.objects.select_related("request__contract", "reverses", "issued_by")
    if lock:
        found = found.select_for_update(of=("self",))
    try:
        return found.get(contract_id=contract_id, pk=invoice_id)
    except BuyerInvoice.DoesNotExist:
        raise NotFound(say("没有这张发票")) from None


def get_documents(request_ids: Collection[int]) -> dict[int, list[Document]]:
    """What was issued on each of these requests, red letters too; not what a service has not answered or did not issue."""
    found: dict[int, list[Document]] = {pk: [] for pk in request_ids}
    rows = BuyerInvoice.objects.filter(request_id__in=list(request_ids), state=DONE).order_by("pk")
    for request_id, pk, fen, at, reverses in rows.values_list(
        "request_id", "pk", "amount_fen", "delivered_at", "reverses_id"
    ):
        found[request_id].append(Document(pk, fen, at is not None, reverses))
    return found


def first_due(contract_id: int) -> InvoiceRequest | None:
    """The open request that is due first."""
    return (
        InvoiceRequest.objects.filter(contract_id=contract_id, state__in=OPEN)
        .order_by("due_on", "pk")
        .first()
    )


def count_open(contract_id: int) -> int:
    """How many requests wait to be issued."""
    return InvoiceRequest.objects.filter(contract_id=contract_id, state__in=OPEN).count()


def days_of(contract_id: int) -> int:
    """In how many days a request is to be issued."""
    agreed = InvoiceDays.objects.filter(contract_id=contract_id).values_list("days", flat=True).first()
    return agreed or DAYS


def list_untaken(contract_id: int, *, most: int) -> list[str]:
    """Paid orders whose buyers asked their platforms for an invoice, of which no request was made yet."""
    made = InvoiceRequest.objects.filter(contract_id=OuterRef("contract_id"), order_id=OuterRef("order_id"))
    found = StoreOrder.objects.filter(contract_id=contract_id, asks_invoice=True, paid_at__isnull=False)
    return list(found.exclude(Exists(made)).order_by("pk").values_list("order_id", flat=True)[:most])
