"""The worst price: the least that the merchant could get for a unit of a good, by the offers of a day.

A buyer chooses which offers to use, how many units to take and what else to put into the order. The rule takes the
choices that are worst for the price:

- one offer of a kind or none, such as combine;
- as many units as a quantity discount wants, or as fill the threshold of an offer that covers this good alone;
- where an offer covers other goods too, exactly as many of them as fill its threshold, at any price: a shop has goods
  at every price, or will have, and another store's count for a cross-store voucher. What fills a narrow offer's
  threshold counts for every offer that covers at least the same goods.

What an offer takes from an order is spread over its lines in proportion to their prices after the unit's own offers.
Counted is the merchant's part; the platform's is shown. Freight is NOT in, nor what points and gift cards pay.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from paidang.catalog.rules.offers import (
    ORDER_KINDS,
    UNIT_KINDS,
    Offer,
    merchant_part,
    most_taken,
    order_choices,
    order_cut,
    unit_cut,
)
from paidang.kit.clause import clause

UNITS_MAX = 100
"""More units of one good than this nobody takes to fill a threshold."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one offer takes from a unit: the merchant's part, and the platform's, which does not count. In fen."""

    offer: Offer
    merchant_fen: int
    platform_fen: int


@dataclass(frozen=True, slots=True)
class Worst:
    """The worst price of a unit in fen, and what makes it: offers, units of the good, other goods in the order in fen."""

    price_fen: int
    list_fen: int
    units: int = 1
    others_fen: int = 0
    steps: tuple[Step, ...] = ()


@clause("OP-2-A-2")
def worst_price(sku: str, list_fen: int, offers: Iterable[Offer]) -> Worst:
    """The worst price of a good that is listed at `list_fen`, by the offers that are on (of one day, of one store).

    Of equally bad choices the one with the fewest offers is told, then the one with the fewest units.
    """
    mine = [offer for offer in offers if offer.covers(sku)]
    best = Worst(list_fen, list_fen)
    for bound, unit, order_offers in _promising(sku, list_fen, [one for one in mine if one.merchant_percent]):
        if bound > best.price_fen:
            break
        for found in _orders(sku, unit, order_offers):
            if _badness(found) < _badness(best):
                best = found
    return _with_platform(sku, best, [offer for offer in mine if not offer.merchant_percent])


class WorstPrices:
    """`worst_price` of many goods by the same offers, reckoned once for all goods that are alike to each of them."""

    def __init__(self, offers: Iterable[Offer]) -> None:
        self._offers = list(offers)
        self._apart = [
            (n, offer) for n, offer in enumerate(self._offers) if offer.skus is None and offer.prices
        ]
        self._narrow: dict[str, list[tuple[int, Offer]]] = {}
        for n, offer in enumerate(self._offers):
            for sku in offer.skus or ():
                self._narrow.setdefault(sku, []).append((n, offer))
        self._reckoned: dict[object, Worst] = {}

    def of(self, sku: str, list_fen: int) -> Worst:
        """The worst price of a good that is listed at `list_fen`."""
        mine = (*self._apart, *self._narrow.get(sku, ()))
        alike = list_fen, tuple((n, offer.price_of(sku), offer.is_alone(sku)) for n, offer in mine)
        if alike not in self._reckoned:
            self._reckoned[alike] = worst_price(sku, list_fen, self._offers)
        return self._reckoned[alike]


def _promising(
    sku: str, list_fen: int, offers: Sequence[Offer]
) -> list[tuple[int, Worst, tuple[Offer, ...]]]:
    """Every choice of offers as the unit it makes and the offers on the order, behind a price it does not get below.

    The lowest first, so that what cannot be worse than what was found is not reckoned.
    """
    found = []
    for unit_offers in order_choices(offers, UNIT_KINDS):
        unit = _unit(sku, list_fen, unit_offers)
        others = [offer for offer in offers if all(offer.combines_with(used) for used in unit_offers)]
        most = {offer.key: most_taken(offer, unit.price_fen) for offer in others}
        for order_offers in order_choices(others, ORDER_KINDS):
            bound = unit.price_fen - sum(most[offer.key] for offer in order_offers) - 2 * len(order_offers)
            found.append((bound, unit, order_offers))
    return sorted(found, key=lambda one: one[0])


def _badness(one: Worst) -> tuple[int, int, int, int]:
    return one.price_fen, len(one.steps), one.units, one.others_fen


def _unit(sku: str, list_fen: int, offers: Iterable[Offer]) -> Worst:
    """The price of a unit by its own offers, one after the other."""
    price, units, steps = list_fen, 1, []
    for offer in offers:
        step = _step(offer, unit_cut(offer, sku, price))
        price -= step.merchant_fen
        units = max(units, offer.units)
        steps.append(step)
    return Worst(price, list_fen, units, 0, tuple(steps))


def _orders(sku: str, unit: Worst, offers: tuple[Offer, ...]) -> Iterator[Worst]:
    """The orders to look at: each offer's threshold filled just so, once, twice, up to as often as it may be."""
    for fillings in product(*_fillings(sku, unit.price_fen * unit.units, offers)):
        wanted = [offer.threshold_fen * times for offer, times in zip(offers, fillings, strict=True)]
        units = unit.units
        for offer, fen in zip(offers, wanted, strict=True):
            if offer.is_alone(sku) and unit.price_fen:
                units = max(units, -(-fen // unit.price_fen))
        if units > UNITS_MAX:
            continue
        own = unit.price_fen * units
        price, most, steps = unit.price_fen, own, list(unit.steps)
        for offer in offers:
            filled = [fen for other, fen in zip(offers, wanted, strict=True) if other.is_within(offer)]
            whole = own if offer.is_alone(sku) else max(own, *filled)
            step = _step(offer, order_cut(offer, unit.price_fen, whole))
            price, most = price - step.merchant_fen, max(most, whole)
            steps.append(step)
        yield Worst(max(0, price), unit.list_fen, units, most - own, tuple(steps))


def _fillings(sku: str, own_fen: int, offers: Sequence[Offer]) -> list[range]:
    """How often each threshold is filled: from what the good itself fills to just beyond what the others can want."""
    found = []
    for offer in offers:
        others = [other.threshold_fen * other.times for other in offers if other is not offer]
        most = max(own_fen, *others) if others else own_fen
        if not offer.threshold_fen or offer.times == 1:
            found.append(range(1, 2))
        elif offer.is_alone(sku):
            found.append(range(1, offer.times + 1))
        else:
            first = min(offer.times, max(1, own_fen // offer.threshold_fen))
            found.append(range(first, min(offer.times, most // offer.threshold_fen + 1) + 1))
    return found


def _step(offer: Offer, cut_fen: int) -> Step:
    merchant = merchant_part(offer, cut_fen)
    return Step(offer, merchant, cut_fen - merchant)


def _with_platform(sku: str, worst: Worst, offers: Iterable[Offer]) -> Worst:
    """The same with what the platform alone would pay in that order, to be shown."""
    steps = []
    for offer in offers:
        if offer.kind in UNIT_KINDS:
            cut = unit_cut(offer, sku, worst.price_fen) if worst.units >= offer.units else 0
        else:
            cut = order_cut(offer, worst.price_fen, worst.price_fen * worst.units + worst.others_fen)
        if cut:
            steps.append(_step(offer, cut))
    return Worst(worst.price_fen, worst.list_fen, worst.units, worst.others_fen, (*worst.steps, *steps))
