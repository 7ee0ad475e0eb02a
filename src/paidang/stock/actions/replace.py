"""Goods that leave in exchange or once more, and those that came back for them: by entries of their own, no order follows."""

from datetime import datetime

from paidang.contracts.models import Contract
from paidang.kit.clause import clause
from paidang.kit.sentence import say
from paidang.stock.actions.booking import book
from paidang.stock.actions.declare import after_moving, release_beyond
from paidang.stock.actions.recording import UnableToKeepStock
from paidang.stock.queries.levels import list_warehouses, lock_shelves
from paidang.stock.rules.following import Move
from paidang.stock.rules.kinds import REPLACED, RETURNED, RETURNED_DAMAGED
from paidang.team.models import Person


@clause("OP-2-A-3", "OP-4-C")
def replace_goods(
    *,
    contract: Contract,
    person: Person,
    at: datetime,
    warehouse: str,
    sku: str,
    sent: int,
    fit: int,
    damaged: int,
    order_id: str,
    reason: str,
) -> None:
    """Book units of a SKU that were sent again, and those that came back fit for sale or damaged.

    Goods that nobody has ever declared in any warehouse have no books, so nothing is booked. Called by an act that has
    checked who may and that writes the entry.
    """
    shelves = lock_shelves(contract.pk, [sku])
    if not shelves:
        return
    place = ({one.name: one.pk for one in list_warehouses(contract.pk)}.get(warehouse, 0), sku)
    there = shelves[place].on_hand if place in shelves else 0
    if place not in shelves or sent > there + fit:
        raise UnableToKeepStock(
            say("{warehouse}的 {sku} 账上只有 {there:,} 件", warehouse=warehouse, sku=sku, there=there),
            code="NOT_SO_MANY", remedy=say("请先盘点。"),
        )  # fmt: skip
    moves = []
    if fit:
        moves.append(Move(*place, RETURNED, on_hand=fit, order_id=order_id, reason=reason))
    if damaged:
        moves.append(Move(*place, RETURNED_DAMAGED, damaged=damaged, order_id=order_id, reason=reason))
    moves += release_beyond(contract.pk, shelves, {place: fit - sent})
    moves.append(Move(*place, REPLACED, on_hand=-sent, order_id=order_id, reason=reason))
    book(contract.pk, moves, at=at, by=person)
    after_moving(contract, {sku}, at=at)
