"""Which goods could be sold below their floor: many at once, over days. The same answer as `worst_price`, sooner."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from paidang.catalog.rules.offers import (
    ORDER_KINDS,
    UNIT_KINDS,
    Offer,
    merchant_part,
    most_taken,
    unit_cut,
)
from paidang.catalog.rules.worst_price import Worst, WorstPrices
from paidang.kit.clause import clause

ROUNDINGS = 2 * len(ORDER_KINDS)
"""Fen by which rounding may lower a price: each kind of offer on an order is rounded up twice."""

FloorDays = Sequence[tuple[date, int]]
"""The minimum retail prices of a good in fen, each from its day on, in the order of the days."""


@dataclass(frozen=True, slots=True)
class Good:
    """What is sold as one in a store: a SKU, or a bundle of several whose floor is the sum of theirs."""

    sku: str
    list_fen: int
    floors: FloorDays


@dataclass(frozen=True, slots=True)
class Below:
    """A good that could be sold below its floor: on which day first, which floor, by what combination."""

    sku: str
    day: date
    floor_fen: int
    worst: Worst

    @property
    def gap_fen(self) -> int:
        """How far the worst price is above the floor; below zero where it breaks it."""
        return self.worst.price_fen - self.floor_fen


@clause("OP-2-A-2")
def find_below(
    goods: Iterable[Good], offers: Iterable[Offer], *, since: date, until: date
) -> Iterator[Below]:
    """The goods that could be sold below their floor on a day from `since` to `until`, both in, in their order.

    Nearly all are let through by a bound that no price falls below, a few operations each; the rest are reckoned.
    """
    on = [offer for offer in offers if offer.since <= until and offer.until >= since]
    bound, narrow = _bound(on), _narrow(on)
    spans = [_Span(day, [offer for offer in on if offer.is_on(day)]) for day in _days(on, since, until)]
    for good in goods:
        floors = floors_within(good.floors, since, until)
        highest = max((fen for _day, fen in floors), default=0)
        if good.list_fen >= highest and bound(good.sku, good.list_fen, narrow.get(good.sku, ())) >= highest:
            continue
        if found := _first_below(good, floors, spans, narrow.get(good.sku, ())):
            yield found


def tightest(goods: Iterable[Good], offers: Iterable[Offer], *, since: date, until: date) -> Below | None:
    """Of the goods that have a floor, the one whose worst price comes nearest to it, or is farthest below it, and when."""
    nearest = Nearest(offers, since=since, until=until)
    found = (one for good in goods if (one := nearest.of(good)))
    return min(found, key=lambda one: one.gap_fen, default=None)


class Nearest:
    """When the worst price of a good comes nearest to its floor, for many goods by the same offers on the same days."""

    def __init__(self, offers: Iterable[Offer], *, since: date, until: date) -> None:
        on = [offer for offer in offers if offer.since <= until and offer.until >= since]
        self._since, self._until = since, until
        self._prices = {
            day: WorstPrices(offer for offer in on if offer.is_on(day)) for day in _days(on, since, until)
        }

    def of(self, good: Good) -> Below | None:
        """Or is farthest below it; None for a good without a floor."""
        floors = floors_within(good.floors, self._since, self._until)
        found: Below | None = None
        for day in sorted({*self._prices, *(day for day, _fen in floors)}):
            in_force = [fen for begins, fen in floors if begins <= day]
            if in_force:
                prices = self._prices[max(begins for begins in self._prices if begins <= day)]
                one = Below(good.sku, day, in_force[-1], prices.of(good.sku, good.list_fen))
                found = one if found is None or one.gap_fen < found.gap_fen else found
        return found


def floors_within(floors: FloorDays, since: date, until: date) -> list[tuple[date, int]]:
    """The floors that hold within days: the one in force on the first of them, and those that begin later."""
    before = [fen for day, fen in floors if day <= since]
    first = [(since, before[-1])] if before else []
    return first + [(day, fen) for day, fen in floors if since < day <= until]


def sum_floors(parts: Iterable[tuple[FloorDays, int]]) -> list[tuple[date, int]]:
    """The floors of a bundle: the sum over its parts that have one, each with how many of it."""
    parts = list(parts)
    days = sorted({day for floors, _n in parts for day, _fen in floors})
    return [
        (day, sum(fen * n for floors, n in parts for _day, fen in floors_within(floors, day, day)))
        for day in days
    ]


def _days(offers: Iterable[Offer], since: date, until: date) -> list[date]:
    """The days on which other offers are on than on the day before, with the first."""
    changes = {offer.since for offer in offers}
    changes |= {offer.until + timedelta(1) for offer in offers if offer.until < until}
    return [since, *sorted(day for day in changes if since < day <= until)]


class _Span:
    """Days on which the same offers are on, from `begins` on."""

    def __init__(self, begins: date, offers: Sequence[Offer]) -> None:
        self.begins, self.prices = begins, WorstPrices(offers)
        self.bound = _bound(offers)


def _first_below(
    good: Good,
    floors: Sequence[tuple[date, int]],
    spans: Sequence[_Span],
    narrow: Sequence[Offer],
) -> Below | None:
    """The first day on which the good could be sold below its floor."""
    for day in sorted({*(span.begins for span in spans), *(day for day, _fen in floors)}):
        in_force = [fen for begins, fen in floors if begins <= day]
        span = [span for span in spans if span.begins <= day][-1]
        mine = [offer for offer in narrow if offer.is_on(day)]
        if not in_force or span.bound(good.sku, good.list_fen, mine) >= in_force[-1]:
            continue
        worst = span.prices.of(good.sku, good.list_fen)
        if worst.price_fen < in_force[-1]:
            return Below(good.sku, day, in_force[-1], worst)
    return None


# The bound


def _narrow(offers: Iterable[Offer]) -> dict[str, list[Offer]]:
    """The offers that do not cover the whole store, by good."""
    found: dict[str, list[Offer]] = {}
    for offer in offers:
        for sku in offer.skus or ():
            found.setdefault(sku, []).append(offer)
    return found


def _bound(offers: Iterable[Offer]) -> Callable[[str, int, Sequence[Offer]], int]:
    """A price in fen that no combination gets below, by a good, its list price and its narrow offers.

    Every offer of a unit's kind counts at its best, and of each kind of an order's offers the one that could take most,
    each in the order that is worst for it alone, whatever excludes what.
    """
    wide = _by_kind(offer for offer in offers if offer.skus is None)
    taken: dict[int, list[int]] = {}

    def bound(sku: str, list_fen: int, narrow: Sequence[Offer]) -> int:
        of_good = _by_kind(narrow) if narrow else {}
        price = list_fen
        for kind in UNIT_KINDS:
            best = 0
            for of_kind in (wide, of_good):
                for offer in of_kind.get(kind, ()):
                    best = max(best, merchant_part(offer, unit_cut(offer, sku, price)))
            price -= best
        of_wide = taken.get(price)
        if of_wide is None:
            of_wide = taken[price] = [_most(wide.get(kind, ()), price) for kind in ORDER_KINDS]
        if not of_good:
            return _left(price, sum(of_wide))
        of_both = (
            max(most, _most(of_good[kind], price)) if kind in of_good else most
            for kind, most in zip(ORDER_KINDS, of_wide, strict=True)
        )
        return _left(price, sum(of_both))

    return bound


def _left(price: int, taken: int) -> int:
    """What no dearer unit gets below either: what is taken grows more slowly than the price, but for its rounding.

    Where everything could be taken that is not so, and nothing is promised.
    """
    return max(0, price - taken - ROUNDINGS) if taken < price else 0


def _by_kind(offers: Iterable[Offer]) -> Mapping[str, list[Offer]]:
    found: dict[str, list[Offer]] = {}
    for offer in offers:
        if offer.merchant_percent:
            found.setdefault(offer.kind, []).append(offer)
    return found


def _most(offers: Sequence[Offer], price: int) -> int:
    """The most that one of them takes from a unit of at least this price, rounded up, in any order."""
    return max((most_taken(offer, price) for offer in offers), default=0)
