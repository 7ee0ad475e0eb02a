"""促销: a store's offers with what the guard said of them, and one to try: which goods it would break, by what combination."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from paidang.catalog.actions import UnableToOffer, end_offer, make_offer, put_out_offer
from paidang.catalog.actions.offers import Checked, tried
from paidang.catalog.models import APPROVED, CHECKED, DECLINED_OFFER, ENDED, OUT, REFUSED, StoreOffer
from paidang.catalog.queries.guard import Shop, list_below, offer_of
from paidang.catalog.queries.names import titles_at
from paidang.catalog.queries.offers import find_ways
from paidang.catalog.queries.price_list import list_shops, list_store_offers
from paidang.catalog.rules.offers import KINDS, Offer, terms_of
from paidang.catalog.rules.refusing import tell
from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract
from paidang.kit.money import yuan_text
from paidang.kit.outcome import UnableTo
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.orders.models import Store
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import day_from, fen_from, person_of
from paidang.portal.views.price_simulator import shown_ways
from paidang.portal.views.price_tabs import choose, contract_of, tabs
from paidang.team.rules.roles import who_may

STATE_KINDS = {CHECKED: "info", REFUSED: "bad", APPROVED: "me", DECLINED_OFFER: "", OUT: "ok", ENDED: ""}
SHOWN_MAX = 50


@login_required
@require_GET
def price_offers(request: HttpRequest) -> HttpResponse:
    """The page. With `?kind=` and the rest of the form the offer is tried: nothing is written."""
    contract = contract_of(request)
    if contract is None:
        return choose(request, _("优惠"))
    person = person_of(request)
    today = day_of(timezone.now())
    context: dict[str, Any] = {
        "contract": contract,
        "tabs": tabs(contract, "price_offers"),
        "today": today,
        "offers": [
            (one, terms_of(offer_of(one)), state_of(one, today), one.until < today)
            for one in list_store_offers(contract)
        ],
        "shops": shops_of(contract),
        "kinds": list(KINDS.items()),
        "asked": request.GET,
        "excluded": request.GET.getlist("excludes"),
        "may_offer": contract.agency_id == person.org_id
        and contract.state == IN_FORCE
        and person.may("make_offer"),
        "who": worded(who_may("make_offer")),
    }
    if request.GET.get("kind"):
        found = _try(contract, request.GET)
        if chosen := next(
            (one["way"] for one in found.get("ways", []) if one["key"] == request.GET.get("way")), None
        ):
            return redirect(f"{request.path}?{asked_of(chosen.offer, request.GET).urlencode()}#tried")
        context |= found
    return render(request, "portal/price_offers.html", context)


def state_of(one: StoreOffer, today: date) -> tuple[str, str]:
    """An offer's state as a person sees it; one whose days are over is over, whatever came of it."""
    if one.until < today and one.state != ENDED:
        return "", _("日子已过")
    return STATE_KINDS[one.state], worded(one.get_state_display())


def _try(contract: Contract, asked: QueryDict) -> dict[str, Any]:
    try:
        offer, shop = tried(offer_from(asked)), shop_from(asked)
        below = list_below(contract, shop, offer)
    except UnableTo as no:
        return {"refusal": no}
    titles = titles_at(contract, shop.channel, shop.store, [one.sku for one in below[:SHOWN_MAX]])
    return {
        "ways": shown_ways(find_ways(contract, shop, offer)) if below else [],
        "tried": terms_of(offer),
        "below": [
            (one, titles.get(one.sku, ""), one.floor_fen - one.worst.price_fen, tell(one.worst))
            for one in below[:SHOWN_MAX]
        ],
        "below_count": len(below),
        "platform": [step for one in below[:1] for step in one.worst.steps if step.platform_fen],
    }


def shops_of(contract: Contract) -> list[Shop]:
    """The stores that goods are listed in or orders come from."""
    found = {(one.channel, one.store) for one in list_shops(contract)}
    found |= set(Store.objects.filter(contract=contract).values_list("channel", "name"))
    return [Shop(channel, name) for channel, name in sorted(found)]


def shop_from(asked: QueryDict) -> Shop:
    """The store of the form: `channel|name`."""
    channel, _bar, name = asked.get("shop", "").partition("|")
    return Shop(channel[:40], name[:200])


def offer_from(asked: QueryDict) -> Offer:
    """The offer that the form says; UnableToOffer where a field is none of its kind."""
    skus = {
        part.strip() for part in asked.get("skus", "").replace("，", "\n").replace(",", "\n").splitlines()
    }
    prices = prices_from(asked.get("prices", ""))
    fen = {name: fen_from(asked.get(name, ""), UnableToOffer) for name in ("price", "minus", "threshold")}
    return Offer(
        key="new",
        kind=asked.get("kind", ""),
        name=" ".join(asked.get("name", "").split()),
        skus=frozenset(prices) or frozenset(skus - {""}) or None,
        since=_day(asked.get("since", "")),
        until=_day(asked.get("until", "")),
        price_fen=fen["price"],
        prices=tuple(sorted(prices.items())),
        rate=_rate(asked.get("rate", "")),
        minus_fen=fen["minus"] or 0,
        threshold_fen=fen["threshold"] or 0,
        times=_whole(asked.get("times", ""), 1),
        units=_whole(asked.get("units", ""), 1),
        merchant_percent=_whole(asked.get("merchant_percent", ""), 100),
        excludes=frozenset(asked.getlist("excludes")),
    )


def prices_from(text: str) -> dict[str, int]:
    """Promotional prices of many goods as a sheet copies them: a SKU and a price a line, parted by a tab or a comma."""
    found: dict[str, int] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        sku, _between, price = line.replace("，", ",").replace("\t", ",").partition(",")
        fen = fen_from(price.strip(), UnableToOffer)
        if not sku.strip() or fen is None or sku.strip() in found:
            raise UnableToOffer(
                say("读不懂促销价：{line}", line=line[:60]),
                code="OFFER_TERMS",
                remedy=say("一行一个商品：商品编码、促销价，同一个商品只写一次。"),
            )
        found[sku.strip()] = fen
    return found


def asked_of(offer: Offer, asked: QueryDict) -> QueryDict:
    """The form that says an offer: what `offer_from` reads, the rest as it was asked."""
    made = asked.copy()
    made.pop("way", None)
    values = {
        "skus": "\n".join(sorted(offer.skus or ())) if not offer.prices else "",
        "prices": "\n".join(f"{sku},{yuan_text(fen)}" for sku, fen in offer.prices),
        "price": "" if offer.price_fen is None else yuan_text(offer.price_fen),
        "minus": yuan_text(offer.minus_fen) if offer.minus_fen else "",
        "threshold": yuan_text(offer.threshold_fen) if offer.threshold_fen else "",
        "rate": "" if offer.rate is None else yuan_text(offer.rate),
    }
    for name, value in values.items():
        made[name] = value
    made.setlist("excludes", sorted(offer.excludes))
    return made


def _day(text: str) -> date:
    day = day_from(text, UnableToOffer)
    if day is None:
        raise UnableToOffer(say("没有写起止日"), code="OFFER_DAYS", remedy=say("两个日子都要填。"))
    return day


def _whole(text: str, usual: int) -> int:
    if not text.strip():
        return usual
    if not text.strip().isdecimal() or len(text.strip()) > 6:
        raise UnableToOffer(
            say("“{text}”不是整数", text=text[:20]), code="OFFER_TERMS", remedy=say("写成 2 这样。")
        )
    return int(text)


def _rate(text: str) -> int | None:
    """折 as shops say it, as thousandths: ``9.5`` is 950, as 9.50 yuan are 950 fen."""
    return fen_from(text, UnableToOffer)


@login_required
@require_POST
def price_offer_make(request: HttpRequest, code: str) -> HttpResponse:
    """Write an offer down; it is checked at once."""
    done = make_offer(
        person=person_of(request),
        at=timezone.now(),
        code=code,
        shop=shop_from(request.POST),
        offer=offer_from(request.POST),
    )
    return answered(request, code, done, _("已写下并核对通过（优惠 %(number)s），等甲方批准。"))


@login_required
@require_POST
def price_offer_out(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Put it out, if it passes once more."""
    done = put_out_offer(person=person_of(request), at=timezone.now(), code=code, number=number)
    return answered(request, code, done, _("优惠 %(number)s 已记为发布。"))


@login_required
@require_POST
def price_offer_end(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """End it."""
    end_offer(person=person_of(request), at=timezone.now(), code=code, number=number)
    messages.success(request, _("优惠 %(number)s 已停用，不再算在内。") % {"number": number})
    return redirect(offers_url(code))


def answered(request: HttpRequest, code: str, done: Checked, words: str) -> HttpResponse:
    """Say what came of it, on the offer's own page."""
    if done.violations:
        first = done.violations[0]
        messages.error(
            request,
            _("优惠 %(number)s 不能发布：%(count)s 个商品会低于底价。")
            % {"number": done.offer.number, "count": len(done.violations)}
            + " "
            + worded(str(first)),
        )
    else:
        messages.success(request, words % {"number": done.offer.number})
    return redirect("portal:price_offer", code, done.offer.number)


def offers_url(code: str) -> str:
    """The offers of a contract."""
    return f"{reverse('portal:price_offers')}?{urlencode({'contract': get_contract(code).code})}"
