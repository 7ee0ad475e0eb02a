"""运费: the table agreed with carriers, what of it is not in the facts yet, and the carriers' bills."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.contracts.queries import get_contract
from paidang.fulfilment import actions
from paidang.fulfilment.actions import UnableToFulfil
from paidang.fulfilment.models import CarrierBill
from paidang.fulfilment.queries.freight import booked_of, count_unbooked, list_rates, list_unbooked
from paidang.fulfilment.rules.freight import Rate
from paidang.kit.money import yuan
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.kit.written import whole_in
from paidang.orders.rules.carriers import CARRIERS
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import day_from, fen_from, person_of
from paidang.portal.views.fulfilment import choose_contract, shared_context
from paidang.portal.views.fulfilment_acts import FILE_BYTES_MAX, SHOWN
from paidang.portal.views.price_tabs import contract_of
from paidang.stock.queries import list_warehouses

UNBOOKED_SHOWN = 50


@login_required
@require_GET
def freight(request: HttpRequest) -> HttpResponse:
    """The page."""
    contract = contract_of(request)
    if contract is None:
        return choose_contract(request, "portal/freight.html")
    waiting = count_unbooked(contract.pk)
    parcels, fen = booked_of(contract.pk)
    context = shared_context(request, contract, "fulfilment_freight") | {
        "unbooked": [
            {
                "one": one, "carrier": worded(CARRIERS.get(one.parcel.carrier, one.parcel.carrier)),
                "order_url": reverse("portal:order", args=[contract.code, one.order_id]),
            }
            for one in list_unbooked(contract.pk, most=UNBOOKED_SHOWN)
        ],
        "more": max(0, waiting.parcels - UNBOOKED_SHOWN),
        "known": {"parcels": waiting.known, "fen": waiting.fen},
        "booked": {"parcels": parcels, "fen": fen},
        "rates": [(row, worded(CARRIERS[row.carrier])) for row in list_rates(contract.pk)],
        "bills": CarrierBill.objects.filter(contract=contract).select_related("received_by").order_by("-pk")[:SHOWN],
        "warehouses": list_warehouses(contract.pk),
        "carriers": [(code, worded(word)) for code, word in CARRIERS.items()],
        "today": f"{day_of(timezone.now()):%Y-%m-%d}",
    }  # fmt: skip
    return render(request, "portal/freight.html", context)


@login_required
@require_POST
def rates_put(request: HttpRequest, code: str) -> HttpResponse:
    """Put a row into the freight table."""
    asked = request.POST
    warehouse = asked.get("warehouse", "")
    rate = Rate(
        carrier=asked.get("carrier", ""), warehouse=whole_in(warehouse, None),
        province=asked.get("province", ""), valid_from=day_from(asked.get("valid_from", ""), UnableToFulfil) or date.max,
        first_g=_grams(asked.get("first_g", "")), first_fen=_fen(asked.get("first_fen", "")),
        step_g=_grams(asked.get("step_g", "")), step_fen=_fen(asked.get("step_fen", "")),
    )  # fmt: skip
    if rate.valid_from == date.max:
        raise UnableToFulfil(say("没有写起日"), code="RATE_INCOMPLETE", remedy=say("写从哪天起按这个价。"))
    new = actions.set_rates(person=person_of(request), at=timezone.now(), code=code, rates=[rate])
    messages.success(request, _("已加入运费表。") if new else _("这一行已经在表里，没有变化。"))
    return redirect(_freight_url(code))


def _grams(text: str) -> int:
    text = text.strip().replace(",", "")
    if not (text.isascii() and text.isdecimal() and len(text) <= 7):
        raise UnableToFulfil(
            say("“{text}”不是克数", text=text[:20]), code="NOT_GRAMS", remedy=say("写整数，1 公斤是 1000。")
        )  # fmt: skip
    return int(text)


def _fen(text: str) -> int:
    fen = fen_from(text, UnableToFulfil)
    return -1 if fen is None else fen


@login_required
@require_POST
def freight_book(request: HttpRequest, code: str) -> HttpResponse:
    """Write what the table knows into the facts."""
    done = actions.book_freight(person=person_of(request), at=timezone.now(), code=code)
    said = _("%(n)s 个包裹的运费 %(fen)s 已记入账。") % {"n": done.parcels, "fen": yuan(done.fen)}
    messages.success(request, said if done.parcels else _("没有可记的：运费表或重量还缺。"))
    return redirect(_freight_url(code))


@login_required
@require_POST
def bill_put(request: HttpRequest, code: str) -> HttpResponse:
    """Take a carrier's bill."""
    upload = request.FILES.get("file")
    content = upload.read(FILE_BYTES_MAX + 1) if upload else b""
    if upload is None or len(content) > FILE_BYTES_MAX:
        raise UnableToFulfil(
            say("没有文件，或文件太大"), code="FILE_TOO_LONG", remedy=say("请选快递的账单，分几次交。")
        )
    done = actions.book_bill(
        person=person_of(request), at=timezone.now(), code=code, name=upload.name or "", content=content
    )
    if done.is_again and not done.parcels:
        messages.info(request, _("这份账单以前交过，没有新的可记。"))
    else:
        messages.success(
            request, _("按账单记 %(n)s 个包裹，共 %(fen)s。") % {"n": done.parcels, "fen": yuan(done.fen)}
        )
    if done.unknown:
        shown = _("、").join(done.unknown[:SHOWN])
        messages.error(
            request,
            _("%(n)s 个运单不是我们的，或包裹还没交出：%(which)s。交出以后，同一份账单再交一次就记上。")
            % {"n": len(done.unknown), "which": shown},
        )
    for row in done.bad[:SHOWN]:
        messages.error(request, _("第 %(n)s 行：%(why)s") % {"n": row.number, "why": worded(row.why)})
    return redirect(_freight_url(code))


def _freight_url(code: str) -> str:
    return f"{reverse('portal:fulfilment_freight')}?contract={get_contract(code).code}"
