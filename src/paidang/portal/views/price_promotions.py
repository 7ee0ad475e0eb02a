"""促销: the calendar with its lanes, what waits, what is on, what is over; a platform's offer registered, a plan proposed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import Standing, get_contract, get_standing
from paidang.kit.period import day_of, day_start_at
from paidang.kit.sentence import Sentence
from paidang.kit.written import whole_in
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.price_offers import shops_of
from paidang.portal.views.price_promotion_calendar import calendar_of
from paidang.portal.views.price_promotion_card import Card, card_of
from paidang.portal.views.price_promotion_form import form_of, plan_from, read_form, usual_form
from paidang.portal.views.price_tabs import choose, contract_of
from paidang.promotions.actions import change_promotion, register_promotion
from paidang.promotions.models import Promotion
from paidang.promotions.queries.board import list_results, load_board
from paidang.promotions.queries.check import check_plan, plan_of
from paidang.promotions.queries.inquiries import load_inquiries
from paidang.promotions.queries.pace import load_packed
from paidang.promotions.queries.promotions import (
    get_promotion,
    get_service_pace,
    list_capacities,
    list_past,
    list_promotions,
    list_season_dates,
    list_supplies,
    list_unapproved,
)
from paidang.promotions.rules.calendar import strip_around
from paidang.promotions.rules.pace import pace_of
from paidang.promotions.rules.seasons import BY_KEY, SEASONS
from paidang.promotions.rules.states import (
    APPROVED,
    ASKED,
    BROKEN,
    DRAFT,
    ENDED,
    LANES,
    ON_SALE,
    OVER,
    SUDDEN,
)
from paidang.stock.queries import list_warehouses
from paidang.team.rules.roles import who_may

CARDS_MAX = 4
GOODS_ON_CARD = 12
PAST_MAX = 10
"""So many of those that are over are on a page, each reckoned line by line."""


@login_required
@require_GET
def price_promotions(request: HttpRequest) -> HttpResponse:
    """The page. `?contract=`; `?before=` the number of a promotion: of those that are over the ones before it."""
    contract = contract_of(request)
    if contract is None:
        return choose(request, _("促销"))
    person, now = person_of(request), timezone.now()
    standing = get_standing(contract)
    packed = load_packed(contract, now)
    asked = request.GET.get("before", "")
    over = list_past(contract, at=now, before=whole_in(asked, digits=8), most=PAST_MAX + 1)
    on_strip = list_promotions(contract, since=min(now, day_start_at(strip_around(day_of(now)).first)))
    cards = [card_of(one, now) for one in on_strip]
    waiting = [one for one in cards if one.state in (ASKED, DRAFT, BROKEN)]
    live = [one for one in cards if one.state == ON_SALE]
    urgent = sorted(waiting, key=lambda one: (one.state != ASKED, one.seconds))
    stopped = [one for one in reversed(cards) if one.promotion.ends_at > now and one.state in OVER]
    past = [*(() if asked else stopped), *(card_of(one, now) for one in over[:PAST_MAX])]
    context: dict[str, Any] = {
        "contract": contract,
        "goods": {"slice": f":{GOODS_ON_CARD}"},
        "calendar": calendar_of(contract, cards, now),
        "open": [_checked(standing, one, now) for one in urgent[:CARDS_MAX]],
        "live": [_with_board(standing, one, now) for one in live[:CARDS_MAX]],
        "coming": [*urgent[CARDS_MAX:], *(one for one in cards if one.state == APPROVED)],
        "past": _with_results(standing, [one for one in past if one.state == ENDED]),
        "missed": [one for one in past if one.state != ENDED],
        "older_url": f"?{urlencode({'contract': contract.code, 'before': over[PAST_MAX - 1].number})}"
        if len(over) > PAST_MAX
        else "",
        "newest_url": f"?{urlencode({'contract': contract.code})}" if asked else "",
        "may_make": may_make(request, contract),
        "side": contract.side_of(person.org_id),
        "who": worded(who_may("make_offer")),
        "has_any": bool(cards or over),
        "unapproved": list_unapproved(contract),
        "capacities": list_capacities(contract),
        "packed": packed,
        "pace": pace_of(None, packed),
        "service_pace": get_service_pace(contract),
        "service_shops": _inquiries(contract, now),
        "warehouses": list_warehouses(contract.pk),
        "supplies": list_supplies(contract),
        "season_dates": [(worded(BY_KEY[one.season].word), one) for one in list_season_dates(contract)],
        "seasons": [(one.key, worded(one.word)) for one in SEASONS],
        "may": {
            "pack": person.may("plan_stock"),
            "serve": person.may("hand_in_service") or person.may("sample_service"),
            "supply": contract.side_of(person.org_id) == "a" and person.may("declare_stock"),
            "season": person.may("make_offer") or person.may("approve_offer"),
        },
    }
    return render(request, "portal/price_promotions.html", context)


def _inquiries(contract: Contract, at: datetime) -> list[tuple[str, Sequence[Sentence]]]:
    """What is known of customer service as a check goes by it, with the shops of which it is the same."""
    stores: dict[tuple[Sentence, ...], list[str]] = {}
    for shop in shops_of(contract):
        known, unknown = load_inquiries(contract, shop, at)
        stores.setdefault(tuple(known.words if known else unknown), []).append(shop.store)
    return [(worded(names), words) for words, names in stores.items()]


def _checked(standing: Standing, card: Card, at: datetime) -> Card:
    ready = check_plan(standing.contract, plan_of(card.promotion), at, standing)
    return replace(card, ready=ready)


def _with_board(standing: Standing, card: Card, at: datetime) -> Card:
    board = load_board(card.promotion, at, standing)
    return replace(card, board=board)


def _with_results(standing: Standing, cards: Sequence[Card]) -> list[Card]:
    results = list_results([one.promotion for one in cards], standing)
    return [replace(one, result=results[one.promotion.pk]) for one in cards]


def may_make(request: HttpRequest, contract: Contract) -> bool:
    """Whether the person may write promotions down."""
    person = person_of(request)
    return contract.agency_id == person.org_id and contract.state == IN_FORCE and person.may("make_offer")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def price_promotion_new(request: HttpRequest, code: str) -> HttpResponse:
    """The form, filled in from a platform's message (`read`); sent, the promotion is a draft, and its page says at once whether it is ready. `?lane=`."""
    contract, now = get_contract(code), timezone.now()
    if "read" in request.POST:
        form = read_form(request, contract, now)
        return render(request, "portal/price_promotion_new.html", _form_context(contract, form, None))
    if request.method == "POST":
        made = register_promotion(
            person=person_of(request), at=now, code=code, lane=request.POST.get("lane", ""),
            title=request.POST.get("title", ""), plan=plan_from(request), words=request.POST.get("words", ""),
        )  # fmt: skip
        return redirect("portal:price_promotion", code, made.number)
    lane = request.GET.get("lane", "")
    form = usual_form(lane if lane in LANES else SUDDEN, now)
    return render(request, "portal/price_promotion_new.html", _form_context(contract, form, None))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def price_promotion_edit(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The same form on a promotion that nobody has answered: what the brand was asked is taken back."""
    contract, now = get_contract(code), timezone.now()
    if request.method == "POST":
        change_promotion(
            person=person_of(request), at=now, code=code, number=number, title=request.POST.get("title", ""),
            plan=plan_from(request), words=request.POST.get("words", ""),
        )  # fmt: skip
        messages.success(request, _("已改好，是草案了；要再报给甲方。"))
        return redirect("portal:price_promotion", code, number)
    promotion = get_promotion(contract, number)
    return render(
        request, "portal/price_promotion_new.html", _form_context(contract, form_of(promotion), promotion)
    )


def _form_context(contract: Contract, form: dict[str, Any], promotion: Promotion | None) -> dict[str, Any]:
    shops = [(f"{one.channel}|{one.store}", one.store) for one in shops_of(contract)]
    usual = {} if "shop" in form else {"shop": shops[0][0] if shops else ""}
    return {
        "contract": contract,
        "promotion": promotion,
        "form": form | usual,
        "shops": shops,
        "lanes": [(key, worded(word)) for key, word in LANES.items()],
    }
