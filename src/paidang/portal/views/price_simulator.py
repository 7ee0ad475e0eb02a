"""叠加试算: the offers of a store laid out for one good, ticked as one likes; below the floor the ways out. The address keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from paidang.catalog.actions import UnableToOffer
from paidang.catalog.actions.offers import way_key
from paidang.catalog.models import APPROVED, CHECKED, OUT, REFUSED, StoreOffer
from paidang.catalog.queries.floors import retail_days
from paidang.catalog.queries.guard import Shop, list_listed, list_offers, offer_of
from paidang.catalog.queries.offers import find_ways
from paidang.catalog.queries.price_list import PriceLine
from paidang.catalog.rules.guarding import Good, floors_within
from paidang.catalog.rules.mending import Way, price_ways
from paidang.catalog.rules.offers import Offer, terms_of
from paidang.catalog.rules.refusing import tell_price_way, tell_way
from paidang.catalog.rules.simulating import EXCLUDED, NO_LOWER, SAME_KIND, Row, simulate
from paidang.contracts.models import Contract
from paidang.portal.rules.price_lanes import axis
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import day_from
from paidang.portal.views.price_tabs import shop_word

COUNTING = (CHECKED, APPROVED, OUT)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address says: which good in which store on which day, and the offers ticked; None: those that count."""

    sku: str
    shop: Shop
    day: date
    ticked: frozenset[str] | None


def simulator(
    request: HttpRequest, contract: Contract, lines: Sequence[PriceLine], today: date, *, may_offer: bool
) -> dict[str, Any] | None:
    """The panel's context; None where no good of the page is listed singly anywhere."""
    asked = _asked(request.GET, lines, today)
    if asked is None:
        return None
    listed = [one for one in list_listed(contract.pk, asked.shop, {asked.sku}) if one.sku == asked.sku]
    price = next((one.price_fen for one in listed if one.price_fen is not None), None)
    if price is None:
        return None
    stored = _stored(contract, asked)
    ticked = (
        asked.ticked
        if asked.ticked is not None
        else {str(one.number) for one in stored if one.state in COUNTING}
    )
    floors = retail_days(contract.pk, {asked.sku}).get(asked.sku, [])
    in_force = floors_within(floors, asked.day, asked.day)
    floor = in_force[0][1] if in_force else None
    found = simulate(asked.sku, price, [offer_of(one) for one in stored], ticked, floor)
    gap = None if floor is None else found.worst.price_fen - floor
    by_number = {str(one.number): one for one in stored}
    promo = next((row.after_fen for row in found.rows if row.step and row.offer.price_fen is not None), None)
    return {
        "asked": asked,
        "title": next((line.title for line in lines if line.sku == asked.sku), ""),
        "shop_value": f"{asked.shop.channel}|{asked.shop.store}",
        "goods": [(line.sku, line.title) for line in lines if line.listed],
        "shops": [(f"{one.shop.channel}|{one.shop.store}", shop_word(one.shop)) for line in lines if line.sku == asked.sku for one in line.listed],
        "list_fen": price,
        "rows": [_shown(row, by_number[row.offer.key], found.always, gap) for row in found.rows],
        "found": found,
        "floor_fen": floor,
        "gap_fen": gap,
        "short_fen": -gap if gap is not None and gap < 0 else None,
        "axis": None if floor is None else axis(found.worst.price_fen, floor, [price]),
        "promo_fen": promo,
        **_ways(contract, asked, stored, ticked, Good(asked.sku, price, floors), gap, may_offer=may_offer),
    }  # fmt: skip


def _asked(asked: QueryDict, lines: Sequence[PriceLine], today: date) -> Asked | None:
    listed = {line.sku: line for line in lines if line.listed}
    if not listed:
        return None
    line = listed.get(asked.get("sku", "")) or min(
        listed.values(), key=lambda one: (one.gap_fen is None, one.gap_fen or 0)
    )
    channel, _bar, store = asked.get("shop", "").partition("|")
    shops = [one.shop for one in line.listed]
    lowest = line.lowest
    assert lowest is not None, "a listed good has a lowest price"
    shop = Shop(channel, store) if Shop(channel, store) in shops else lowest.shop
    ticked = frozenset(asked.getlist("use")) if asked.get("sim") else None
    return Asked(line.sku, shop, day_from(asked.get("day", ""), UnableToOffer) or today, ticked)


def _stored(contract: Contract, asked: Asked) -> list[StoreOffer]:
    """The store's offers of that day that count, and those that the guard refused: these may be tried."""
    found = StoreOffer.objects.filter(
        contract=contract, channel=asked.shop.channel, store=asked.shop.store, state__in=[*COUNTING, REFUSED],
        since__lte=asked.day, until__gte=asked.day,
    )  # fmt: skip
    return [one for one in found.order_by("number") if offer_of(one).covers(asked.sku)]


def _shown(row: Row, stored: StoreOffer, always: Sequence[Offer], gap: int | None) -> dict[str, Any]:
    said = {
        SAME_KIND: _("同类只用一个：%(offer)s"),
        EXCLUDED: _("与“%(offer)s”不叠加"),
        NO_LOWER: _("这时用不上"),
    }
    who = (
        _("商家付")
        if row.offer.merchant_percent == 100
        else _("商家担 %(n)s%%") % {"n": row.offer.merchant_percent}
    )
    return {
        "row": row,
        "terms": terms_of(row.offer),
        "who": who,
        "state": stored,
        "is_refused": stored.state == REFUSED,
        "is_hit": row.step is not None and gap is not None and gap < 0 and row.offer in always,
        "why": said.get(row.why, "") % {"offer": row.by.name if row.by else ""},
    }


def _ways(
    contract: Contract, asked: Asked, stored: Sequence[StoreOffer], ticked: frozenset[str] | set[str], good: Good,
    gap: int | None, *, may_offer: bool,
) -> dict[str, Any]:  # fmt: skip
    """The ways out where the combination breaks the floor: of the refused offer in it, else of the list price."""
    if gap is None or gap >= 0:
        return {}
    subject = next((one for one in stored if one.state == REFUSED and str(one.number) in ticked), None)
    if subject:
        ways = find_ways(contract, asked.shop, offer_of(subject), without=subject.number)
        return {"subject": subject, "ways": shown_ways(ways), "may_mend": may_offer}
    offers = [one for one in list_offers(contract.pk, asked.shop, since=asked.day) if one.key in ticked]
    found = price_ways(good, offers, since=asked.day, until=asked.day)
    return {"price_ways": [(tell_price_way(one), one.nearest) for one in found]}


def shown_ways(ways: Sequence[Way]) -> list[dict[str, Any]]:
    """Ways out as the pages list them: the key that names each, what it says, where that is done, what comes of it."""
    return [
        {"key": way_key(way), "word": worded(word), "hint": worded(hint), "nearest": way.nearest, "way": way}
        for way in ways
        for word, hint in [tell_way(way)]
    ]
