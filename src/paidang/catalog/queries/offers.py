"""Reads on a store's offers: one of them, what it does to each good, and the ways out where it breaks a floor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from paidang.catalog.models import StoreOffer
from paidang.catalog.queries.guard import Shop, floors_for, goods_of, list_listed, list_offers
from paidang.catalog.queries.names import titles_at
from paidang.catalog.rules.guarding import Good, tightest
from paidang.catalog.rules.mending import Way, ways_out
from paidang.catalog.rules.offers import Offer
from paidang.catalog.rules.worst_price import Worst, worst_price
from paidang.contracts.models import Contract
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say


def get_offer(contract: Contract, number: int, *, lock: bool = False) -> StoreOffer:
    """One of them; NotFound where there is none of that number."""
    found = StoreOffer.objects.filter(contract=contract, number=number).select_related(
        "contract", "made_by", "answered_by"
    )
    made = (found.select_for_update(of=("self",)) if lock else found).first()
    if made is None:
        raise NotFound(say("没有优惠 {number}", number=number), remedy=say("请从促销页打开。"))
    return made


def find_ways(contract: Contract, shop: Shop, offer: Offer, *, without: int = 0) -> list[Way]:
    """The ways out for an offer that could break a floor; `without` is its number where it is stored."""
    others = list_offers(contract.pk, shop, since=offer.since, without=without)
    return ways_out(list_covered(contract, shop, offer), others, offer)


def list_covered(contract: Contract, shop: Shop, offer: Offer) -> list[Good]:
    """The priced listings that an offer covers, with their floors."""
    listed = [one for one in list_listed(contract.pk, shop) if offer.covers(one.sku)]
    return goods_of(listed, floors_for(contract.pk, listed))


@dataclass(frozen=True, slots=True)
class Effect:
    """What an offer does to a good on the day that is worst for it, in fen: worst price before and with it, and the floor."""

    sku: str
    title: str
    day: date
    list_fen: int
    before_fen: int
    worst: Worst
    floor_fen: int | None

    @property
    def gap_fen(self) -> int | None:
        """How far the worst price is above the floor; None where there is none."""
        return None if self.floor_fen is None else self.worst.price_fen - self.floor_fen


def list_effects(
    contract: Contract, shop: Shop, offer: Offer, *, most: int, without: int = 0
) -> Sequence[Effect]:
    """What an offer does to the first goods that it covers, those nearest to their floors first."""
    others = list_offers(contract.pk, shop, since=offer.since, without=without)
    goods = list_covered(contract, shop, offer)[:most]
    titles = titles_at(contract, shop.channel, shop.store, [good.sku for good in goods])
    found = [_effect(good, others, offer, titles.get(good.sku, "")) for good in goods]
    return sorted(found, key=lambda one: (one.gap_fen is None, one.gap_fen, one.sku))


def _effect(good: Good, others: Sequence[Offer], offer: Offer, title: str) -> Effect:
    nearest = tightest([good], [*others, offer], since=offer.since, until=offer.until)
    day = nearest.day if nearest else offer.since
    on = [one for one in others if one.is_on(day)]
    return Effect(
        good.sku, title, day, good.list_fen, worst_price(good.sku, good.list_fen, on).price_fen,
        nearest.worst if nearest else worst_price(good.sku, good.list_fen, [*on, offer]),
        nearest.floor_fen if nearest else None,
    )  # fmt: skip
