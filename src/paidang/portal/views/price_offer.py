"""One offer, for both sides and on a phone: what it does to each good, the ways out where it breaks a floor, the brand's word."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.catalog.actions import approve_offer, decline_offer, mend_offer
from paidang.catalog.models import CHECKED, REFUSED
from paidang.catalog.queries.guard import Shop, offer_of
from paidang.catalog.queries.offers import find_ways, get_offer, list_effects
from paidang.catalog.rules.offers import KINDS, terms_of
from paidang.catalog.rules.refusing import tell
from paidang.contracts.models import IN_FORCE
from paidang.contracts.queries import get_contract
from paidang.kit.period import day_of
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.price_offers import answered, offers_url, state_of
from paidang.portal.views.price_simulator import shown_ways
from paidang.promotions.queries.promotions import find_by_offer
from paidang.team.rules.roles import who_may

GOODS_MAX = 500
SHOWN_MAX = 60


@login_required
@require_GET
def price_offer(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The page of one offer; that of a promotion's is the promotion's own."""
    person, contract = person_of(request), get_contract(code)
    if promotion := find_by_offer(contract, number):
        return redirect("portal:price_promotion", code, promotion.number)
    made = get_offer(contract, number)
    offer, shop = offer_of(made), Shop(made.channel, made.store)
    effects = list_effects(contract, shop, offer, most=GOODS_MAX, without=made.number)
    side, lives = contract.side_of(person.org_id), contract.state == IN_FORCE
    may_mend = side == "b" and lives and person.may("make_offer")
    may_answer = side == "a" and lives and person.may("approve_offer")
    ways = find_ways(contract, shop, offer, without=made.number) if made.state == REFUSED else []
    context: dict[str, Any] = {
        "contract": contract,
        "offer": made,
        "offers_url": offers_url(code),
        "kind": worded(KINDS[made.kind]),
        "terms": terms_of(offer),
        "state": state_of(made, day_of(timezone.now())),
        "effects": [(one, tell(one.worst)) for one in effects[:SHOWN_MAX]],
        "more": max(0, len(effects) - SHOWN_MAX),
        "below": sum(one.gap_fen is not None and one.gap_fen < 0 for one in effects),
        "excluded": [worded(KINDS[kind]) for kind in made.excludes],
        "ways": shown_ways(ways),
        "may_mend": may_mend and made.state == REFUSED,
        "may_answer": may_answer and made.state == CHECKED,
        "may_put_out": may_mend,
        "ask": worded(who_may("approve_offer")),
    }
    return render(request, "portal/price_offer.html", context)


@login_required
@require_POST
def price_offer_answer(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The brand approves or declines."""
    person, now = person_of(request), timezone.now()
    if request.POST.get("verdict") == "approve":
        done = approve_offer(person=person, at=now, code=code, number=number)
        return answered(request, code, done, _("优惠 %(number)s 已批准，乙方可以发布。"))
    decline_offer(person=person, at=now, code=code, number=number, reason=request.POST.get("reason", ""))
    messages.success(request, _("已答复不批准，乙方看得到理由。"))
    return redirect("portal:price_offer", code, number)


@login_required
@require_POST
def price_offer_mend(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Change a refused offer in the way that was chosen."""
    made = mend_offer(
        person=person_of(request),
        at=timezone.now(),
        code=code,
        number=number,
        way=request.POST.get("way", ""),
    )
    messages.success(request, _("优惠 %(number)s 已改好并核对通过，等甲方批准。") % {"number": made.number})
    return redirect("portal:price_offer", code, number)
