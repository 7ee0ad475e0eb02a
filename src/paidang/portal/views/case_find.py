"""Opening a case begins with its order: found by number, waybill, the buyer's name, phone or the phone's last four digits."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from paidang.catalog.queries.names import titles_in
from paidang.orders.queries.listing import list_orders
from paidang.orders.queries.matching import Wanted
from paidang.portal.views.asking import person_of
from paidang.portal.views.orders import contracts_of, state_of

SHOWN = 20
TEXT_MAX = 120
CARRIED = ("reason", "refund")
"""What is said of the case already goes on to its form."""


def case_find(request: HttpRequest, text: str) -> HttpResponse:
    """Ask for the order, and show those that the text finds; `text`: what was typed, or the number of an order that is none."""
    contracts = {one.pk: one for one in contracts_of(request)}
    text = text.strip()[:TEXT_MAX]
    wanted = Wanted(contract_ids=list(contracts), text=text)
    found = list_orders(wanted, most=SHOWN).rows if text and contracts else []
    titles = titles_in(list(contracts), {sku for row in found for sku, _units in row.goods})
    said = {name: asked for name in CARRIED if (asked := request.GET.get(name))}
    rows = []
    for row in found:
        query = {"contract": contracts[row.contract_id].code, "order": row.order_id} | said
        goods = [(titles.get((row.contract_id, sku), sku), units) for sku, units in row.goods]
        url = f"{reverse('portal:case_new')}?{urlencode(query)}"
        rows.append({"row": row, "goods": goods, "state": state_of(row.state), "url": url})
    context = {
        "rows": rows, "text": text, "said": said, "contract": request.GET.get("contract", ""),
        "may": person_of(request).may("serve_buyers"),
    }  # fmt: skip
    return render(request, "portal/case_find.html", context)
