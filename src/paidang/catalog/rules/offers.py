"""What makes a buyer pay less than the list price: item promotions, member prices, full reductions, coupons, vouchers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from paidang.kit.money import yuan
from paidang.kit.sentence import Sentence, say

ITEM, MEMBER, QUANTITY = "item", "member", "quantity"
FULL, ITEM_COUPON, SHOP_COUPON, CROSS_STORE = "full", "item_coupon", "shop_coupon", "cross_store"
UNIT_KINDS = (ITEM, MEMBER, QUANTITY)
"""They make the price of a unit, one after the other in this order."""
ORDER_KINDS = (FULL, ITEM_COUPON, SHOP_COUPON, CROSS_STORE)
"""They take from an order what is then spread over its lines. Thresholds look at prices after the unit's offers."""
KINDS = {
    ITEM: say("单品促销"),
    MEMBER: say("会员价"),
    QUANTITY: say("多件折扣"),
    FULL: say("满减"),
    ITEM_COUPON: say("商品券"),
    SHOP_COUPON: say("店铺券"),
    CROSS_STORE: say("跨店满减"),
}
TIMES_MAX = 20
"""How often a buyer fills the threshold of a repeatable offer in one order, where it has no cap of its own."""
WHOLE = 1000
"""A rate is told in thousandths of the price that is left to pay: 950 is 九五折."""


@dataclass(frozen=True)
class Offer:
    """One coupon or promotion of a store.

    It says one of: the `price_fen` of a unit (an item promotion; `prices` where each good has its own), a `rate` left to
    pay in thousandths, or `minus_fen`. `threshold_fen` is what the goods it covers must come to in the order, and it is
    taken once for each of at most `times` fillings; `units` is how many of the same good a quantity discount wants.
    `skus` None covers every good of the store. `merchant_percent` of what it takes is the merchant's. Of a kind one
    offer counts in an order; `excludes` are other kinds with which it does not combine. Both days are in.
    """

    key: str
    kind: str
    name: str = ""
    skus: frozenset[str] | None = None
    since: date = date.min
    until: date = date.max
    price_fen: int | None = None
    prices: tuple[tuple[str, int], ...] = ()
    rate: int | None = None
    minus_fen: int = 0
    threshold_fen: int = 0
    times: int = 1
    units: int = 1
    merchant_percent: int = 100
    excludes: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def _prices(self) -> Mapping[str, int]:
        return dict(self.prices)

    def price_of(self, sku: str) -> int | None:
        """The price of a unit of a good, where the offer says one."""
        return self._prices.get(sku, self.price_fen)

    def covers(self, sku: str) -> bool:
        return self.skus is None or sku in self.skus

    def is_alone(self, sku: str) -> bool:
        """Whether no other good fills its threshold: it covers this one only."""
        return self.kind != CROSS_STORE and self.skus == frozenset([sku])

    def is_within(self, other: "Offer") -> bool:
        """Whether whatever fills this one's threshold counts for the other's too."""
        if other.kind == CROSS_STORE:
            return True
        return self.kind != CROSS_STORE and (
            other.skus is None or (self.skus is not None and self.skus <= other.skus)
        )

    def combines_with(self, other: "Offer") -> bool:
        return self.kind != other.kind and other.kind not in self.excludes and self.kind not in other.excludes

    def is_on(self, day: date) -> bool:
        return self.since <= day <= self.until


def unit_cut(offer: Offer, sku: str, price_fen: int) -> int:
    """What an offer of a unit's kind takes from its price, in fen, all funders together."""
    special = offer.price_of(sku)
    if special is not None:
        return max(0, price_fen - special)
    if offer.rate is not None:
        return -(-price_fen * (WHOLE - offer.rate) // WHOLE)
    return min(price_fen, offer.minus_fen)


def order_cut(offer: Offer, unit_fen: int, order_fen: int) -> int:
    """What falls on a unit of what an offer takes from an order, in fen, rounded up, all funders together.

    Up: by the largest remainder the odd fen goes to one line, and this may be it. Nothing where the goods that it covers,
    at `order_fen`, do not fill the threshold.
    """
    if order_fen < offer.threshold_fen or order_fen == 0:
        return 0
    if offer.rate is not None:
        return -(-unit_fen * (WHOLE - offer.rate) // WHOLE)
    times = min(offer.times, order_fen // offer.threshold_fen) if offer.threshold_fen else 1
    return min(unit_fen, -(-offer.minus_fen * times * unit_fen // order_fen))


def most_taken(offer: Offer, unit_fen: int) -> int:
    """What an offer on an order takes from a unit at most of the merchant's, in fen, in the order that is worst for it."""
    if offer.rate is not None:
        cut = -(-unit_fen * (WHOLE - offer.rate) // WHOLE)
    else:
        cut = offer.minus_fen * offer.times
        if offer.threshold_fen:
            cut = min(cut, -(-unit_fen * offer.minus_fen // offer.threshold_fen))
    return merchant_part(offer, cut)


def merchant_part(offer: Offer, cut_fen: int) -> int:
    """The merchant's part of what an offer takes, in fen, rounded up; the rest is the platform's."""
    return -(-cut_fen * offer.merchant_percent // 100)


def order_choices(offers: Iterable[Offer], kinds: Iterable[str]) -> list[tuple[Offer, ...]]:
    """Every set of offers that a buyer may use together: of each of the kinds one or none, in the order of the kinds."""
    found: list[tuple[Offer, ...]] = [()]
    offers = list(offers)
    for kind in kinds:
        of_kind = [offer for offer in offers if offer.kind == kind]
        found += [
            (*before, offer)
            for before in found
            for offer in of_kind
            if all(offer.combines_with(other) for other in before)
        ]
    return found


def terms_of(offer: Offer) -> Sentence:
    """An offer's terms in words: ``满 ¥300.00 减 ¥30.00``."""
    if offer.kind == QUANTITY:
        return say("{units} 件起打 {rate} 折", units=offer.units, rate=_tenths(offer.rate))
    if offer.prices:
        return say("{count} 个商品各有促销价", count=len(offer.prices))
    if offer.price_fen is not None:
        return say("促销价 {price}", price=yuan(offer.price_fen))
    if offer.rate is not None and offer.threshold_fen:
        return say("满 {full} 打 {rate} 折", full=yuan(offer.threshold_fen), rate=_tenths(offer.rate))
    if offer.rate is not None:
        return say("打 {rate} 折", rate=_tenths(offer.rate))
    if not offer.threshold_fen:
        return say("减 {minus}", minus=yuan(offer.minus_fen))
    if offer.times > 1:
        return say(
            "每满 {full} 减 {minus}，至多 {times} 次",
            full=yuan(offer.threshold_fen), minus=yuan(offer.minus_fen), times=offer.times,
        )  # fmt: skip
    return say("满 {full} 减 {minus}", full=yuan(offer.threshold_fen), minus=yuan(offer.minus_fen))


def _tenths(rate: int | None) -> str:
    """A rate as shops say it: 950 is ``9.5``."""
    return f"{Decimal(rate or 0) / 100:f}"
