"""Where is delivered to, by when goods must leave, who is a direct customer, and an order of one of them."""

from datetime import datetime, time

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.intake.actions.direct import DirectLine, UnableToSellDirectly, enter_direct_order
from paidang.kit.period import SHANGHAI, day_of
from paidang.kit.sentence import say
from paidang.kit.written import whole_in
from paidang.orders import actions
from paidang.orders.actions.allowed import may_handle
from paidang.orders.queries.customers import buying_customers, list_areas, list_customers
from paidang.orders.queries.listing import list_stores
from paidang.portal.views.asking import day_from, fen_from, person_of
from paidang.portal.views.order_clock import limits_context
from paidang.portal.views.orders import contracts_of

LINES = range(1, 4)


def _url(code: str) -> str:
    return f"{reverse('portal:order_rules')}?contract={code}"


@login_required
@require_GET
def order_rules(request: HttpRequest) -> HttpResponse:
    """The page, of one contract."""
    contracts, person = contracts_of(request), person_of(request)
    contract = contracts[0] if contracts else None
    context: dict[str, object] = {"contract": contract, "choices": contracts if len(contracts) > 1 else []}
    if contract:
        context |= {
            "areas": list_areas(contract.pk),
            "stores": list_stores([contract.pk]),
            "customers": [
                {"customer": one, "may_confirm": one.named_by.org_id != person.org_id}
                for one in list_customers(contract.pk)
            ],
            "buying": buying_customers(contract.pk),
            "may_handle": may_handle(person, contract),
            "may_set_area": contract.agency_id == person.org_id and may_handle(person, contract),
            "may_sell": contract.agency_id == person.org_id and person.may("import_facts"),
            "line_numbers": LINES,
            "today": day_of(timezone.now()),
            **limits_context(contract, day_of(timezone.now())),
        }
    return render(request, "portal/order_rules.html", context)


@login_required
@require_POST
def order_area(request: HttpRequest, code: str) -> HttpResponse:
    """Say where is delivered to."""
    asked = request.POST
    places = asked.get("provinces", "").replace("、", " ").replace("，", " ").replace(",", " ").split()
    actions.set_area(
        person=person_of(request), at=timezone.now(), code=code, store=asked.get("store", ""), provinces=places,
        same_city=asked.get("same_city", ""),
    )  # fmt: skip
    messages.success(request, _("配送范围已定，之后进来的订单照它核对。"))
    return redirect(_url(code))


@login_required
@require_POST
def order_customer(request: HttpRequest, code: str) -> HttpResponse:
    """Name, confirm or end a direct customer."""
    person, now, asked = person_of(request), timezone.now(), request.POST
    number = asked.get("customer", "")
    customer_id = whole_in(number)
    if asked.get("act") == "confirm":
        customer = actions.confirm_customer(person=person, at=now, code=code, customer_id=customer_id)
        messages.success(request, _("已确认 %(name)s，可以接它的线下订单了。") % {"name": customer.name})
    elif asked.get("act") == "end":
        customer = actions.end_customer(person=person, at=now, code=code, customer_id=customer_id)
        messages.success(request, _("%(name)s 的线下订单不再接了。") % {"name": customer.name})
    else:
        customer = actions.name_customer(
            person=person, at=now, code=code, name=asked.get("name", ""), note=asked.get("note", "")
        )
        messages.success(request, _("已提名 %(name)s，等对方确认。") % {"name": customer.name})
    return redirect(_url(code))


@login_required
@require_POST
def order_direct(request: HttpRequest, code: str) -> HttpResponse:
    """Write an order of a direct customer down: fields `sku-1`, `quantity-1`, `price-1` and so on."""
    asked = request.POST
    day = day_from(asked.get("paid_on", ""), UnableToSellDirectly) or day_of(timezone.now())
    number = enter_direct_order(
        person=person_of(request), at=timezone.now(), code=code, customer=asked.get("customer", ""), lines=_lines(request),
        paid_at=datetime.combine(day, time(12), SHANGHAI), number=asked.get("number", ""),
    )  # fmt: skip
    messages.success(request, _("订单 %(number)s 已写下，库存已预留。") % {"number": number})
    return redirect(reverse("portal:order", args=[code, number]))


def _lines(request: HttpRequest) -> list[DirectLine]:
    found = []
    for n in LINES:
        sku = request.POST.get(f"sku-{n}", "").strip()
        units = request.POST.get(f"quantity-{n}", "").strip()
        if not sku:
            continue
        fen = fen_from(request.POST.get(f"price-{n}", ""), UnableToSellDirectly)
        if not (units.isascii() and units.isdecimal() and len(units) < 10) or fen is None:
            raise UnableToSellDirectly(say("{sku} 要有数量和单价", sku=sku[:80]))
        found.append(DirectLine(sku, int(units), fen))
    if not found:
        raise UnableToSellDirectly(say("订单里没有商品"))
    return found
