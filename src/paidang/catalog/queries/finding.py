"""Finding SKUs by a part of their code or title. No index helps: under row-level security a part of a text is looked for row by row."""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from threading import Lock

from django.db import connection

from paidang.contracts.queries.kept import last_hashes

CHARS_MAX = 20_000_000
"""So much text of goods is kept in a process, of 100,000 SKUs about a quarter; what was asked for longest ago goes first."""
BETWEEN, END = "\x1f", "\x1e"

LISTED = ("goods.listed",)
"""Whatever changes the goods says so on the contract's chain: `catalog.actions.put_listings` alone writes them."""
_GOODS = """
    select s.code, coalesce(p.title, ''), coalesce(l.titles, '') from catalog_sku s
    left join catalog_product p on p.id = s.product_id
    left join (
        select q.sku_id, string_agg(distinct l.title, %(between)s) as titles
        from catalog_listingpart q join catalog_listing l on l.id = q.listing_id
        where q.contract_id = %(contract)s group by q.sku_id
    ) l on l.sku_id = s.id
    where s.contract_id = %(contract)s order by s.code"""


@dataclass(frozen=True, slots=True)
class _Goods:
    """All goods of a contract as one text, each SKU from its start on; as of an entry of the chain, None for none."""

    version: str | None
    codes: Sequence[str]
    starts: Sequence[int]
    text: str

    def find(self, part: str) -> Iterator[str]:
        """The codes of the SKUs that have it in their code, in their title or in one that they are listed by."""
        at = self.text.find(part)
        while at >= 0:
            place = bisect_right(self.starts, at) - 1
            yield self.codes[place]
            at = self.text.find(part, self.starts[place + 1])


_KEPT: OrderedDict[int, _Goods] = OrderedDict()
_LOCK = Lock()


def find_skus(contract_ids: Sequence[int], text: str, *, most: int) -> list[str]:
    """The SKUs of these contracts that contain a text in code or title, great letters or small; at most so many."""
    part = text.strip().upper()
    if not part or not contract_ids:
        return []
    found: dict[str, None] = {}
    for contract_id, version in last_hashes(contract_ids, LISTED):  # of contracts that one may see alone
        for code in _goods_of(contract_id, version).find(part):
            found[code] = None
            if len(found) >= most:
                return list(found)
    return list(found)


def _goods_of(contract_id: int, version: str | None) -> _Goods:
    """The goods as kept, or read anew if anything was listed since; without any entry nothing vouches for what is kept."""
    with _LOCK:
        kept = _KEPT.get(contract_id)
        if kept and version and kept.version == version:
            _KEPT.move_to_end(contract_id)
            return kept
    goods = _read(contract_id, version)
    if version:
        with _LOCK:
            _KEPT[contract_id] = goods
            _KEPT.move_to_end(contract_id)
            while len(_KEPT) > 1 and sum(len(one.text) for one in _KEPT.values()) > CHARS_MAX:
                _KEPT.popitem(last=False)
    return goods


def _read(contract_id: int, version: str | None) -> _Goods:
    with connection.cursor() as cursor:
        cursor.execute(_GOODS, {"contract": contract_id, "between": BETWEEN})
        rows = cursor.fetchall()
    texts = [BETWEEN.join(row).upper() for row in rows]
    starts = [0, *accumulate(len(text) + len(END) for text in texts)]
    return _Goods(version, [row[0] for row in rows], starts, "".join(text + END for text in texts))
