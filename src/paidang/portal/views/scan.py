"""Scan to check, on a phone or with a scanner at a desk: a parcel's label, then each of its goods; a wrong one stops it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.aftersales.queries.same_goods import last_wrong_parcel
from paidang.aftersales.rules.words import WRONG_ITEM
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.fulfilment import actions
from paidang.fulfilment.models import Pack, PackPart, set_of
from paidang.fulfilment.queries.waves import (
    find_pack,
    get_pack,
    goods_of,
    last_checked,
    list_waves,
    places_of,
    set_begun,
)
from paidang.fulfilment.rules.states import (
    OPEN,
    OUTCOMES,
    OVER,
    PACKED,
    PACKING,
    SHIPPED,
    STATES,
    STOPPED,
    WRONG,
)
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.orders.models import ParcelLine
from paidang.orders.rules.carriers import CARRIERS, OWN
from paidang.portal.templatetags.form_key import FORM_KEY
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.fulfilment import choose_contract, shared_context
from paidang.portal.views.price_tabs import contract_of

WAVES = 8


@login_required
@require_GET
def scan(request: HttpRequest) -> HttpResponse:
    """Where a parcel's label is scanned. `?read=` what was: the parcel opens."""
    contract = contract_of(request)
    if contract is None:
        return choose_contract(request, "portal/scan.html")
    read = request.GET.get("read", "").strip()[:100]
    if read and (pack := find_pack(contract.pk, read)):
        return redirect("portal:fulfilment_scan_pack", contract.code, pack.code)
    context = shared_context(request, contract, "fulfilment") | {
        "read": read,
        "waves": list_waves(contract.pk, most=WAVES, only_open=True),
    }  # fmt: skip
    return render(request, "portal/scan.html", context)


@login_required
@require_GET
def scan_pack(request: HttpRequest, code: str, pack: str) -> HttpResponse:
    """A parcel: what belongs in, what is in, and why it stands still."""
    contract = get_contract(code)
    return render(request, "portal/scan_pack.html", _context(request, contract, get_pack(contract, pack)))


@login_required
@require_POST
def scan_act(request: HttpRequest, code: str, pack: str, act: str) -> HttpResponse:
    """What is done with a parcel: `scan` a code (a parcel's own opens that one), `waybill`, `back`, `skip`, `split`, `deliver`."""
    contract, person, now = get_contract(code), person_of(request), timezone.now()
    found, asked = get_pack(contract, pack), request.POST
    where: dict[str, Any] = {"person": person, "at": now, "code": code, "pack_id": found.pk}
    read = asked.get("read", "").strip()[:100]
    if act == "scan":
        if found.state not in OPEN:
            return _next(contract, read)
        actions.scan_code(
            **where, read=read, key=asked.get(FORM_KEY, ""), by_hand=asked.get("by_hand") == "1"
        )
    elif act == "back":
        actions.put_back(**where)
    elif act == "skip":
        actions.set_aside(**where, reason=asked.get("reason", ""))
    elif act == "waybill":
        if find_pack(contract.pk, read):
            return _next(contract, read)
        actions.scan_waybill(
            person=person, at=now, code=code, parcel=found.code, read=read, carrier=asked.get("carrier", "")
        )
    elif act == "split":
        actions.split_pack(**where)
    elif act == "deliver":
        actions.mark_delivered(**where)
    else:
        raise NotFound(say("没有这一步"), remedy=say("请从包裹页来做。"))
    return redirect("portal:fulfilment_scan_pack", contract.code, found.code)


def _next(contract: Contract, read: str) -> HttpResponse:
    """Of a parcel that is done the next label is scanned: that one opens, or it is asked for again."""
    pack = find_pack(contract.pk, read)
    if pack is not None:
        return redirect("portal:fulfilment_scan_pack", contract.code, pack.code)
    return redirect(
        f"{reverse('portal:fulfilment_scan')}?{urlencode({'contract': contract.code, 'read': read})}"
    )


def _context(request: HttpRequest, contract: Contract, pack: Pack) -> dict[str, Any]:
    items = pack.contents
    stop = pack.stop or {}
    skus = {item.sku for item in items} | ({stop["sku"]} if stop.get("sku") else set())
    goods = goods_of(contract.pk, skus)
    places = places_of(contract.pk, pack.wave.warehouse_id, skus)
    waiting = next((item for item in items if item.scanned < item.quantity), None)
    siblings = list(pack.wave.packs.select_related("parcel").order_by("number"))
    return shared_context(request, contract, "fulfilment") | {
        "pack": pack,
        "state": worded(STATES[pack.state]),
        "is_open": pack.state in OPEN,
        "is_stopped": pack.state == STOPPED,
        "is_done": pack.state in (PACKED, SHIPPED),
        "may_split": pack.state == PACKING and any(item.scanned for item in items) and not set_begun(pack),
        "wants_waybill": not pack.parcel.waybill and pack.parcel.carrier != OWN and pack.state == PACKED,
        "may_deliver": pack.parcel.carrier == OWN
        and pack.state == SHIPPED
        and pack.parcel.delivered_at is None,
        "carrier": worded(CARRIERS[pack.parcel.carrier]),
        "why": worded(stop["reason"]) if "reason" in stop else "",
        "heading": worded(OUTCOMES.get(str(stop.get("outcome", "")), OUTCOMES[WRONG])),
        "is_over": stop.get("outcome") == OVER,
        "wrong": {"goods": goods.get(stop.get("sku") or ""), "code": stop.get("code", "")},
        "expected": goods[waiting.sku] if waiting else None,
        "warned": last_wrong_parcel(contract.pk, {waiting.sku, set_of(waiting)})
        if waiting and pack.state == STOPPED
        else None,
        "items": [_item(item, goods[item.sku], places.get(item.sku, ""), item is waiting) for item in items],
        "of": len(siblings),
        "progress": [one.state for one in siblings],
        "checked": [
            {"pack": one, "goods": _words(one, contract)}
            for one in last_checked(pack.wave)
            if one.pk != pack.pk
        ],
        "events": list(pack.parcel.events.order_by("-at")),
        "may_cancel": bool(pack.parcel.waybill)
        and pack.parcel.carrier != OWN
        and pack.state in (*OPEN, PACKED),
        "numbers_url": reverse("portal:fulfilment_numbers", args=[contract.code, pack.wave.code]),
        "orders": [(one, reverse("portal:order", args=[contract.code, one])) for one in pack.orders],
        "case_url": _case_url(request, contract, pack),
        "wave_url": reverse("portal:fulfilment_wave", args=[contract.code, pack.wave.code]),
        "acts": {
            act: reverse("portal:fulfilment_scan_act", args=[contract.code, pack.code, act])
            for act in ("scan", "waybill", "back", "skip", "split", "deliver")
        },
    }


def _case_url(request: HttpRequest, contract: Contract, pack: Pack) -> str:
    """Where customer service opens a case on a parcel that left wrongly; "" for who cannot, or while it has not left."""
    if pack.state != SHIPPED or not person_of(request).may("serve_buyers"):
        return ""
    asked = urlencode({"contract": contract.code, "order": pack.orders[0], "reason": WRONG_ITEM})
    return f"{reverse('portal:case_new')}?{asked}"


def _item(item: ParcelLine | PackPart, goods: Any, place: str, is_next: bool) -> dict[str, Any]:
    return {
        "item": item,
        "set": set_of(item),
        "goods": goods,
        "place": place,
        "is_done": item.scanned == item.quantity,
        "is_next": is_next,
    }


def _words(pack: Pack, contract: Contract) -> str:
    goods = goods_of(contract.pk, {item.sku for item in pack.contents})
    return _("、").join(goods[item.sku].title for item in pack.contents)
