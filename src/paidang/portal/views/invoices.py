"""发票: what buyers asked for and what became of it, as a list with views; one request with its invoices in the drawer."""

from collections.abc import Collection, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paidang.catalog.queries.names import titles_of
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.invoices.actions.recording import issuer_of
from paidang.invoices.models import BuyerInvoice, InvoiceRequest, InvoiceService
from paidang.invoices.queries.buyers import open_wish
from paidang.invoices.queries.listing import (
    ALL,
    FINISHED,
    RED,
    TO_DELIVER,
    TO_ISSUE,
    VIEWS,
    Wanted,
    days_of,
    get_documents,
    get_request,
    list_requests,
)
from paidang.invoices.queries.money import get_rates, list_items, list_red_due, rates_of
from paidang.invoices.rules.amounts import RATES
from paidang.invoices.rules.delivery import Document, to_deliver
from paidang.invoices.rules.states import (
    ASKED,
    DONE,
    FAILED,
    INVOICE_STATES,
    ISSUED,
    OPEN,
    REQUEST_STATES,
    TAKEN_BACK,
)
from paidang.invoices.rules.wishes import KINDS, SOURCES
from paidang.kit.money import percent, yuan
from paidang.kit.period import day_of
from paidang.kit.written import whole_in
from paidang.portal.queries import list_living
from paidang.portal.templatetags.paidang import moment_text, worded
from paidang.portal.views import drawer
from paidang.portal.views.asking import person_of
from paidang.portal.views.invoice_link import link_to
from paidang.portal.views.price_tabs import contract_of
from paidang.portal.views.statement_lines import called

TEXT_MAX = 120
KEPT = ("contract", "view", "q")
LOOKS = {
    "asked": "warn",
    "sent": "info",
    "issued": "info",
    "delivered": "ok",
    "taken_back": "",
    "declined": "",
}


@login_required
@require_GET
def invoices(request: HttpRequest) -> HttpResponse:
    """The page. `?view=` a saved view, `?q=` the beginning of a number, `?before=` the place in the list."""
    contract = contract_of(request)
    if contract is None:
        living = list_living(request)
        return render(request, "portal/invoices.html", {"contracts": living})
    return render(request, "portal/invoices.html", list_context(request, contract))


@login_required
@require_GET
def invoice_request(request: HttpRequest, code: str, request_id: int) -> HttpResponse:
    """One request: the drawer for htmx; by its address, the list with the drawer open."""
    contract = get_contract(code)
    context = drawer_context(request, get_request(contract.pk, request_id))
    if drawer.is_for_drawer(request):
        return drawer.answer(request, "portal/invoice_drawer.html", context)
    return drawer.answer(request, "portal/invoices.html", list_context(request, contract) | context)


def query_of(request: HttpRequest, contract: Contract, **changes: str) -> str:
    """The address's query with the contract, and some of it changed."""
    kept = {key: request.GET[key] for key in KEPT if request.GET.get(key)} | {"contract": contract.code}
    return "?" + urlencode({key: value for key, value in (kept | changes).items() if value})


def wanted_of(request: HttpRequest, contract: Contract) -> Wanted:
    """What the address asks for; what is no view asks for the first."""
    asked = request.GET
    view = asked.get("view", TO_ISSUE)
    return Wanted(contract.pk, view if view in VIEWS else TO_ISSUE, asked.get("q", "").strip()[:TEXT_MAX])


def rights_of(request: HttpRequest, contract: Contract) -> dict[str, bool]:
    """What the person may do here; issuing is the side's that owes buyers their invoices, the days are the other's."""
    person, issuer = person_of(request), issuer_of(contract, timezone.now())
    is_issuer = contract.side_of(person.org_id) == issuer
    issues = person.may("issue_invoice")
    return {"ask": person.may("ask_invoice"), "issue": is_issuer and issues, "days": not is_issuer and issues}


def list_context(request: HttpRequest, contract: Contract) -> dict[str, Any]:
    """What the list shows; also behind an open drawer."""
    wanted, path, before = (
        wanted_of(request, contract),
        reverse("portal:invoices"),
        request.GET.get("before", ""),
    )
    page = list_requests(wanted, before=whole_in(before))
    today = day_of(timezone.now())
    rates = get_rates(contract.pk)
    documents = get_documents([one.pk for one in page.rows if one.state == ISSUED])
    return {
        "contract": contract,
        "picked": contract,
        "wanted": wanted,
        "any": bool(page.counts[ALL]) or bool(wanted.text),
        "views": _views(request, contract, wanted, page.counts),
        "rows": [
            {
                "request": one,
                "url": reverse("portal:invoice_request", args=[contract.code, one.pk])
                + query_of(request, contract),
                "state": state_of(one, documents.get(one.pk, [])),
                "kind": worded(KINDS[one.kind]),
                "is_late": one.state in OPEN and one.due_on < today,
                "is_open": one.state in OPEN,
                "red": page.red[one.pk].amount_fen if one.pk in page.red else 0,
            }
            for one in page.rows
        ],
        "without_filters": path + query_of(request, contract, q=""),
        "next_url": path + query_of(request, contract, before=str(page.rows[-1].pk)) if page.has_next else "",
        "first_url": path + query_of(request, contract) if before else "",
        "may": rights_of(request, contract),
        "service": InvoiceService.objects.filter(contract=contract).first(),
        "issuer": called(issuer_of(contract, timezone.now()), contract),
        "days": days_of(contract.pk),
        "rates": [
            (one.sku, percent(f"{one.rate / 10_000}"), one.goods_name) for _sku, one in sorted(rates.items())
        ],
        "rate_choices": [(one, percent(f"{one / 10_000}")) for one in RATES],
        "kinds": [(key, worded(word)) for key, word in KINDS.items()],
        "today": today,
        "asked_order": request.GET.get("order", "")[:255],
    }


def _views(request: HttpRequest, contract: Contract, wanted: Wanted, counts: Any) -> list[dict[str, Any]]:
    words = {
        TO_ISSUE: _("待开"), RED: _("待红冲"), TO_DELIVER: _("待交付"), FINISHED: _("已办完"), ALL: _("全部"),
    }  # fmt: skip
    return [
        {
            "word": word,
            "url": reverse("portal:invoices") + query_of(request, contract, view=key),
            "n": counts[key],
            "bad": key == RED,
            "current": key == wanted.view,
        }
        for key, word in words.items()
    ]


def state_of(one: InvoiceRequest, documents: Sequence[Document]) -> tuple[str, str]:
    """(look, word) of a request; one that cannot be issued as it is says so, and one of which only red letters are owed."""
    if one.state == ASKED and one.problems:
        return "bad", _("信息有误")
    owed = to_deliver(documents)
    if owed and all(each.reverses for each in documents if each.id in owed):
        return "warn", _("红字待交付")
    return LOOKS[one.state], worded(REQUEST_STATES[one.state])


def drawer_context(request: HttpRequest, one: InvoiceRequest) -> dict[str, Any]:
    """What the drawer shows of a request: who buys, what is invoiced, each invoice with what may be done about it."""
    contract, may = one.contract, rights_of(request, one.contract)
    items = list_items(contract.pk, one.order_id)
    red = list_red_due(contract.pk, among=[item.item for item in items])
    made = list(
        BuyerInvoice.objects.filter(request=one)
        .select_related("issued_by", "reverses")
        .defer("content")
        .prefetch_related("rows")
        .order_by("pk")
    )
    _rates, missing = rates_of(items, get_rates(contract.pk))
    titles = titles_of(contract, {item.sku for item in items})
    documents = get_documents([one.pk])[one.pk]
    owed = to_deliver(documents)
    return {
        "asked": one,
        "contract": contract,
        "asked_state": state_of(one, documents),
        "asked_kind": worded(KINDS[one.kind]),
        "asked_source": worded(SOURCES[one.source]),
        "asked_problems": [
            f"{worded(each['reason'])}{_('。')}{worded(each['remedy'])}" for each in one.problems
        ],
        "wish": open_wish(one) if may["ask"] else None,
        "items": [(item, titles.get(item.sku, item.sku)) for item in items if item.kept_fen > 0],
        "missing": missing,
        "made": [
            _made(
                request, invoice, red.get(invoice.pk), _taken_fen(invoice, made), is_owed=invoice.pk in owed
            )
            for invoice in made
        ],
        "close_url": reverse("portal:invoices") + query_of(request, contract),
        "order_url": reverse("portal:order", args=[contract.code, one.order_id]),
        "is_asked": one.state == ASKED,
        "again_url": reverse("portal:invoices") + query_of(request, contract, order=one.order_id) + "#ask"
        if one.state == TAKEN_BACK and any(item.kept_fen > 0 for item in items)
        else "",
        "issuer": called(issuer_of(contract, timezone.now()), contract),
        "has_service": InvoiceService.objects.filter(contract=contract).exists(),
        "may": may,
        "kinds": [(key, worded(word)) for key, word in KINDS.items()],
        "today": day_of(timezone.now()),
        "events": _events(one, made, owed),
    }


def _taken_fen(invoice: BuyerInvoice, made: Sequence[BuyerInvoice]) -> int:
    """What red letters took back of an invoice."""
    return sum(one.amount_fen for one in made if one.reverses_id == invoice.pk and one.state != FAILED)


def _made(
    request: HttpRequest, invoice: BuyerInvoice, due: Any, taken_fen: int, *, is_owed: bool
) -> dict[str, Any]:
    is_done = invoice.state == DONE
    return {
        "invoice": invoice,
        "state": worded(INVOICE_STATES[invoice.state]),
        "differences": [worded(each) for each in invoice.differences],
        "problem": worded(invoice.problem["reason"]) if invoice.problem else "",
        "red_due": due.amount_fen if due else 0,
        "link": link_to(request, invoice) if invoice.sha256 and (is_owed or invoice.delivered_at) else "",
        "is_done": is_done,
        "is_owed": is_owed,
        "delivery": _delivery(invoice, is_owed=is_owed) if is_done else ("", ""),
        "is_reversible": is_done and invoice.reverses_id is None and taken_fen < invoice.amount_fen,
    }


def _delivery(invoice: BuyerInvoice, *, is_owed: bool) -> tuple[str, str]:
    """(look, word) of whether the buyer has the document."""
    if invoice.delivered_at:
        return "ok", _("已交付")
    return ("warn", _("待交付")) if is_owed else ("", _("没有发出就全部红冲了，不用交付"))


def _events(one: InvoiceRequest, made: list[BuyerInvoice], owed: Collection[int]) -> list[dict[str, str]]:
    """What happened, the newest first; what comes next dashed on top."""
    side = one.contract.side_of
    asker = one.asked_by
    found = [
        (
            one.asked_at,
            _("买家要发票"),
            asker.name if asker else worded(SOURCES[one.source]),
            side(asker.org_id) if asker else "",
        )
    ]
    for invoice in made:
        words = {"number": invoice.number or "—", "fen": yuan(invoice.amount_fen)}
        word = _("红冲 %(number)s %(fen)s") if invoice.reverses_id else _("开具 %(number)s %(fen)s")
        by = invoice.issued_by
        found.append((invoice.issued_at, word % words, by.name, side(by.org_id)))
        if invoice.delivered_at:
            how = _("邮件发给买家") if invoice.delivered_how == "mail" else _("登记已交付")
            found.append((invoice.delivered_at, how, invoice.number, ""))
    if one.closed_at and one.reason:
        found.append((one.closed_at, _("不开"), one.reason, "a"))
    events = [
        {"word": word, "hint": f"{moment_text(at)} · {who}", "kind": kind, "url": ""}
        for at, word, who, kind in sorted(found, key=lambda each: each[0], reverse=True)
    ]
    if one.state in OPEN:
        hint = _("%(day)s 前") % {"day": f"{one.due_on:%m-%d}"}
        events.insert(0, {"word": _("开具并交付"), "hint": hint, "kind": "next", "url": ""})
    for invoice in made:
        if invoice.pk in owed:
            word = _("交付红字发票") if invoice.reverses_id else _("交付发票")
            events.insert(0, {"word": word, "hint": invoice.number, "kind": "next", "url": ""})
    return events
