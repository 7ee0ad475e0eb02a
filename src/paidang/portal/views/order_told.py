"""What an order's platform says of it, in its drawer: state, parcels, who gets it, cases; and telling it that a parcel left."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from paidang.channels.link.documents import Parcel
from paidang.channels.platforms import PLATFORMS
from paidang.kit.money import yuan
from paidang.orders.queries.holds import why_held
from paidang.portal.queries.order import Order
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.order_past import Moment
from paidang.portal.views.orders import query_of
from paidang.stores.actions import ship_order
from paidang.stores.actions.ship import TO_SHIP
from paidang.stores.models import StoreCase
from paidang.stores.queries import Told
from paidang.stores.rules.states import ACT_STATES, FAILED, WORKING
from paidang.stores.rules.wording import CASE_KINDS, CASE_STATES, ORDER_STATES
from paidang.stores.tasks import defer

LOOKS = {
    "unpaid": ("", "clock"), "paid": ("warn", "clock"), "part_shipped": ("warn", "box"), "shipped": ("", "box"),
    "done": ("ok", "check"), "cancelled": ("", "close"), "held": ("warn", "pause"), "split": ("", "switch"),
}  # fmt: skip
CASE_LOOKS = {"asked": "warn", "returning": "info", "returned": "warn", "refunded": "ok"}


def told_context(request: HttpRequest, found: Order, told: Told) -> dict[str, Any]:
    """The drawer's sections about the platform."""
    order, link = told.order, told.order.link
    carriers = PLATFORMS[link.platform].carriers
    person = person_of(request)
    operates = found.contract.agency_id == person.org_id and person.may("operate_store")
    to_ship = operates and order.state in TO_SHIP
    look, icon = LOOKS[order.state]
    is_held = bool(why_held(found.contract.pk, [found.order_id]))
    return {
        "told": told,
        "told_state": (look, worded(ORDER_STATES[order.state]), icon),
        "platform": worded(PLATFORMS[link.platform].label),
        "parcels": [_parcel(parcel, carriers) for parcel in order.parcels],
        "acts": [
            {
                "words": _parcel(act.body, carriers),
                "state": worded(ACT_STATES[act.state]),
                "is_bad": act.state == FAILED,
                "why": worded(act.problem["reason"]) if act.problem else "",
            }
            for act in told.acts
        ],
        "cases": [_case(case) for case in told.cases],
        "may_ship": to_ship and link.state in WORKING and bool(carriers) and not is_held,
        "may_not_ship_yet": to_ship and link.state not in WORKING,
        "ships_elsewhere": to_ship and not carriers,
        "carriers": [(code, worded(word)) for code, word in carriers.items()],
        "ship_url": reverse("portal:order_ship", args=[found.contract.code, found.order_id]) + query_of(request),
    }  # fmt: skip


def _parcel(parcel: dict[str, Any], carriers: Mapping[str, Any]) -> dict[str, str]:
    code = str(parcel["carrier"])
    return {"carrier": worded(carriers.get(code, code)), "waybill": str(parcel["waybill"])}


def _case(case: StoreCase) -> dict[str, Any]:
    return {
        "case": case,
        "kind": worded(CASE_KINDS[case.kind]),
        "state": worded(CASE_STATES[case.state]),
        "look": CASE_LOOKS.get(case.state, ""),
    }


def told_moments(told: Told) -> list[Moment]:
    """What happened by the platform's word, beside what the facts say anyway."""
    moments: list[Moment] = []
    for change in told.changes:
        word = _("平台：%(state)s") % {"state": worded(ORDER_STATES[change.state])}
        waybills = _("、").join(parcel["waybill"] for parcel in change.parcels)
        moments.append((change.at, f"{word} · {waybills}" if waybills else word, "", ""))
    for case in told.cases:
        asked = {"kind": worded(CASE_KINDS[case.kind]), "fen": yuan(case.amount_fen)}
        if case.asked_at:
            moments.append((case.asked_at, _("买家申请%(kind)s %(fen)s") % asked, "bad", ""))
    return moments


@login_required
@require_POST
def order_ship(request: HttpRequest, code: str, order_id: str) -> HttpResponse:
    """Have the platform told that a parcel left."""
    person, asked = person_of(request), request.POST
    parcel = Parcel(asked.get("carrier", "")[:20], asked.get("waybill", "")[:60])
    act = ship_order(person=person, at=timezone.now(), code=code, order_id=order_id, parcel=parcel)
    defer(act.link, person.org_id)
    messages.success(request, _("运单 %(waybill)s 正在回传平台。") % {"waybill": act.body["waybill"]})
    return redirect(reverse("portal:order", args=[code, order_id]) + query_of(request))
