"""What is done with one order in its drawer: hold, release, remark, see and change who gets it, pack, let parcels go."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from paidang.channels.link.documents import Receiver
from paidang.contracts.queries import get_contract
from paidang.fulfilment.actions import pack_by_hand
from paidang.kit.written import whole_in
from paidang.orders import actions
from paidang.orders.rules.packing import Packed
from paidang.portal.queries.order import get_order
from paidang.portal.views import drawer
from paidang.portal.views.asking import person_of
from paidang.portal.views.order import drawer_context
from paidang.portal.views.orders import list_context, query_of
from paidang.stores.actions import readdress_order, see_receiver, ship_packed
from paidang.stores.tasks import defer

FIELDS = ("name", "phone", "province", "city", "district", "address")


def _back(request: HttpRequest, code: str, order_id: str) -> HttpResponse:
    return redirect(reverse("portal:order", args=[code, order_id]) + query_of(request))


@login_required
@require_POST
def order_hold(request: HttpRequest, code: str, order_id: str) -> HttpResponse:
    """Hold the order for a reason."""
    actions.hold_orders(
        person=person_of(request), at=timezone.now(), code=code, order_ids=[order_id],
        reason=request.POST.get("reason", ""), kind=request.POST.get("kind", "hand"),
    )  # fmt: skip
    messages.success(request, _("已拦截，放行前发不出去。"))
    return _back(request, code, order_id)


@login_required
@require_POST
def order_release(request: HttpRequest, code: str, order_id: str) -> HttpResponse:
    """Let the order go, with a reason."""
    reason = request.POST.get("reason", "")
    actions.release_orders(
        person=person_of(request), at=timezone.now(), code=code, order_ids=[order_id], reason=reason
    )
    messages.success(request, _("已放行。"))
    return _back(request, code, order_id)


@login_required
@require_POST
def order_remark(request: HttpRequest, code: str, order_id: str) -> HttpResponse:
    """Write a remark, put a flag, or both."""
    person, now, asked = person_of(request), timezone.now(), request.POST
    if asked.get("text", "").strip():
        actions.remark_orders(person=person, at=now, code=code, order_ids=[order_id], text=asked["text"])
    actions.flag_orders(person=person, at=now, code=code, order_ids=[order_id], flag=asked.get("flag", ""))
    messages.success(request, _("备注已记下，双方都看得到。"))
    return _back(request, code, order_id)


@login_required
@require_POST
def order_receiver(request: HttpRequest, code: str, order_id: str) -> HttpResponse:
    """Show who gets the goods; that it was looked at goes on record."""
    receiver = see_receiver(person=person_of(request), at=timezone.now(), code=code, order_id=order_id)
    context = drawer_context(request, get_order(get_contract(code), order_id), receiver)
    if drawer.is_for_drawer(request):
        return drawer.answer(request, "portal/order_drawer.html", context)
    return drawer.answer(request, "portal/orders.html", list_context(request) | context)


@login_required
@require_POST
def order_address(request: HttpRequest, code: str, order_id: str) -> HttpResponse:
    """Change where the order goes."""
    asked = request.POST
    readdress_order(
        person=person_of(request), at=timezone.now(), code=code, order_id=order_id,
        receiver=Receiver(**{name: asked.get(name, "").strip() for name in FIELDS}),
        by_buyer=asked.get("who", "buyer") == "buyer", reason=asked.get("reason", ""),
    )  # fmt: skip
    messages.success(request, _("收货地址已改，原来的留在经过里。"))
    return _back(request, code, order_id)


@login_required
@require_POST
def order_pack(request: HttpRequest, code: str, order_id: str) -> HttpResponse:
    """Pack the units that were typed, fields `units-<line>`, into a new parcel."""
    lines = [
        Packed(order_id, name.removeprefix("units-"), units)
        for name, text in request.POST.items()
        if name.startswith("units-") and (units := whole_in(str(text), digits=9))
    ]
    parcel = pack_by_hand(
        person=person_of(request), at=timezone.now(), code=code, lines=lines,
        is_together=bool(request.POST.get("together")),
    )  # fmt: skip
    messages.success(request, _("已装进包裹 %(parcel)s。") % {"parcel": parcel.code})
    return _back(request, code, order_id)


@login_required
@require_POST
def order_parcel(request: HttpRequest, code: str, order_id: str) -> HttpResponse:
    """Let a packed parcel go under a waybill, or take it apart."""
    person, now, asked = person_of(request), timezone.now(), request.POST
    parcel_code = asked.get("parcel", "")
    if asked.get("act") == "unpack":
        actions.unpack_parcel(person=person, at=now, code=code, parcel_code=parcel_code)
        messages.success(request, _("包裹 %(parcel)s 已拆开。") % {"parcel": parcel_code})
        return _back(request, code, order_id)
    acts = ship_packed(
        person=person, at=now, code=code, parcel_code=parcel_code,
        carrier=asked.get("carrier", "")[:20], waybill=asked.get("waybill", "")[:60],
    )  # fmt: skip
    for act in acts:
        defer(act.link, get_contract(code).agency_id or person.org_id)
    messages.success(request, _("包裹 %(parcel)s 已发出。") % {"parcel": parcel_code})
    return _back(request, code, order_id)
