"""Buyers' invoices: what was asked for, asking, recording what was issued, red letters, handing to the e-invoice service."""

from collections.abc import Collection
from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, File, Form, Query, Router
from ninja.files import UploadedFile

from paidang.api.rules.cursors import cursor_of, number_of
from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import Asked, Code, Cursor, Id, Limit, Moment, Shape, said
from paidang.api.views.token import person_of
from paidang.contracts.queries import get_contract
from paidang.duties.actions import Proof
from paidang.invoices import actions
from paidang.invoices.actions.issuing import Paper
from paidang.invoices.models import BuyerInvoice, InvoiceRequest
from paidang.invoices.queries.listing import VIEWS, Wanted, get_documents, get_request, list_requests
from paidang.invoices.queries.money import list_invoices_of
from paidang.invoices.rules.delivery import to_deliver
from paidang.invoices.rules.wishes import PROGRAM, Wish

router = Router(tags=["invoices"])
LISTING = "invoice_requests"
SHOWN = "|".join(view for view in VIEWS if view)
Issuing = (
    "CONTRACT_NOT_IN_FORCE", "REQUEST_WRONG_STATE", "RATE_MISSING", "NOTHING_TO_INVOICE", "NUMBER_WRONG", "DAY_MISSING",
    "AMOUNT_TOO_LARGE", "NUMBER_USED", "INVOICE_DIFFERS", "FILE_REFUSED", "TAX_NUMBER_WRONG", "TITLE_WRONG",
)  # fmt: skip


class InvoiceOut(Shape):
    """An invoice, or with `takes_back` a red letter; amounts above zero, tax included. `is_to_deliver`: the buyer has still
    to get it; not of an invoice that was taken back whole before it went out, nor of its red letters.
    """

    id: int
    state: str
    number: str
    issued_on: date | None
    amount_fen: int
    tax_fen: int
    takes_back: str
    sha256: str
    differences: list[str]
    delivered_at: Moment | None
    is_to_deliver: bool


class RequestOut(Shape):
    """A buyer's request. Nothing about the buyer is answered; `red_due_fen` is what is to be taken back."""

    id: int
    order_id: str
    store: str
    kind: str
    source: str
    state: str
    amount_fen: int
    due_on: date
    problems: list[str]
    red_due_fen: int
    invoices: list[InvoiceOut]


class Requests(Shape):
    """A page of requests."""

    items: list[RequestOut]
    next_cursor: str | None


class RequestFilters(Shape):
    view: Annotated[
        str, Field(pattern=f"^({SHOWN})?$", description=f"{SHOWN}; those to be issued without it")
    ] = ""
    q: Annotated[
        str, Field(max_length=120, description="the beginning of an order's or invoice's number")
    ] = ""


class WishIn(Asked):
    order_id: str = Field(min_length=1, max_length=255)
    title: str = Field(min_length=1, max_length=100)
    kind: Literal["ordinary", "special"] = "ordinary"
    tax_number: str = Field(
        "", max_length=30, description="15, 18 or 20 characters, checked by its own digits"
    )
    email: str = Field("", max_length=120)
    phone: str = Field("", max_length=20)


def _invoice(one: BuyerInvoice, owed: Collection[int] | None = None) -> InvoiceOut:
    if owed is None:
        owed = to_deliver(get_documents([one.request_id])[one.request_id])
    return InvoiceOut(
        id=one.pk, state=one.state, number=one.number, issued_on=one.issued_on, amount_fen=one.amount_fen,
        tax_fen=one.tax_fen, takes_back=one.reverses.number if one.reverses else "", sha256=one.sha256,
        differences=[said(each) for each in one.differences], delivered_at=one.delivered_at,
        is_to_deliver=one.pk in owed,
    )  # fmt: skip


def _request(one: InvoiceRequest, red_due_fen: int = 0) -> RequestOut:
    made = [each for each in list_invoices_of(one.contract_id, one.order_id) if each.request_id == one.pk]
    owed = to_deliver(get_documents([one.pk])[one.pk])
    return RequestOut(
        id=one.pk, order_id=one.order_id, store=one.store, kind=one.kind, source=one.source, state=one.state,
        amount_fen=one.amount_fen, due_on=one.due_on, problems=[said(each["reason"]) for each in one.problems],
        red_due_fen=red_due_fen, invoices=[_invoice(each, owed) for each in made],
    )  # fmt: skip


@reads(router, "/contracts/{code}/invoice-requests", Requests, errors=("422 CURSOR_UNKNOWN",))
def list_invoice_requests(
    request: HttpRequest, code: Code, filters: Query[RequestFilters], cursor: Cursor = "", limit: Limit = 50
) -> Requests:
    """What buyers asked for, and what became of it."""
    wanted = Wanted(get_contract(code).pk, filters.view, filters.q.strip())
    page = list_requests(wanted, before=number_of(LISTING, cursor) or 0, most=limit)
    return Requests(
        items=[_request(one, page.red[one.pk].amount_fen if one.pk in page.red else 0) for one in page.rows],
        next_cursor=cursor_of(LISTING, str(page.rows[-1].pk)) if page.has_next else None,
    )


@acts(
    router, "/contracts/{code}/invoice-requests", RequestOut, verbs=["ask_invoice"], act=actions.ask_invoice,
    errors=(
        "CONTRACT_NOT_IN_FORCE", "INVOICE_ASKED", "NOTHING_TO_INVOICE", "INVOICE_KIND", "TITLE_WRONG", "TAX_NUMBER_MISSING",
        "TAX_NUMBER_WRONG", "EMAIL_WRONG", "PHONE_WRONG",
    ),
)  # fmt: skip
def ask_for_invoice(request: HttpRequest, code: Code, body: WishIn) -> RequestOut:
    """A buyer wants an invoice for an order."""
    wish = Wish(body.title, body.kind, body.tax_number, body.email, body.phone)
    return _request(
        actions.ask_invoice(
            person=person_of(request), at=timezone.now(), code=code, order_id=body.order_id, wish=wish, source=PROGRAM
        )
    )  # fmt: skip


@acts(
    router, "/contracts/{code}/invoice-requests/{request_id}/invoices", RequestOut, verbs=["issue_invoice"],
    act=actions.issue_invoice, errors=Issuing,
)  # fmt: skip
def issue_one_invoice(
    request: HttpRequest,
    code: Code,
    request_id: Id,
    number: Annotated[str, Form(max_length=20)] = "",
    issued_on: Annotated[date | None, Form()] = None,
    reason: Annotated[str, Form(max_length=500, description="where it is not what was to be issued")] = "",
    file: Annotated[
        UploadedFile | None, File(description="OFD, PDF or XML; what it says need not be given")
    ] = None,
) -> RequestOut:
    """Record the invoice that was issued on a request."""
    proof = Proof(file.name or "", file.read()) if file else None
    paper = Paper(number, issued_on, None, proof, reason)
    actions.issue_invoice(
        person=person_of(request), at=timezone.now(), code=code, request_id=request_id, paper=paper
    )
    return _request(get_request(get_contract(code).pk, request_id))


@acts(
    router, "/contracts/{code}/invoices/{invoice_id}/red", InvoiceOut, verbs=["issue_invoice"], act=actions.take_back,
    errors=(*Issuing, "NOT_REVERSIBLE", "NOTHING_TO_TAKE_BACK", "RED_DIFFERS", "REASON_MISSING"),
)  # fmt: skip
def take_invoice_back(
    request: HttpRequest,
    code: Code,
    invoice_id: Id,
    number: Annotated[str, Form(max_length=20)] = "",
    issued_on: Annotated[date | None, Form()] = None,
    whole: Annotated[bool, Form(description="all that is left of it, which needs a reason")] = False,
    reason: Annotated[str, Form(max_length=500)] = "",
    file: Annotated[UploadedFile | None, File()] = None,
) -> InvoiceOut:
    """Record the red-letter invoice for what was refunded of an invoice."""
    proof = Proof(file.name or "", file.read()) if file else None
    paper = Paper(number, issued_on, None, proof, reason)
    return _invoice(
        actions.take_back(
            person=person_of(request), at=timezone.now(), code=code, invoice_id=invoice_id, paper=paper, is_whole=whole
        )
    )  # fmt: skip


@acts(
    router, "/contracts/{code}/invoices/{invoice_id}/delivered", InvoiceOut, verbs=["ask_invoice"],
    act=actions.deliver_invoice, errors=("CONTRACT_NOT_IN_FORCE", "FILE_MISSING"),
)  # fmt: skip
def deliver_one_invoice(request: HttpRequest, code: Code, invoice_id: Id) -> InvoiceOut:
    """The buyer has the invoice."""
    return _invoice(
        actions.deliver_invoice(
            person=person_of(request), at=timezone.now(), code=code, invoice_id=invoice_id
        )
    )
