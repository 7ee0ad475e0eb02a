"""Who looked at which buyer, or took them along, and when: for both sides to see (OP-5)."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from paidang.orders.queries.work import LOOKS_SHOWN, list_looks
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.orders import contracts_of


@login_required
@require_GET
def order_looks(request: HttpRequest) -> HttpResponse:
    """The last looks, the newest first."""
    contracts = contracts_of(request)
    looks = [
        {"look": one, "words": worded(one.words)}
        for one in list_looks([contract.pk for contract in contracts])
    ]
    return render(request, "portal/order_looks.html", {"looks": looks, "most": LOOKS_SHOWN})
