"""Receipt of goods, damage, and what becomes of the damaged: single entries by the brand's people."""

from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.recording import record
from paidang.kit.clause import clause
from paidang.kit.sentence import say
from paidang.stock.actions.booking import book
from paidang.stock.actions.declare import (
    add_warehouses,
    after_moving,
    check_goods,
    open_levels,
    release_beyond,
)
from paidang.stock.actions.recording import UnableToKeepStock, check_may_keep
from paidang.stock.queries.levels import list_warehouses, lock_books, lock_shelves
from paidang.stock.rules.following import Move
from paidang.stock.rules.kinds import DAMAGED, DISPOSED, RECEIVED
from paidang.team.models import Person

MOVES = (RECEIVED, DAMAGED, DISPOSED)


@clause("OP-2-A-3")
@transaction.atomic
def move_goods(
    *,
    person: Person,
    at: datetime,
    code: str,
    kind: str,
    warehouse: str,
    sku: str,
    quantity: int,
    reason: str = "",
) -> None:
    """Book units of a SKU that came in, were damaged, or are damaged and gone. What goes wrong has a reason.

    Goods that were never counted are begun with what came in.
    """
    contract = check_may_keep(person, code, "declare_stock")
    warehouse, sku, reason = warehouse.strip(), sku.strip(), reason.strip()[:500]
    check_goods(warehouse, sku, quantity)
    if kind not in MOVES or quantity < 1:
        raise UnableToKeepStock(
            say("没有这样的变动"), code="MOVE_UNKNOWN", remedy=say("入库、报残次、残次处理，至少 1 件。")
        )
    if kind != RECEIVED and not reason:
        raise UnableToKeepStock(say("没有写原因"), code="REASON_MISSING", remedy=say("请写明货怎么了。"))
    lock_books(contract.pk)
    if kind == RECEIVED:
        place = (add_warehouses(contract, {warehouse}, person, at)[warehouse], sku)
        open_levels(contract, {place: at})
    else:
        place = ({one.name: one.pk for one in list_warehouses(contract.pk)}.get(warehouse, 0), sku)
    shelves = lock_shelves(contract.pk, [sku])
    shelf = shelves.get(place)
    there = 0 if shelf is None else shelf.damaged if kind == DISPOSED else shelf.on_hand
    if shelf is None or (kind != RECEIVED and quantity > there):
        raise UnableToKeepStock(
            say("{warehouse}的 {sku} 账上只有 {there:,} 件", warehouse=warehouse, sku=sku, there=there),
            code="NOT_SO_MANY", remedy=say("请先盘点。"),
        )  # fmt: skip
    on_hand = {RECEIVED: quantity, DAMAGED: -quantity, DISPOSED: 0}[kind]
    damaged = {RECEIVED: 0, DAMAGED: quantity, DISPOSED: -quantity}[kind]
    moves = release_beyond(contract.pk, shelves, {place: on_hand})
    moves.append(Move(*place, kind, on_hand=on_hand, damaged=damaged, reason=reason))
    book(contract.pk, moves, at=at, by=person)
    after_moving(contract, {sku}, at=at)
    act = {RECEIVED: "stock.received", DAMAGED: "stock.damaged", DISPOSED: "stock.disposed"}[kind]
    record(contract, person, at, act, {"warehouse": warehouse, "sku": sku, "units": quantity})
