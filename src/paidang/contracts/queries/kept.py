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
# How many there are, since moments need not come in the order of the entries; and a hash, since what is taken back counts again.
_LAST_OF = """
    select c.id, (
        select nullif(count(*), 0) || ' ' || (array_agg(e.hash order by e.seq desc))[1] from (
            select e.seq, e.hash from evidence_entry e where e.chain_id = c.chain_id and e.act = any(%(acts)s)) e)
    from contracts_contract c where c.id = any(%(contracts)s) order by c.id"""
T = TypeVar("T")


def kept(
    contract_ids: Collection[int],
    asked: tuple[object, ...],
    make: Callable[[], T],
    *,
    rows: Callable[[T], int] = lambda _found: 0,
    acts: Sequence[str] = (),
    alone: bool = False,
) -> T:
    """What `make` answers to what is asked, kept by the heads of the contracts' chains: whatever changes anything appends
    to its chain. `asked`: what is the same in text is the same. Never None. `rows`: from how many rows an answer was
    reckoned, by which it may be old although something has changed since (AGING_ROWS); `acts`: after which of them it is not;
    `alone`: nothing but these acts changes it.
    """
    found_heads = Contract.objects.filter(pk__in=contract_ids).order_by("pk")
    heads = list(found_heads.values_list("pk", "chain__head_hash"))
    # of contracts that one may see alone: what is old is no more shown to others than what is new
    visible = [pk for pk, _hash in heads]
    of_acts = last_of(visible, acts) if acts else visible
    key, aged = _key(of_acts if alone else heads, asked), _key(of_acts, asked)
    found = cache.get(key)
    if found is None:
        found = cache.get(aged)
    if found is None:
        found = make()
        cache.set(key, found, KEPT_SECONDS)
        if old_s := aging_s(rows(found)):
            cache.set(aged, found, old_s)
    return cast("T", found)


def last_of(contract_ids: Collection[int], acts: Sequence[str]) -> list[tuple[int, str | None]]:
    """Of each of these contracts that one may see what tells whether anything of these acts was done since; None: never yet."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST_OF, {"acts": list(acts), "contracts": list(contract_ids)})
        return list(cursor.fetchall())


def aging_s(rows: int) -> int:
    """For how many seconds what was reckoned from so many rows serves although something has changed since."""
    return rows // AGING_ROWS * AGING_S


def _key(of: object, asked: tuple[object, ...]) -> str:
    return f"kept:{hashlib.sha256(repr((of, asked)).encode()).hexdigest()}"
