"""Ways out for an offer, or a list price, that could break a floor: of each kind of change the least that lets every good pass."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import combinations, islice

from paidang.catalog.rules.guarding import Below, Good, find_below, tightest
from paidang.catalog.rules.offers import ORDER_KINDS, UNIT_KINDS, WHOLE, Offer
from paidang.kit.clause import clause

APART, SCOPE, THRESHOLD, SMALLER, PRICE, WITHOUT = (
    "apart",
    "scope",
    "threshold",
    "smaller",
    "price",
    "without",
)
WAYS_MAX = 3
HARD_MAX = 200
"""So many goods are looked at in the search for a change; all of them before it is told."""
SCOPE_MAX = 2000
"""A wider offer than of this many goods is not written out good by good to leave some out."""
THRESHOLD_MAX_FEN = 10_000_000
PRICE_TIMES_MAX = 10
"""A list price more than so many times the floor is no way out."""
YUAN = 100

Passes = Callable[[Offer], bool]


@dataclass(frozen=True, slots=True)
class Way:
    """One change that lets all goods pass: the offer as it would be, and which good then comes nearest to its floor.

    `detail` says what of it is new: the kinds it no longer combines with, the goods left out, an amount in fen, a rate.
    """

    kind: str
    offer: Offer
    detail: tuple[str, ...] | int
    nearest: Below


@dataclass(frozen=True, slots=True)
class PriceWay:
    """A change that lets a list price pass: a higher price in fen, or another offer without this good."""

    kind: str
    price_fen: int
    offer: Offer | None
    nearest: Below


@clause("OP-2-A-2")
def ways_out(goods: Sequence[Good], others: Sequence[Offer], offer: Offer) -> list[Way]:
    """At most three changes of an offer, each of which lets it go out; none where it is not what breaks the floor.

    In the order in which they are offered: not combined with another kind, other goods or a higher threshold, and a
    smaller cut. Each is checked for all goods on all days of the offer, and is the least of its kind: one step less
    (a fen, a thousandth of a rate, a yuan of a threshold, a good more) does not pass.
    """
    search = _Search(goods, others, offer)
    if not search.hard:
        return []
    apart = _apart(search)
    narrowed = _scope(search) or _threshold(search)
    found = [*apart[:1], *filter(None, (narrowed, _smaller(search))), *apart[1:]]
    return found[:WAYS_MAX]


class _Search:
    """Goods and other offers against which changes of an offer are tried; `hard` are the goods that one of them broke."""

    def __init__(self, goods: Sequence[Good], others: Sequence[Offer], offer: Offer) -> None:
        self.goods, self.others, self.asked = goods, others, offer
        broken = {found.sku for found in islice(self._below(goods, offer), HARD_MAX)}
        self.hard = [good for good in goods if good.sku in broken]

    def _below(self, goods: Iterable[Good], offer: Offer) -> Iterator[Below]:
        return find_below(goods, [*self.others, offer], since=offer.since, until=offer.until)

    def lets(self, offer: Offer) -> bool:
        """Whether the goods that were hard so far pass."""
        return next(self._below(self.hard, offer), None) is None

    def settle(self, find: Callable[[Passes], Offer | None]) -> Offer | None:
        """What `find` finds among the hard goods, once all goods pass it; None where it finds nothing."""
        while (found := find(self.lets)) is not None:
            more = {one.sku for one in islice(self._below(self.goods, found), HARD_MAX)}
            if not more:
                return found
            if more <= {good.sku for good in self.hard}:
                return None  # they are below their floors without it as well
            self.hard += [good for good in self.goods if good.sku in more and good not in self.hard]
        return None

    def way(
        self, kind: str, offer: Offer | None, detail: Callable[[Offer], tuple[str, ...] | int]
    ) -> Way | None:
        if offer is None:
            return None
        nearest = tightest(self.hard, [*self.others, offer], since=offer.since, until=offer.until)
        assert nearest is not None, "a good that was below its floor has one"
        return Way(kind, offer, detail(offer), nearest)


def _apart(search: _Search) -> list[Way]:
    """Not combined with one other kind, or else with two; what leaves buyers most comes first."""
    asked = search.asked
    kinds = [
        kind
        for kind in (*UNIT_KINDS, *ORDER_KINDS)
        if kind not in (asked.kind, *asked.excludes) and any(other.kind == kind for other in search.others)
    ]
    for size in (1, 2):
        found = []
        for more in combinations(kinds, size):
            offer = replace(asked, excludes=asked.excludes | set(more))
            settled = search.settle(lambda passes, offer=offer: offer if passes(offer) else None)  # type: ignore[misc]
            if way := search.way(APART, settled, lambda _offer, more=more: more):  # type: ignore[misc]
                found.append(way)
        if found:
            return sorted(found, key=lambda way: way.nearest.gap_fen)
    return []


def _scope(search: _Search) -> Way | None:
    """Without the goods that it breaks, where others are left."""
    asked = search.asked
    codes = asked.skus if asked.skus is not None else frozenset(good.sku for good in search.goods)
    if len(codes) > SCOPE_MAX or asked.prices:
        return None
    settled = search.settle(lambda _passes: _without(asked, codes - {good.sku for good in search.hard}))
    return search.way(SCOPE, settled, lambda offer: tuple(sorted(codes - (offer.skus or frozenset()))))


def _without(asked: Offer, left: frozenset[str]) -> Offer | None:
    return replace(asked, skus=left) if left else None


def _threshold(search: _Search) -> Way | None:
    """A higher threshold, in whole yuan."""
    asked = search.asked
    if asked.kind not in ORDER_KINDS or not asked.minus_fen:
        return None
    settled = search.settle(
        lambda passes: _least(
            passes,
            lambda steps: replace(asked, threshold_fen=steps * YUAN),
            asked.threshold_fen // YUAN,
            THRESHOLD_MAX_FEN // YUAN,
        )
    )
    return search.way(THRESHOLD, settled, lambda offer: offer.threshold_fen)


def _smaller(search: _Search) -> Way | None:
    """A higher promotional price, a smaller amount, a smaller discount: to the fen, to the thousandth."""
    asked = search.asked
    if asked.prices:
        settled = search.settle(lambda passes: _dearer(search))
        return search.way(SMALLER, settled, lambda _offer: len(search.hard))
    if asked.rate is not None:
        settled = search.settle(
            lambda passes: _least(passes, lambda rate: replace(asked, rate=rate), asked.rate or 0, WHOLE - 1)
        )
        return search.way(SMALLER, settled, lambda offer: offer.rate or 0)
    if asked.price_fen is not None:
        highest = max(good.list_fen for good in search.goods)
        price = asked.price_fen
        settled = search.settle(
            lambda passes: _least(passes, lambda fen: replace(asked, price_fen=fen), price, highest)
        )
        return search.way(SMALLER, settled, lambda offer: offer.price_fen or 0)
    minus = asked.minus_fen
    settled = search.settle(
        lambda passes: _least(passes, lambda less: replace(asked, minus_fen=minus - less), 0, minus - 1)
    )
    return search.way(SMALLER, settled, lambda offer: offer.minus_fen)


def _dearer(search: _Search) -> Offer | None:
    """The prices of the goods that break raised, each by itself, to the least that passes."""
    prices = dict(search.asked.prices)
    for good in search.hard:
        one = _Search([good], search.others, search.asked)
        raised = _least(
            one.lets,
            partial(_priced, search.asked, prices, good.sku),
            prices.get(good.sku, 0),
            good.list_fen,
        )
        if raised is None:
            return None
        prices = dict(raised.prices)
    return replace(search.asked, prices=tuple(sorted(prices.items())))


def _priced(asked: Offer, prices: Mapping[str, int], sku: str, fen: int) -> Offer:
    return replace(asked, prices=tuple(sorted({**prices, sku: fen}.items())))


def _least(passes: Passes, at: Callable[[int], Offer], fails: int, most: int) -> Offer | None:
    """The offer at the least step above `fails` that passes while the step below does not; None where `most` fails."""
    if most <= fails or not passes(at(most)):
        return None
    while most - fails > 1:
        middle = (fails + most) // 2
        if passes(at(middle)):
            most = middle
        else:
            fails = middle
    return at(most)


# A list price


@clause("OP-2-A-2")
def price_ways(good: Good, offers: Sequence[Offer], *, since: date, until: date) -> list[PriceWay]:
    """What lets a list price pass: the least price that does, to the fen, and each offer without which it does; at most three."""
    below = next(find_below([good], offers, since=since, until=until), None)
    if below is None:
        return []

    def nearest(fen: int, left: Sequence[Offer]) -> Below | None:
        return tightest([replace(good, list_fen=fen)], left, since=since, until=until)

    found = []
    for step in below.worst.steps:
        left = [offer for offer in offers if offer.key != step.offer.key]
        if step.merchant_fen and (one := nearest(good.list_fen, left)) and one.gap_fen >= 0:
            found.append(PriceWay(WITHOUT, good.list_fen, step.offer, one))
    found.sort(key=lambda way: way.nearest.gap_fen)
    if (least := _least_price(lambda fen: nearest(fen, offers), good)) is not None:
        found.insert(0, PriceWay(PRICE, least.worst.list_fen, None, least))
    return found[:WAYS_MAX]


def _least_price(nearest: Callable[[int], Below | None], good: Good) -> Below | None:
    """How the good stands at the least list price that passes; None where even one far above its floors does not."""
    low, high = good.list_fen, PRICE_TIMES_MAX * max(good.list_fen, *(fen for _day, fen in good.floors))
    at = nearest(high)
    if at is None or at.gap_fen < 0:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        one = nearest(middle)
        assert one is not None, "a good that is below its floor has one"
        if one.gap_fen < 0:
            low = middle
        else:
            high, at = middle, one
    return at
