"""Which of the factory prices that the brand hands in hold at once, and which reach into days past and wait for both sides' word."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from paidang.kit.clause import clause
from paidang.kit.sentence import say

TRUTH = say("以上出厂价真实，没有虚报；如有虚报，愿按合同承担责任。")
"""What a declarer is offered to state; the words that count are those that were typed."""


@dataclass(frozen=True, slots=True)
class Price:
    """A factory price of a SKU, in fen a unit, from a day on."""

    sku: str
    since: date
    fen: int


@dataclass(frozen=True, slots=True)
class Sold:
    """What was sold of a SKU on a day of payment; gifts are not in."""

    day: date
    lines: int
    units: int


@dataclass(frozen=True, slots=True)
class Past:
    """A price for days that are over and on which goods were sold: from `since` until before `until`.

    `old_fen` is the price that holds on them, None where there is none and their lines are held.
    """

    price: Price
    until: date
    old_fen: int | None
    lines: int
    units: int


@dataclass(frozen=True, slots=True)
class SortedOut:
    """`now` hold at once; `past` wait for the agency; `unchanged` say nothing new."""

    now: Sequence[Price]
    past: Sequence[Past]
    unchanged: int


Known = Mapping[str, Mapping[date, int]]
"""The prices in force by SKU and the day from which they hold."""


@clause("OP-3-D")
def sort_out(
    prices: Sequence[Price],
    *,
    known: Known,
    sold: Mapping[str, Sequence[Sold]],
    waiting: Collection[Price],
    today: date,
) -> SortedOut:
    """Tell the prices that the brand may set alone from those that both sides must agree to.

    What was sold at a price is not changed by one side: a price for days before `today` on which the SKU was sold waits.
    From today on it holds at once all the same, where no other price begins in between. A price that waits already, and
    one that holds already from that day, is not declared again.
    """
    now: list[Price] = []
    past: list[Past] = []
    unchanged = 0
    in_force = {sku: set(of_sku) for sku, of_sku in known.items()}
    declared: dict[str, set[date]] = {}
    for price in sorted(prices, key=lambda price: price.since, reverse=True):
        of_sku, days = known.get(price.sku, {}), in_force.setdefault(price.sku, set())
        later = declared.setdefault(price.sku, set())
        until = min(_after(days | later, price.since), today)
        later.add(price.since)
        if of_sku.get(price.since) == price.fen or price in waiting:
            unchanged += 1
            continue
        old, of_days = price_on(of_sku, price.since), sold.get(price.sku, ())
        # a later price that waits ends nothing yet: this one would hold on its days as well
        if old == price.fen or not _within(of_days, price.since, min(_after(days, price.since), today)):
            now.append(price)
            days.add(price.since)
            continue
        found = _within(of_days, price.since, until)
        past.append(Past(price, until, old, sum(one.lines for one in found), sum(one.units for one in found)))
        if until == today and today not in days:
            now.append(Price(price.sku, today, price.fen))
            days.add(today)
    return SortedOut(sorted(now, key=_place), sorted(past, key=lambda one: _place(one.price)), unchanged)


def _place(price: Price) -> tuple[str, date]:
    return price.sku, price.since


def _after(days: Collection[date], day: date) -> date:
    """The first of the days after one; the end of time where there is none."""
    return min((each for each in days if each > day), default=date.max)


def _within(sold: Sequence[Sold], since: date, until: date) -> list[Sold]:
    return [one for one in sold if since <= one.day < until]


def price_on(of_sku: Mapping[date, int], day: date) -> int | None:
    """The price that holds on a day: that of the latest day not after it; None where there is none."""
    since = max((each for each in of_sku if each <= day), default=None)
    return None if since is None else of_sku[since]
