"""One order: the drawer beside the list, or the list with the drawer open; its breaches explained here."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.channels.link.documents import Receiver
from paidang.contracts.models import IN_FORCE
from paidang.contracts.queries import get_contract
from paidang.invoices.queries.listing import list_requests_of
from paidang.invoices.rules.states import REQUEST_STATES
from paidang.kit.period import day_of
from paidang.orders.actions import explain_breach
from paidang.orders.rules.states import REFUNDED
from paidang.portal.queries.order import Order, get_order
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views import drawer
from paidang.portal.views.asking import person_of
from paidang.portal.views.order_cases import cases_of_order
from paidang.portal.views.order_clock import clock_of_order
from paidang.portal.views.order_lines import money_lines, tax_clause
from paidang.portal.views.order_past import changes_of, events_of
from paidang.portal.views.order_shown import OPEN, work_context, work_moments
from paidang.portal.views.order_told import told_context, told_moments
from paidang.portal.views.orders import list_context, query_of, state_of
from paidang.portal.views.prices import declare_url
from paidang.portal.views.statement_lines import called, month_words
from paidang.settlement.rules.terms import RECOGNITIONS
from paidang.stores.queries import told_of
from paidang.stores.queries.receivers import order_state
from paidang.team.models import Person


@login_required
@require_GET
def order(request: HttpRequest, code: str, order_id: str) -> HttpResponse:
    """The drawer for htmx; by its address, the list with the drawer open."""
    found = get_order(get_contract(code), order_id)
    if drawer.is_for_drawer(request):
        return drawer.answer(request, "portal/order_drawer.html", drawer_context(request, found))
    context = list_context(request)
    return drawer.answer(request, "portal/orders.html", context | drawer_context(request, found))


@login_required
@require_POST
def order_explain(request: HttpRequest, code: str, order_id: str) -> HttpResponse:
    """Write why the order was sold below the floor."""
    person = request.user
    assert isinstance(person, Person)
    found = get_order(get_contract(code), order_id)
    explain_breach(
        person=person,
        at=timezone.now(),
        breach_ids=[breach.pk for breach in found.breaches if not breach.explained_at],
        explanation=request.POST.get("explanation", ""),
    )
    return redirect(reverse("portal:order", args=[code, order_id]) + query_of(request))


def state_key(found: Order) -> str:
    """The state by `orders.rules.states`, with what the platform says; a refund of a part is told apart."""
    state = order_state(found.contract, found.order_id)
    return "part_refunded" if found.refunds and state != REFUNDED else state


def drawer_context(request: HttpRequest, found: Order, receiver: Receiver | None = None) -> dict[str, Any]:
    """Everything the drawer shows; `receiver` where somebody has just asked to see who gets the goods."""
    person, contract = request.user, found.contract
    assert isinstance(person, Person)
    state = state_key(found)
    money, terms = found.money, found.terms
    back = reverse("portal:orders")
    query = request.META.get("QUERY_STRING", "")
    told = told_of(contract.pk, found.order_id, whole=False)
    open_breaches = [breach for breach in found.breaches if not breach.explained_at]
    return {
        "found": found,
        "contract_url": reverse("portal:contract", args=[contract.code]),
        "called": {"a": called("a", contract), "b": called("b", contract)},
        "order_state": state_of(state),
        "clock": clock_of_order(found, timezone.now()) if state in OPEN else None,
        "close_url": f"{back}?{query}" if query else back,
        "explain_url": reverse("portal:order_explain", args=[contract.code, found.order_id])
        + query_of(request),
        "may_explain": bool(open_breaches)
        and contract.agency_id == person.org_id
        and person.may("import_facts"),
        "buyer_invoices": [
            (one, worded(REQUEST_STATES[one.state])) for one in list_requests_of(contract.pk, found.order_id)
        ],
        "ask_invoice_url": _ask_invoice_url(request, found),
        "unpriced": [(found.called(sku), declare_url(contract, sku)) for sku in unpriced_skus(found)],
        "lines": money_lines(found),
        "money": money,
        "counts_profit": bool(terms and terms.profit_counts),
        "share_a": money.profit - money.part_b
        if money and money.profit is not None and money.part_b is not None
        else None,
        "counting": counting(found),
        "counting_clause": (found.in_force.sources.get("recognition") or "") if found.in_force else "",
        "share_clause": _share_clause(found),
        "tax_clause": tax_clause(found),
        **cases_of_order(request, found),
        "changes": changes_of(found),
        "events": events_of(found, state, [*work_moments(found), *(told_moments(told) if told else [])]),
        **work_context(request, found, state, receiver),
        **(told_context(request, found, told) if told else {}),
    }


def _ask_invoice_url(request: HttpRequest, found: Order) -> str:
    """Where the buyer's wish for an invoice is written down; "" for who may not."""
    contract = found.contract
    if contract.state != IN_FORCE or not person_of(request).may("ask_invoice"):
        return ""
    asked = urlencode({"contract": contract.code, "order": found.order_id})
    return f"{reverse('portal:invoices')}?{asked}#ask"


def unpriced_skus(found: Order) -> list[str]:
    """The goods of the order whose lines wait for a factory price."""
    if not found.money or not found.terms or not found.terms.profit_counts:
        return []
    return sorted({line.sku for line in found.lines if f"line:{line.line_id}" not in found.money.rows})


def _share_clause(found: Order) -> str:
    share = found.terms.profit_share if found.terms else None
    return share.clause if share else ""


def counting(found: Order) -> dict[str, str]:
    """In which statement the order counts, or when it will: {text, url}."""
    statements = {
        statement.pk: statement
        for line in found.lines
        if (statement := found.statements.get(f"line:{line.line_id}"))
    }
    if statements:
        last = max(statements.values(), key=lambda statement: statement.month)
        url = reverse("portal:statement", args=[found.contract.code, last.month])
        return {"text": _("已计入 %(month)s对账单") % {"month": month_words(last.month)}, "url": url}
    if not found.terms:
        return {"text": _("付款那个月没有生效的约定，不计入对账单"), "url": ""}
    later, since = {
        "paid": (_("付款后计入对账单"), _("%(day)s 付款，下次关账时计入")),
        "shipped": (_("发货后计入对账单"), _("%(day)s 发货，下次关账时计入")),
        "completed": (_("签收后计入对账单"), _("%(day)s 签收，下次关账时计入")),
    }[found.terms.recognition]
    times = [getattr(line, RECOGNITIONS[found.terms.recognition]) for line in found.lines]
    if not all(times):
        return {"text": later, "url": ""}
    day = f"{day_of(max(times)):%m-%d}"
    return {"text": since % {"day": day}, "url": ""}
