"""Measure the price guard: 100,000 SKUs under 50 promotions, over a month in which floors change.

    python bench/guard.py --skus 100000 --promotions 50

List prices are from ¥9.90 to ¥999.90, floors 55 % to 75 % of them, for one in ten raised within the month. Of fifty
promotions thirty are item promotions, six quantity discounts and six item coupons, each on a shelf of the goods; the whole
store has a member price, two full reductions, three shop coupons and two cross-store vouchers. Some goods break: they are
told with their combination.
"""

import argparse
import json
import random
import sys
import time
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from paidang.catalog.rules.guarding import Good, find_below
from paidang.catalog.rules.offers import (
    CROSS_STORE,
    FULL,
    ITEM,
    ITEM_COUPON,
    MEMBER,
    QUANTITY,
    SHOP_COUPON,
    Offer,
)

SINCE = date(2026, 11, 1)
UNTIL = SINCE + timedelta(29)
SHELVES = 40


def main() -> None:
    """Make the goods and the promotions, check, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--skus", type=int, default=100_000)
    parser.add_argument("--promotions", type=int, default=50)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    goods = [make_good(chance, number) for number in range(asked.skus)]
    offers = [make_offer(chance, number, goods) for number in range(asked.promotions)]
    began, busy = time.perf_counter(), time.process_time()
    below = list(find_below(goods, offers, since=SINCE, until=UNTIL))
    found = {
        "skus": asked.skus, "promotions": len(offers), "below": len(below),
        "seconds": round(time.perf_counter() - began, 2), "cpu_seconds": round(time.process_time() - busy, 2),
    }  # fmt: skip
    print(json.dumps(found))


def make_good(chance: random.Random, number: int) -> Good:
    """A good with its floor, for one in ten with a higher one from some day of the month on."""
    price = chance.randrange(99, 10_000) * 10
    floors = [(SINCE - timedelta(90), price * chance.randrange(55, 75) // 100)]
    if chance.random() < 0.1:
        floors.append((SINCE + timedelta(chance.randrange(1, 30)), floors[0][1] * 105 // 100))
    return Good(f"SKU-{number:06}", price, floors)


def make_offer(chance: random.Random, number: int, goods: list[Good]) -> Offer:
    """A promotion with days of its own in the month."""
    since = SINCE + timedelta(chance.randrange(0, 20))
    until = since + timedelta(chance.randrange(3, 30))
    shelf = frozenset(good.sku for good in goods[chance.randrange(SHELVES) :: SHELVES])
    key, days = f"P{number}", {"since": since, "until": until}
    threshold = chance.choice([199, 299, 399, 599]) * 100
    match number % 50:
        case n if n < 30:
            return Offer(key, ITEM, skus=shelf, rate=chance.randrange(850, 960, 10), **days)
        case n if n < 36:
            return Offer(key, QUANTITY, skus=shelf, units=2, rate=950, excludes=frozenset([ITEM]), **days)
        case n if n < 42:
            return Offer(
                key, ITEM_COUPON, skus=shelf, threshold_fen=threshold, minus_fen=threshold // 25, **days
            )
        case 42:
            return Offer(key, MEMBER, rate=980, **days)
        case 43 | 44:
            return Offer(key, FULL, threshold_fen=threshold, minus_fen=threshold // 20, times=3, **days)
        case 45 | 46 | 47:
            return Offer(key, SHOP_COUPON, threshold_fen=threshold, minus_fen=threshold // 30, **days)
        case _:
            return Offer(
                key, CROSS_STORE, threshold_fen=30_000, minus_fen=5_000, times=20, merchant_percent=20, **days
            )


if __name__ == "__main__":
    main()
