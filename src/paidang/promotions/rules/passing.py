"""The lowest promotion price that keeps a good above its floor, with the store's other offers on top."""

from collections.abc import Sequence
from dataclasses import replace

from paidang.catalog.rules.guarding import Good, find_below, floors_within
from paidang.catalog.rules.offers import Offer
from paidang.kit.clause import clause


@clause("OP-2-A-2")
def lowest_passing(good: Good, others: Sequence[Offer], offer: Offer) -> int | None:
    """The lowest price in fen at which `offer`, an item promotion of this good alone, passes the guard; None: none does.

    Found by halving, since a dearer unit is nearly always dearer after its coupons; where a threshold makes it otherwise
    the price that is told still passes, though a lower one might. Looked at are the prices from the highest floor
    to the list price.
    """

    def passes(fen: int) -> bool:
        one = replace(offer, prices=((good.sku, fen),))
        return next(find_below([good], [*others, one], since=offer.since, until=offer.until), None) is None

    low = max((fen for _day, fen in floors_within(good.floors, offer.since, offer.until)), default=0)
    high = good.list_fen
    if high < low or not passes(high):
        return None
    while low < high:
        middle = (low + high) // 2
        if passes(middle):
            high = middle
        else:
            low = middle + 1
    return high
