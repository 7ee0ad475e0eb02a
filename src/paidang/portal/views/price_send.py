"""Prices to the stores: what would go out by the brand's price list, what the guard refuses and why, what platforms answered."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from paidang.contracts.queries import get_contract
from paidang.kit.period import day_of
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import fen_from, person_of
from paidang.portal.views.price_tabs import choose, contract_of, tabs
from paidang.promotions.models import PromotionPrice
from paidang.promotions.queries.outing import list_held
from paidang.stores.actions import UnableToSetPrice, set_prices
from paidang.stores.queries.prices import SHOWN_MAX, ToSend, list_to_send
from paidang.stores.rules.states import ACT_STATES, FAILED, WAITING
from paidang.stores.tasks import defer

REFUSALS_SHOWN = 5


@login_required
@never_cache
@require_safe
def price_send(request: HttpRequest) -> HttpResponse:
    """The page. `?contract=`."""
    contract = contract_of(request)
    if contract is None:
        return choose(request, _("发到店铺"))
    person = person_of(request)
    now = timezone.now()
    found, total = list_to_send(contract, day_of(now))
    held = list_held(contract, now)
    rows = [_row(one, held.get((one.link.pk, one.listing.platform_sku))) for one in found]
    context = {
        "contract": contract,
        "tabs": tabs(contract, "price_send"),
        "rows": rows,
        "total": total,
        "left": max(0, total - SHOWN_MAX),
        "goes": sum(row["goes"] for row in rows),
        "refused": sum(one.refused is not None for one in found),
        "may": contract.agency_id == person.org_id and person.may("operate_store"),
    }
    return render(request, "portal/price_send.html", context)


def _row(one: ToSend, held: PromotionPrice | None) -> dict[str, Any]:
    """`held`: a promotion's price is in the store on purpose and goes back by itself; nobody is led to end it early."""
    act = one.act
    return {
        "one": one,
        "held": held,
        "goes": one.may_go and held is None,
        "name": f"{one.link.pk}:{one.listing.platform_sku}",
        "skus": _("、").join(f"{sku} × {n}" if n > 1 else sku for sku, n in one.parts.items()),
        "why": worded(one.refused.message) if one.refused else "",
        "clause": one.refused.clause if one.refused else "",
        "remedy": worded(one.refused.remedy) if one.refused else "",
        "act": act,
        "act_look": {WAITING: "info", FAILED: "bad"}.get(act.state, "ok") if act else "",
        "act_state": worded(ACT_STATES[act.state]) if act else "",
        "act_fen": act.body["value"] if act else None,
        "act_why": worded(act.problem["reason"]) if act and act.problem else "",
    }


@login_required
@require_POST
def price_send_out(request: HttpRequest, code: str) -> HttpResponse:
    """Send the ticked prices, each as it was typed, store by store."""
    person, at, contract = person_of(request), timezone.now(), get_contract(code)
    by_store: dict[int, dict[str, int]] = {}
    for name in request.POST.getlist("pick")[:SHOWN_MAX]:
        store, _colon, platform_sku = name.partition(":")
        fen = fen_from(request.POST.get(f"price:{name}", ""), UnableToSetPrice)
        if store.isdecimal() and len(store) < 18 and fen is not None:
            by_store.setdefault(int(store), {})[platform_sku] = fen
    told: Counter[str] = Counter()
    for link_id, prices in by_store.items():
        acts, refused = set_prices(person=person, at=at, link_id=link_id, prices=prices)
        for act in acts[:1]:
            defer(act.link, person.org_id)
        told.update(sent=len(acts), refused=len(refused))
        for violation in list(refused.values())[:REFUSALS_SHOWN]:
            messages.error(request, worded(str(violation)))
    if told["sent"]:
        words = ngettext("%(n)s 个价格正在发给平台。", "%(n)s 个价格正在发给平台。", told["sent"])
        messages.success(request, words % {"n": told["sent"]})
    elif not told["refused"]:
        messages.info(request, _("没有选要发的价格。"))
    return redirect(f"{reverse('portal:price_send')}?{urlencode({'contract': contract.code})}")
