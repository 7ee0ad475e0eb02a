"""Which goods of a store are looked at in an hour, where its platform takes a call for each: all of them, turn by turn."""

from collections.abc import Sequence
from datetime import datetime

AT_ONCE = 100
"""So many SKUs an hour, or more where a day would not do for all."""
TURNS_MAX = 24
HOUR_S = 3600


def turns_of(skus: int) -> int:
    """In how many hours all of so many SKUs are looked at.

    >>> [turns_of(n) for n in (0, 100, 101, 2_400, 100_000)]
    [1, 1, 2, 24, 24]
    """
    return max(1, min(TURNS_MAX, -(-skus // AT_ONCE)))


def turn_at(skus: Sequence[str], at: datetime) -> list[str]:
    """Those whose turn it is in the hour of `at`; in `turns_of` hours each of them comes once."""
    turns = turns_of(len(skus))
    return list(skus[int(at.timestamp()) // HOUR_S % turns :: turns])
