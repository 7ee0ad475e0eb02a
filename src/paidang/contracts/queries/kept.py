"""What takes a while to reckon of a contract's books, kept until something changes in them."""

import hashlib
from collections.abc import Callable, Collection
from typing import TypeVar, cast

from django.core.cache import cache

from paidang.contracts.models import Contract

KEPT_SECONDS = 600
AGING_ROWS, AGING_S = 20_000, 6
"""What was reckoned from so many rows may be so many seconds old, from twice as many twice: of 100,000 half a minute, of a
million five minutes. What was reckoned from fewer is always as the books are."""
T = TypeVar("T")


def kept(
    contract_ids: Collection[int],
    asked: tuple[object, ...],
    make: Callable[[], T],
    *,
    rows: Callable[[T], int] = lambda _found: 0,
) -> T:
    """What `make` answers to what is asked, kept by the heads of the contracts' chains: whatever changes anything appends
    to its chain. `asked`: what is the same in text is the same. Never None. `rows`: from how many rows an answer was
    reckoned, by which it may be old although something has changed since (AGING_ROWS).
    """
    found_heads = Contract.objects.filter(pk__in=contract_ids).order_by("pk")
    heads = list(found_heads.values_list("pk", "chain__head_hash"))
    # of contracts that one may see alone: what is old is no more shown to others than what is new
    key, aged = _key(heads, asked), _key([pk for pk, _hash in heads], asked)
    found = cache.get(key)
    if found is None:
        found = cache.get(aged)
    if found is None:
        found = make()
        cache.set(key, found, KEPT_SECONDS)
        if old_s := aging_s(rows(found)):
            cache.set(aged, found, old_s)
    return cast("T", found)


def aging_s(rows: int) -> int:
    """For how many seconds what was reckoned from so many rows serves although something has changed since."""
    return rows // AGING_ROWS * AGING_S


def _key(of: object, asked: tuple[object, ...]) -> str:
    return f"kept:{hashlib.sha256(repr((of, asked)).encode()).hexdigest()}"
