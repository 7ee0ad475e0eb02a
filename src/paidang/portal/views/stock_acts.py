"""What is done on the page of stock: counts and moves, the list that stands, safety stock, store shares."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from paidang.contracts.queries import get_contract
from paidang.kit.sentence import say
from paidang.kit.written import whole_in
from paidang.portal.views.asking import person_of
from paidang.portal.views.stock import stock_url
from paidang.stock.actions import (
    UnableToKeepStock,
    answer_rhythm,
    confirm_list,
    count_goods,
    move_goods,
    plan_sku,
    propose_rhythm,
    share_stores,
)
from paidang.stock.rules.kinds import COUNTED


@login_required
@require_POST
def stock_move(request: HttpRequest, code: str) -> HttpResponse:
    """Book a count, or goods that came in, were damaged or are gone."""
    asked = request.POST
    person, now, kind = person_of(request), timezone.now(), asked.get("kind", "")
    goods = {key: asked.get(key, "") for key in ("warehouse", "sku", "reason")}
    units, said = _units(asked.get("quantity", "")), _("已记入流水，预留和各店可售随之更新。")
    if kind == COUNTED:
        done = count_goods(person=person, at=now, code=code, quantity=units, **goods)
        said = _("与账上相同，没有变化。") if done.unchanged else said
    else:
        move_goods(person=person, at=now, code=code, kind=kind, quantity=units, **goods)
    messages.success(request, said)
    return redirect(stock_url(get_contract(code)))


@login_required
@require_POST
def stock_confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Say that the list of sellable goods stands."""
    number = confirm_list(person=person_of(request), at=timezone.now(), code=code)
    messages.success(request, _("已确认，记为第 %(number)s 份清单。") % {"number": number})
    return redirect(stock_url(get_contract(code)))


@login_required
@require_POST
def stock_rhythm(request: HttpRequest, code: str) -> HttpResponse:
    """Propose how often the list is due, or answer what the other side proposed (`answer` and `number` are in the form)."""
    asked, person, now = request.POST, person_of(request), timezone.now()
    if answer := asked.get("answer", ""):
        number = _units(asked.get("number", ""))
        agree = answer == "agree"
        answer_rhythm(person=person, at=now, code=code, number=number, agree=agree)
        messages.success(request, _("已同意，从现在起按它提醒。") if agree else _("已答复不同意。"))
    else:
        propose_rhythm(person=person, at=now, code=code, every_days=_units(asked.get("days", "")))
        messages.success(request, _("已发给对方，对方同意后生效。"))
    return redirect(stock_url(get_contract(code)))


@login_required
@require_POST
def stock_plan(request: HttpRequest, code: str) -> HttpResponse:
    """Set the safety stock and the days to arrive of one SKU."""
    asked = request.POST
    plan_sku(
        person=person_of(request), at=timezone.now(), code=code, sku=asked.get("sku", ""),
        safety=_units(asked.get("safety", "")), lead_days=_units(asked.get("lead_days", "")),
    )  # fmt: skip
    messages.success(request, _("%(sku)s 的安全库存已改，各店可售随之更新。") % {"sku": asked.get("sku", "")})
    return redirect(stock_url(get_contract(code)))


@login_required
@require_POST
def stock_share(request: HttpRequest, code: str) -> HttpResponse:
    """Set the parts of the stores: fields `parts-<store id>`."""
    parts = {
        store_id: _units(str(text))
        for name, text in request.POST.items()
        if name.startswith("parts-") and (store_id := whole_in(name.removeprefix("parts-")))
    }
    share_stores(person=person_of(request), at=timezone.now(), code=code, parts=parts)
    messages.success(request, _("店铺分配已改，各店可售随之更新。"))
    return redirect(stock_url(get_contract(code)))


def _units(text: str) -> int:
    """The whole number that was typed; UnableToKeepStock where it is none."""
    text = text.strip().replace(",", "")
    if not (text.isascii() and text.isdecimal() and len(text) <= 10):
        raise UnableToKeepStock(
            say("“{text}”不是件数", text=text[:20]), code="NOT_UNITS", remedy=say("写不小于 0 的整数。")
        )
    return int(text)
