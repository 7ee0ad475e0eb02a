"""What is done on the pages of 发货: waves, waybills, handing over, places."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from paidang.contracts.queries import get_contract
from paidang.fulfilment import actions
from paidang.fulfilment.actions import Given, Taken, UnableToFulfil, WaveWish
from paidang.fulfilment.actions.carrier import NEEDED
from paidang.fulfilment.queries.waves import get_wave
from paidang.fulfilment.rules.states import PACKED
from paidang.fulfilment.rules.waves import PARCELS_MAX
from paidang.kit.sentence import say
from paidang.kit.written import whole_in, wholes_in
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import moment_in, person_of
from paidang.portal.views.fulfilment import wave_url
from paidang.stores.tasks import defer

SHOWN = 8
FILE_BYTES_MAX = 10 * 2**20


@login_required
@require_POST
def wave_make(request: HttpRequest, code: str) -> HttpResponse:
    """Make a wave, and go to it."""
    asked = request.POST
    wish = WaveWish(
        warehouse=asked.get("warehouse", ""), carrier=asked.get("carrier", ""),
        stores=frozenset(store for store in asked.getlist("store") if store), kind=asked.get("kind", ""),
        paid_before=_moment(asked.get("paid_before", "")), due_before=_moment(asked.get("due_before", "")),
        merges=asked.get("merges", "1") == "1",
        most=_count(asked.get("most", "")),
    )  # fmt: skip
    made = actions.make_wave(person=person_of(request), at=timezone.now(), code=code, wish=wish)
    return redirect(wave_url(made.contract, made.code))


def _moment(text: str) -> datetime | None:
    if not text.strip():
        return None
    if at := moment_in(text):
        return at
    raise UnableToFulfil(
        say("“{text}”不是时间", text=text[:20]),
        code="NOT_A_MOMENT",
        remedy=say("写成 2026-09-30 16:00 这样。"),
    )


def _count(text: str) -> int:
    return whole_in(text, PARCELS_MAX, digits=5)


@login_required
@require_POST
def wave_release(request: HttpRequest, code: str, wave: str) -> HttpResponse:
    """Give back what nobody checked."""
    n = actions.release_wave(person=person_of(request), at=timezone.now(), code=code, wave_code=wave)
    messages.success(request, _("放回 %(n)s 个包裹，可以再进别的波次。") % {"n": n})
    return redirect(wave_url(get_contract(code), wave))


@login_required
@require_POST
def wave_ship(request: HttpRequest, code: str, wave: str) -> HttpResponse:
    """Hand the checked parcels over, those that were ticked or all of them."""
    person, contract = person_of(request), get_contract(code)
    found = get_wave(contract, wave)
    ticked = wholes_in(request.POST.getlist("pack"))
    ids = ticked or list(found.packs.filter(stage=PACKED).values_list("pk", flat=True))
    done = actions.ship_packs(person=person, at=timezone.now(), code=code, pack_ids=ids)
    for link in done.links:
        defer(link, contract.agency_id or person.org_id)
    if done.packs:
        messages.success(request, _("交出 %(n)s 个包裹，运单号正在回传平台。") % {"n": len(done.packs)})
    for parcel, why in list(done.left_behind.items())[:SHOWN]:
        messages.error(request, f"{parcel}：{worded(why)}")
    if not done.packs and not done.left_behind:
        messages.info(request, _("没有核对好的包裹。"))
    return redirect(wave_url(contract, wave))


@login_required
@require_POST
def waybills_put(request: HttpRequest, code: str) -> HttpResponse:
    """Give waybills: by a file (`file`), or typed beside each parcel (`waybill-<parcel>`)."""
    person, now = person_of(request), timezone.now()
    upload = request.FILES.get("file")
    if upload is not None:
        content = upload.read(FILE_BYTES_MAX + 1)
        if len(content) > FILE_BYTES_MAX:
            raise UnableToFulfil(say("文件太大"), code="FILE_TOO_LONG", remedy=say("请分几次交。"))
        taken = actions.give_waybill_file(
            person=person, at=now, code=code, name=upload.name or "", content=content
        )
    else:
        rows = [
            Given(name.removeprefix("waybill-"), "", str(text).strip())
            for name, text in request.POST.items()
            if name.startswith("waybill-") and str(text).strip()
        ]
        taken = actions.give_waybills(person=person, at=now, code=code, rows=rows)
    _say(request, taken)
    wave = request.POST.get("wave", "")
    contract = get_contract(code)
    return redirect(
        wave_url(contract, wave) if wave else f"{reverse('portal:fulfilment')}?contract={contract.code}"
    )


def _say(request: HttpRequest, taken: Taken) -> None:
    if taken.given or taken.unchanged:
        text = _("填上 %(n)s 个运单号，%(same)s 个没有变化。") % {"n": taken.given, "same": taken.unchanged}
        messages.success(request, text)
    for what, why in taken.refused[:SHOWN]:
        messages.error(request, f"{what}：{worded(why)}")
    if len(taken.refused) > SHOWN:
        messages.error(request, _("还有 %(n)s 行没有填上。") % {"n": len(taken.refused) - SHOWN})


@login_required
@require_POST
def carrier_set(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the brand's access to the carrier's interface."""
    values = {name: request.POST.get(name, "") for name in NEEDED}
    actions.set_carrier_account(
        person=person_of(request), at=timezone.now(), code=code, base_url=request.POST.get("base_url", ""), values=values
    )  # fmt: skip
    messages.success(request, _("快递接口已存，密钥加密保存。"))
    return redirect(f"{reverse('portal:fulfilment')}?contract={get_contract(code).code}")


@login_required
@require_POST
def wave_numbers(request: HttpRequest, code: str, wave: str) -> HttpResponse:
    """Get waybill numbers for the wave from the carrier's interface; of one parcel (`cancel`) give it back instead."""
    person, cancel = person_of(request), request.POST.get("cancel", "")
    if cancel:
        pack_id = whole_in(cancel)
        actions.cancel_waybill(person=person, code=code, pack_id=pack_id, clock=timezone.now)
        messages.success(request, _("运单号已作废。"))
    else:
        _say(request, actions.fetch_waybills(person=person, code=code, wave_code=wave, clock=timezone.now))
    return redirect(wave_url(get_contract(code), wave))


@login_required
@require_POST
def places_put(request: HttpRequest, code: str) -> HttpResponse:
    """Set where goods stand: pasted lines, a SKU and its place in each."""
    places: dict[str, str] = {}
    for line in request.POST.get("places", "").splitlines():
        cells = [cell.strip() for cell in line.replace("\t", ",").replace("，", ",").split(",")]
        if cells[0]:
            places[cells[0]] = cells[1] if len(cells) > 1 else ""
    changed = actions.set_places(
        person=person_of(request), at=timezone.now(), code=code, warehouse=request.POST.get("warehouse", ""), places=places
    )  # fmt: skip
    messages.success(request, _("改了 %(n)s 个货位。") % {"n": changed})
    return redirect(f"{reverse('portal:fulfilment')}?contract={get_contract(code).code}")
