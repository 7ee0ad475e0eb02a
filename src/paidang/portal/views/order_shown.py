"""What people do with an order, for its drawer: holds, remarks, parcels, who gets it; and all of it in its history."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from paidang.channels.link.documents import Receiver
from paidang.contracts.models import Contract
from paidang.fulfilment.models import Pack
from paidang.fulfilment.queries.sets import list_not_whole
from paidang.fulfilment.queries.waves import packs_of_order
from paidang.fulfilment.rules.states import STATES as PACK_STATES
from paidang.orders.actions.allowed import may_handle
from paidang.orders.models import OrderHold, Parcel
from paidang.orders.queries.addresses import list_addresses
from paidang.orders.queries.holds import list_holds
from paidang.orders.queries.parcels import list_parcels, open_lines
from paidang.orders.queries.work import list_acts, list_remarks, marks_of
from paidang.orders.rules.carriers import CARRIERS
from paidang.orders.rules.holding import BY_PEOPLE, KINDS, NEXT_STEPS
from paidang.orders.rules.states import ON_HOLD, PART_SHIPPED, WAITING
from paidang.orders.rules.working import FLAGS
from paidang.portal.queries.order import Order
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.fulfilment import wave_url
from paidang.portal.views.fulfilment_wave import LOOKS as PACK_LOOKS
from paidang.portal.views.order_past import Moment
from paidang.portal.views.orders import query_of
from paidang.stores.queries.receivers import receiver_of
from paidang.stores.rules.persons import is_sealed, masked
from paidang.stores.rules.seeing import may_see

ACT_PAGES = ("hold", "release", "remark", "receiver", "address", "pack", "parcel")
OPEN = (WAITING, ON_HOLD, PART_SHIPPED)


def work_context(request: HttpRequest, found: Order, state: str, receiver: Receiver | None) -> dict[str, Any]:
    """The drawer's sections about what people do. `receiver`: in the clear, where it was just asked for."""
    person, contract, order_id = person_of(request), found.contract, found.order_id
    mark = marks_of([contract.pk], [order_id]).get((contract.pk, order_id))
    kept = receiver or receiver_of(contract.pk, order_id)
    shown = kept if receiver and not is_sealed(kept) else masked(kept)
    handles = may_handle(person, contract)
    packs = {pack.code: pack for pack in packs_of_order(contract.pk, order_id)}
    parcels = list_parcels(contract.pk, order_id)
    return {
        "work_urls": {
            name: reverse(f"portal:order_{name}", args=[contract.code, order_id]) + query_of(request)
            for name in ACT_PAGES
        },
        "handles": handles,
        "may_pack": handles and state in (WAITING, PART_SHIPPED),
        "may_move": handles and state in OPEN,
        "holds": [_hold(hold) for hold in list_holds(contract.pk, order_id) if hold.released_at is None],
        "hold_kinds": [(kind, worded(KINDS[kind])) for kind in BY_PEOPLE],
        "remarks": list_remarks(contract.pk, order_id),
        "flag": (mark.flag, worded(FLAGS[mark.flag])) if mark and mark.flag else None,
        "flags": [(flag, worded(word)) for flag, word in FLAGS.items()],
        "assignee": mark.assignee if mark else None,
        "packs": [_pack(contract, pack) for pack in packs.values()],
        "packed": [_parcel(one, order_id) for one in parcels if one.code not in packs],
        "open_lines": [
            (line_id, one.sku, one.units)
            for line_id, one in open_lines(contract.pk, [order_id]).items()
            if one.units
        ],
        "not_whole": list_not_whole(contract.pk, [order_id]) if state in OPEN else [],
        "receiver": shown if shown != Receiver() else None,
        "is_whole": receiver is not None,
        "is_sealed": is_sealed(kept),
        "may_see": may_see(person.org.kind, person.roles, state),
        "versions": len(list_addresses(contract.pk, order_id)),
    }


def _hold(hold: OrderHold) -> dict[str, Any]:
    return {
        "hold": hold,
        "kind": worded(KINDS[hold.kind]),
        "why": worded(hold.why),
        "next": worded(NEXT_STEPS[hold.kind]),
    }


def _pack(contract: Contract, pack: Pack) -> dict[str, Any]:
    """A parcel in the brand's warehouse: how far it is, and the way to it and to its wave."""
    return {
        "pack": pack,
        "state": (PACK_LOOKS.get(pack.state, ""), worded(PACK_STATES[pack.state])),
        "carrier": worded(CARRIERS[pack.parcel.carrier]),
        "url": reverse("portal:fulfilment_scan_pack", args=[contract.code, pack.code]),
        "wave_url": wave_url(contract, pack.wave.code),
    }


def _parcel(parcel: Parcel, order_id: str) -> dict[str, Any]:
    lines = [line for line in parcel.lines.all() if line.order_id == order_id]
    others = {line.order_id for line in parcel.lines.all()} - {order_id}
    return {"parcel": parcel, "lines": lines, "others": sorted(others)}


def work_moments(found: Order) -> list[Moment]:
    """What was done with the order, by whom; what was taken back says so."""
    moments: list[Moment] = []
    for act in list_acts(found.contract.pk, found.order_id):
        words = worded(act.words)
        if act.undone_at:
            words = _("%(what)s（已撤销）") % {"what": words}
        if act.by:
            words = f"{words} · {act.by.name}"
        side = "" if act.by is None else "a" if act.by.org_id == found.contract.brand_id else "b"
        moments.append((act.at, words, side, ""))
    return moments
