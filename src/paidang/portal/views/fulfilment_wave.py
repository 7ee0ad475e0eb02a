"""One wave: its parcels and how far each is; its pick list, labels, round and the file for the carrier's own program."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paidang.channels.link.documents import Receiver
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.fulfilment.actions import record_copy
from paidang.fulfilment.models import CarrierAccount, Pack, Wave, set_of
from paidang.fulfilment.queries.waves import Goods, get_wave, goods_of, list_packs, picks_of
from paidang.fulfilment.rules.states import GIVEN_UP, OPEN, PACKED, PACKING, SHIPPED, STATES, STOPPED
from paidang.kit.outcome import NotFound
from paidang.orders.rules.carriers import CARRIERS, OWN
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.copies import CSV, XLSX, copy_mark, table_copy
from paidang.portal.views.fulfilment import shared_context
from paidang.printing.picking import Label, Paper, delivery_round_pdf, labels_pdf, pick_list_pdf
from paidang.printing.tables import Cell
from paidang.stores.queries import list_receivers
from paidang.stores.rules.persons import is_readable

LOOKS = {PACKING: "info", STOPPED: "bad", PACKED: "ok", SHIPPED: "ok"}
PAPERS = ("pick", "labels", "round")


@login_required
@require_GET
def wave(request: HttpRequest, code: str, wave: str) -> HttpResponse:
    """The page of a wave."""
    contract = get_contract(code)
    found = get_wave(contract, wave)
    packs = list(list_packs(found).prefetch_related("parcel__events"))
    goods = goods_of(contract.pk, {item.sku for pack in packs for item in pack.contents})
    alive = [pack for pack in packs if pack.state not in GIVEN_UP]
    to_go = [pack for pack in alive if pack.state != SHIPPED]
    receivers = list_receivers(contract.pk, {pack.orders[0] for pack in to_go})
    to_ship = [pack for pack in packs if pack.state == PACKED]
    context = shared_context(request, contract, "fulfilment") | {
        "wave": found,
        "carrier": worded(CARRIERS[found.carrier]),
        "is_own": found.carrier == OWN,
        "rows": [_row(contract, pack, goods) for pack in packs],
        "counts": {
            "all": len(alive),
            "open": sum(pack.state in OPEN for pack in alive),
            "checked": len(to_ship),
            "left": sum(pack.state == SHIPPED for pack in alive),
            "unreadable": sum(not is_readable(receivers.get(pack.orders[0], Receiver())) for pack in to_go),
            "unnumbered": sum(not pack.parcel.waybill for pack in alive) if found.carrier != OWN else 0,
        },
        "picks": [(place, goods[sku], units) for place, sku, units in picks_of(found)],
        "papers": {what: _paper_url(contract, found, what, "pdf") for what in PAPERS},
        "has_account": CarrierAccount.objects.filter(org_id=person_of(request).org_id).exists(),
        "files": {kind: _paper_url(contract, found, "orders", kind) for kind in (CSV, XLSX)},
    }
    return render(request, "portal/fulfilment_wave.html", context)


def _paper_url(contract: Contract, wave: Wave, what: str, kind: str) -> str:
    return reverse("portal:fulfilment_paper", args=[contract.code, wave.code, what, kind])


def _row(contract: Contract, pack: Pack, goods: dict[str, Goods]) -> dict[str, Any]:
    items = [
        {"goods": goods[item.sku], "scanned": item.scanned, "quantity": item.quantity, "set": set_of(item)}
        for item in pack.contents
    ]
    return {
        "pack": pack,
        "state": worded(STATES[pack.state]),
        "look": LOOKS.get(pack.state, ""),
        "why": worded(pack.stop["reason"]) if pack.stop and "reason" in pack.stop else "",
        "goods": items,
        "sets": sorted({item["set"] for item in items if item["set"]}),
        "carrier": worded(CARRIERS[pack.parcel.carrier]),
        "is_given_up": pack.state in GIVEN_UP,
        "takes_waybill": pack.state not in (*GIVEN_UP, SHIPPED) and pack.parcel.carrier != OWN,
        "may_deliver": pack.parcel.carrier == OWN
        and pack.state == SHIPPED
        and pack.parcel.delivered_at is None,
        "event": max(pack.parcel.events.all(), key=lambda one: one.at, default=None),
        "scan_url": reverse("portal:fulfilment_scan_pack", args=[contract.code, pack.code]),
        "orders": [(one, reverse("portal:order", args=[contract.code, one])) for one in pack.orders],
    }


@login_required
@require_GET
def paper(request: HttpRequest, code: str, wave: str, what: str, kind: str) -> FileResponse | HttpResponse:
    """A wave's paper (`pick`, `labels`, `round` as PDF) or the orders of its parcels for the carrier (CSV, XLSX)."""
    contract = get_contract(code)
    found = get_wave(contract, wave)
    if not (kind == "pdf" and what in PAPERS or kind in (CSV, XLSX) and what == "orders"):
        raise NotFound(_("没有这种文件"), remedy=_("请从波次页下载。"))
    packs = [pack for pack in list_packs(found) if pack.state not in GIVEN_UP]
    words = {"pick": _("拣货单"), "labels": _("面单"), "round": _("同城配送单"), "orders": _("快递打单表")}[
        what
    ]
    record_copy(
        person=person_of(request),
        at=timezone.now(),
        code=code,
        what=f"{found.code} {what}",
        parcels=len(packs),
    )
    if what == "orders":
        return table_copy(request, f"{words} {found.code}", *_orders(contract, packs), kind, sheet=words)
    answer = HttpResponse(
        _pdf(contract, found, what, packs, copy_mark(person_of(request), timezone.now())),
        content_type="application/pdf",
    )
    answer["Content-Disposition"] = f'inline; filename="{found.code}-{what}.pdf"'
    return answer


def _pdf(contract: Contract, wave: Wave, what: str, packs: list[Pack], mark: str) -> bytes:
    labels = _labels(contract, packs)
    brand, _agency = contract.parties
    line = f"{wave.warehouse.name} · {worded(CARRIERS[wave.carrier])} · " + _("%(n)s 个包裹") % {
        "n": len(packs)
    }
    lang = "en" if (get_language() or "").startswith("en") else "zh"
    sheet = Paper(wave.code, line, f"{brand.name} {wave.warehouse.name}", timezone.now(), lang, mark)
    if what == "labels":
        return labels_pdf(sheet, labels)
    if what == "round":
        return delivery_round_pdf(sheet, labels)
    picks = picks_of(wave)
    goods = goods_of(contract.pk, {sku for _place, sku, _units in picks})
    return pick_list_pdf(
        sheet, [(place, sku, goods[sku].title, units) for place, sku, units in picks], labels
    )


def _labels(contract: Contract, packs: list[Pack]) -> list[Label]:
    receivers = list_receivers(contract.pk, {pack.orders[0] for pack in packs})
    goods = goods_of(contract.pk, {item.sku for pack in packs for item in pack.contents})
    labels = []
    for pack in packs:
        to = receivers.get(pack.orders[0])
        labels.append(
            Label(
                pack.number, pack.code, "、".join(pack.orders), pack.store, worded(CARRIERS[pack.parcel.carrier]), pack.parcel.waybill,
                _to(to),
                pack.parcel.district, tuple((item.sku, goods[item.sku].title, item.quantity) for item in pack.contents),
                pack.parcel.route,
            )
        )  # fmt: skip
    return labels


def _to(receiver: Receiver | None) -> tuple[str, str]:
    """Who and where, as a label says it; what the platform seals or nobody knows is not printed as if it were an address."""
    if receiver is None:
        return _("收货人见平台"), ""
    place = f"{receiver.province}{receiver.city}{receiver.district}"
    if not is_readable(receiver):
        return _("收货人由平台加密，见平台面单"), place
    return f"{receiver.name} {receiver.phone}", place + receiver.address


def _orders(contract: Contract, packs: list[Pack]) -> tuple[list[str], list[list[Cell]]]:
    """The table that a carrier's own program takes; its answer comes back with 包裹 and 运单号 filled in."""
    receivers = list_receivers(contract.pk, {pack.orders[0] for pack in packs})
    head = [
        _("包裹"),
        _("订单号"),
        _("快递"),
        _("收货人"),
        _("电话"),
        _("省"),
        _("市"),
        _("区"),
        _("地址"),
        _("内装"),
        _("运单号"),
    ]
    rows: list[list[Cell]] = []
    for pack in packs:
        to = receivers.get(pack.orders[0])
        who: list[Cell] = (
            [to.name, to.phone, to.province, to.city, to.district, to.address] if to else [""] * 6
        )
        inside = "；".join(f"{item.sku} × {item.quantity}" for item in pack.contents)
        rows.append(
            [
                pack.code,
                "、".join(pack.orders),
                worded(CARRIERS[pack.parcel.carrier]),
                *who,
                inside,
                pack.parcel.waybill,
            ]
        )
    return head, rows
