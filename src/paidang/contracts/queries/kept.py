"""What takes a while to reckon of a contract's books, kept until something changes in them."""

import hashlib
from collections.abc import Callable, Collection, Sequence
from typing import TypeVar, cast

from django.core.cache import cache
from django.db import connection

from paidang.contracts.models import Contract

KEPT_SECONDS = 600
AGING_ROWS, AGING_S = 20_000, 6
"""What was reckoned from so many rows may be so many seconds old, from twice as many twice: of 100,000 half a minute, of a
million five minutes. What was reckoned from fewer is always as the books are."""
# for each act by itself, so that its last entry is the first that the index has
_LAST_HASHES = """
    select c.id, (select last.hash from unnest(%s::varchar[]) as acts (act) cross join lateral (
            select e.seq, e.hash from evidence_entry e where e.chain_id = c.chain_id and e.act = acts.act
            order by e.at desc, e.seq desc limit 1) last order by last.seq desc limit 1)
    from contracts_contract c where c.id = any(%s) order by c.id"""
T = TypeVar("T")


def kept(
    contract_ids: Collection[int],
    asked: tuple[object, ...],
    make: Callable[[], T],
    *,
    rows: Callable[[T], int] = lambda _found: 0,
    acts: Sequence[str] = (),
) -> T:
    """What `make` answers to what is asked, kept by the heads of the contracts' chains: whatever changes anything appends
    to its chain. `asked`: what is the same in text is the same. Never None. `rows`: from how many rows an answer was
    reckoned, by which it may be old although something has changed since (AGING_ROWS); `acts`: after which of them it is not.
    """
    found_heads = Contract.objects.filter(pk__in=contract_ids).order_by("pk")
    heads = list(found_heads.values_list("pk", "chain__head_hash"))
    # of contracts that one may see alone: what is old is no more shown to others than what is new
    visible = [pk for pk, _hash in heads]
    key, aged = _key(heads, asked), _key(last_hashes(visible, acts) if acts else visible, asked)
    found = cache.get(key)
    if found is None:
        found = cache.get(aged)
    if found is None:
        found = make()
        cache.set(key, found, KEPT_SECONDS)
        if old_s := aging_s(rows(found)):
            cache.set(aged, found, old_s)
    return cast("T", found)


def last_hashes(contract_ids: Collection[int], acts: Sequence[str]) -> list[tuple[int, str | None]]:
    """Of each of these contracts that one may see the hash of its chain's last entry of these acts, None where it has none."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST_HASHES, [list(acts), list(contract_ids)])
        return list(cursor.fetchall())


def aging_s(rows: int) -> int:
    """For how many seconds what was reckoned from so many rows serves although something has changed since."""
    return rows // AGING_ROWS * AGING_S


def _key(of: object, asked: tuple[object, ...]) -> str:
    return f"kept:{hashlib.sha256(repr((of, asked)).encode()).hexdigest()}"
