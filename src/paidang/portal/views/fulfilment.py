"""发货: what may leave now, and the waves in which it is picked."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paidang.channels.cainiao.client import BASE_URL
from paidang.contracts.models import IN_FORCE, Contract
from paidang.fulfilment.models import CarrierAccount
from paidang.fulfilment.queries.ready import count_ready, list_own_cities
from paidang.fulfilment.queries.sets import list_not_whole
from paidang.fulfilment.queries.waves import WAVES_SHOWN, list_waves
from paidang.fulfilment.rules.waves import MIXED, PARCELS_MAX, SINGLE
from paidang.kit.period import SHANGHAI
from paidang.kit.written import whole_in
from paidang.orders.rules.carriers import CARRIERS, OWN
from paidang.portal.queries import list_living
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.order_clock import clock_of
from paidang.portal.views.price_tabs import contract_of
from paidang.stock.queries import list_warehouses, tracks_stock
from paidang.stock.queries.shortages import count_short
from paidang.team.rules.roles import who_may

NOT_WHOLE_SHOWN = 5


@login_required
@require_GET
def fulfilment(request: HttpRequest) -> HttpResponse:
    """The page. `?before=` the number of a wave: those before it."""
    contract = contract_of(request)
    if contract is None:
        return choose_contract(request, "portal/fulfilment.html")
    return render(request, "portal/fulfilment.html", _context(request, contract))


def choose_contract(request: HttpRequest, template: str) -> HttpResponse:
    """The page where no contract is chosen: which one."""
    living = list_living(request)
    return render(request, template, {"contracts": living, "path": request.path})


def shared_context(request: HttpRequest, contract: Contract, here: str) -> dict[str, Any]:
    """What the pages of 发货 have in common: the contract, the tabs, who may."""
    person = person_of(request)
    is_warehouse = contract.state == IN_FORCE and contract.brand_id == person.org_id
    asked = urlencode({"contract": contract.code})
    tabs = (
        ("fulfilment", _("波次")),
        ("fulfilment_freight", _("运费")),
    )
    return {
        "contract": contract,
        "picked": contract,
        "views": [
            {"word": word, "url": f"{reverse(f'portal:{name}')}?{asked}", "current": name == here}
            for name, word in tabs
        ],
        "may": {
            "pack": is_warehouse and person.may("pack_goods"),
            "book": is_warehouse and person.may("book_freight"),
        },
        "who": worded(who_may("pack_goods")),
        "scan_url": f"{reverse('portal:fulfilment_scan')}?{asked}",
    }  # fmt: skip


def _context(request: HttpRequest, contract: Contract) -> dict[str, Any]:
    cities = list_own_cities(contract.pk)
    ready = count_ready(contract.pk)
    before = request.GET.get("before", "")
    waves = list_waves(
        contract.pk,
        before=whole_in(before),
        most=WAVES_SHOWN + 1,
    )
    lines, units = count_short(contract.pk)
    not_whole = list_not_whole(contract.pk)
    return shared_context(request, contract, "fulfilment") | {
        "tracks": tracks_stock(contract.pk),
        "ready": {
            "parcels": ready.parcels, "single": ready.single, "near": ready.near, "oldest": ready.oldest,
            "next": clock_of(ready.first_due, timezone.now()) if ready.first_due else None,
        },
        "short": {"lines": lines, "units": units},
        "not_whole": not_whole[:NOT_WHOLE_SHOWN],
        "not_whole_more": len(not_whole[NOT_WHOLE_SHOWN:]),
        "waves": [
            {
                "wave": one, "carrier": worded(CARRIERS[one.carrier]),
                "url": reverse("portal:fulfilment_wave", args=[contract.code, one.code]),
            }
            for one in waves[:WAVES_SHOWN]
        ],
        "older_url": f"{reverse('portal:fulfilment')}?{urlencode({'contract': contract.code, 'before': waves[WAVES_SHOWN - 1].pk})}"
        if len(waves) > WAVES_SHOWN
        else "",
        "warehouses": list_warehouses(contract.pk),
        "carriers": [(code, worded(word)) for code, word in CARRIERS.items() if code != OWN or cities],
        "cities": sorted(cities),
        "kinds": {"": _("全部"), SINGLE: _("只要单品单"), MIXED: _("只要多品单")},
        "stores": ready.stores,
        "now": f"{timezone.now().astimezone(SHANGHAI):%Y-%m-%dT%H:%M}",
        "most": PARCELS_MAX,
        "carrier_base_url": BASE_URL,
        "carrier_account": CarrierAccount.objects.filter(org_id=person_of(request).org_id).select_related("set_by").first(),
        "account_fields": [
            ("provider", _("资源编码")), ("secret", _("密钥")), ("app_code", _("应用编码")), ("sender", _("寄件人")),
            ("phone", _("电话")), ("province", _("省")), ("city", _("市")), ("district", _("区")), ("address", _("地址")),
        ],
    }  # fmt: skip


def wave_url(contract: Contract, wave_code: str) -> str:
    """The page of a wave."""
    return reverse("portal:fulfilment_wave", args=[contract.code, wave_code])
