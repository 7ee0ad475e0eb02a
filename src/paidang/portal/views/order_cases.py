"""The after-sales cases of an order, in its drawer, and the way to a new one."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from paidang.aftersales.queries.cases import list_cases_of_order
from paidang.aftersales.rules.words import REASONS, STATES
from paidang.contracts.models import IN_FORCE
from paidang.portal.queries.order import Order
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.cases import LOOKS


def cases_of_order(request: HttpRequest, found: Order) -> dict[str, Any]:
    """Each with its state; the address of a new one for who may open it."""
    contract = found.contract
    new = urlencode({"contract": contract.code, "order": found.order_id})
    return {
        "own_cases": [
            {
                "case": one,
                "url": reverse("portal:case", args=[contract.code, one.number]),
                "reason": worded(REASONS[one.reason]),
                "look": LOOKS.get(one.state, ""),
                "state": worded(STATES[one.state]),
            }
            for one in list_cases_of_order(contract.pk, found.order_id)
        ],
        "new_case_url": f"{reverse('portal:case_new')}?{new}"
        if contract.state == IN_FORCE and person_of(request).may("serve_buyers")
        else "",
    }
