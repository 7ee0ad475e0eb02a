"""What takes a while to reckon of a contract's books, kept until something changes in them."""

import hashlib
from collections.abc import Callable, Collection
from typing import TypeVar, cast

from django.core.cache import cache

from paidang.contracts.models import Contract

KEPT_SECONDS = 600
T = TypeVar("T")


def kept(
    contract_ids: Collection[int],
    asked: tuple[object, ...],
    make: Callable[[], T],
    *,
    old_s: Callable[[T], int] = lambda _found: 0,
) -> T:
    """What `make` answers to what is asked, kept by the heads of the contracts' chains: whatever changes anything appends
    to its chain. `asked`: what is the same in text is the same. Never None. `old_s`: for how many seconds an answer serves
    although something has changed since.
    """
    heads = Contract.objects.filter(pk__in=contract_ids).order_by("pk").values_list("pk", "chain__head_hash")
    key, aged = _key(list(heads), asked), _key(list(contract_ids), asked)
    found = cache.get(key)
    if found is None:
        found = cache.get(aged)
    if found is None:
        found = make()
        cache.set(key, found, KEPT_SECONDS)
        if old := old_s(found):
            cache.set(aged, found, old)
    return cast("T", found)


def _key(of: object, asked: tuple[object, ...]) -> str:
    return f"kept:{hashlib.sha256(repr((of, asked)).encode()).hexdigest()}"
