"""Stock follows the orders: what the facts ask for and what stock has done are compared, and only the difference is written."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from django.db import transaction

from paidang.kit.clause import clause
from paidang.stock.actions.booking import book, keep_holds
from paidang.stock.actions.duties import set_stock_duties
from paidang.stock.actions.push import wish
from paidang.stock.queries.levels import lock_shelves, tracks_stock
from paidang.stock.queries.needs import count_differing, list_differing
from paidang.stock.rules.following import follow

LINES_AT_A_TIME = 20_000


@clause("OP-2-A-3", "OP-4-B-2")
@transaction.atomic
def follow_orders(
    contract_id: int,
    *,
    at: datetime,
    order_ids: Collection[str] | None = None,
    skus: Collection[str] | None = None,
) -> int:
    """Bring stock to what the contract's orders ask for, and answer how many lines it moved for; again moves nothing.

    `order_ids`, `skus`: of these alone, which is quick. Where nothing was ever declared it costs one query. The balances
    of all SKUs concerned are locked at once, in the order of their ids, so that callers wait for each other and never
    in a circle.
    """
    if not tracks_stock(contract_id):
        return 0
    differing = count_differing(contract_id, order_ids=order_ids, skus=skus)
    if not differing:
        return 0
    shelves = lock_shelves(contract_id, differing)
    free_before = {place: shelf.free for place, shelf in shelves.items()}
    moved = 0
    for some in _groups(differing):
        lines = list_differing(contract_id, order_ids=order_ids, skus=some)
        done = follow(lines, shelves)
        book(contract_id, done.moves, at=at)
        changed = [
            (need, hold)
            for (need, hold), (_need, before) in zip(done.holds, lines, strict=True)
            if hold != before
        ]
        keep_holds(contract_id, changed)
        moved += len(changed)
    if moved:
        wish(contract_id, differing, at=at)
        set_stock_duties(contract_id, at=at)
    if order_ids is not None:  # what these orders gave back is for those that wait
        freed = {
            sku for (warehouse, sku), shelf in shelves.items() if shelf.free > free_before[warehouse, sku]
        }
        moved += follow_orders(contract_id, at=at, skus=freed) if freed else 0
    return moved


def _groups(counts: Mapping[str, int]) -> Iterator[list[str]]:
    """SKUs in groups of so many lines that they fit into memory."""
    group: list[str] = []
    lines = 0
    for sku, n in counts.items():
        if group and lines + n > LINES_AT_A_TIME:
            yield group
            group, lines = [], 0
        group.append(sku)
        lines += n
    yield group
