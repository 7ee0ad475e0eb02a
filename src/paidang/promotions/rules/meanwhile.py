"""What other promotions sell while one is on: the same warehouses pack for all of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """Another promotion that stands: the units it still means to sell, from when until when."""

    units: int
    since: datetime
    until: datetime


def units_between(others: Iterable[Meanwhile], since: datetime, until: datetime) -> int:
    """How many units the others sell between two moments if each sells evenly, rounded up.

    >>> day = datetime(2026, 11, 1)
    >>> long = Meanwhile(100, day, day + timedelta(days=10))
    >>> units_between([long], day, day + timedelta(days=1)), units_between([long], day + timedelta(days=20), day + timedelta(days=21))
    (10, 0)
    """
    found = 0
    for one in others:
        shared = min(one.until, until) - max(one.since, since)
        if shared > timedelta(0):
            found += -(-one.units * shared // (one.until - one.since))
    return found
