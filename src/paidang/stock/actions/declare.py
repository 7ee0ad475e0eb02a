"""The brand says what there is: a list of sellable goods, or one count (OP-2-A-3, OP-4-B-4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.recording import record
from paidang.contracts.models import Contract
from paidang.kit.clause import clause
from paidang.kit.sentence import say
from paidang.stock.actions.booking import book, give_up_reservations, mark_counted
from paidang.stock.actions.duties import set_stock_duties
from paidang.stock.actions.follow import follow_orders
from paidang.stock.actions.push import wish
from paidang.stock.actions.recording import UnableToKeepStock, check_may_keep
from paidang.stock.models import SKU_MAX, UNITS_MAX, GoodsList, StockLevel, Warehouse
from paidang.stock.queries.levels import (
    last_list,
    list_moved_since,
    list_promises,
    list_warehouses,
    lock_books,
    lock_shelves,
    tracks_stock,
)
from paidang.stock.rules.counting import Count, difference, give_up
from paidang.stock.rules.following import Move, Shelf
from paidang.stock.rules.kinds import COUNTED, OPENING, RELEASED
from paidang.team.actions import check_may
from paidang.team.models import Person

Place = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Declared:
    """How many counts were of goods not counted before, differed from the books, or said the same."""

    new: int
    changed: int
    unchanged: int


@clause("OP-2-A-3", "OP-4-B-4")
def declare_counts(
    counts: Sequence[Count],
    *,
    contract: Contract,
    person: Person,
    at: datetime,
    import_id: int | None = None,
    reason: str = "",
) -> Declared:
    """Take a list of sellable goods (no SKU of a warehouse twice) for true; what differs is booked, never overwritten.

    Warehouses that are not known are added. What is less than was promised takes back the newest reservations.
    """
    check_may(person, "declare_stock")
    done = _count(counts, contract, person, at, import_id, reason)
    number = _note_list(
        contract, person, at, rows=len(counts), changed=done.new + done.changed, import_id=import_id
    )
    facts = {"number": number, "rows": len(counts), "new": done.new, "changed": done.changed}
    record(contract, person, at, "stock.list_declared", facts)
    return done


@clause("OP-2-A-3")
@transaction.atomic
def count_goods(
    *, person: Person, at: datetime, code: str, warehouse: str, sku: str, quantity: int, reason: str = ""
) -> Declared:
    """Book one count; where it differs from the books, the reason is asked for."""
    contract = check_may_keep(person, code, "declare_stock")
    count = Count(warehouse.strip(), sku.strip(), quantity, at)
    check_goods(count.warehouse, count.sku, count.quantity)
    shelf = lock_shelves(contract.pk, [count.sku]).get((_known(contract).get(count.warehouse, 0), count.sku))
    if shelf is not None and shelf.on_hand != quantity and not reason.strip():
        raise UnableToKeepStock(
            say("盘点 {counted:,} 件，账上 {books:,} 件：没有写原因", counted=quantity, books=shelf.on_hand),
            code="REASON_MISSING", remedy=say("请写明为什么不同。"),
        )  # fmt: skip
    done = _count([count], contract, person, at, None, reason.strip()[:500])
    facts = {
        "warehouse": count.warehouse,
        "sku": count.sku,
        "units": quantity,
        "changed": done.changed + done.new,
    }
    record(contract, person, at, "stock.counted", facts)
    return done


@clause("OP-4-B-4")
@transaction.atomic
def confirm_list(*, person: Person, at: datetime, code: str) -> int:
    """Say that the list of sellable goods stands as it is in the books; answers its number."""
    contract = check_may_keep(person, code, "declare_stock")
    rows = StockLevel.objects.filter(contract=contract).count()
    if not tracks_stock(contract.pk):
        raise UnableToKeepStock(
            say("还没有申报过库存"), code="NOTHING_DECLARED", remedy=say("请先导入可售商品清单。")
        )
    number = _note_list(contract, person, at, rows=rows, changed=0, import_id=None)
    record(contract, person, at, "stock.list_confirmed", {"number": number, "rows": rows})
    return number


def check_goods(warehouse: str, sku: str, quantity: int) -> None:
    """Refuse what names no warehouse, no SKU or no sensible quantity."""
    if not (0 < len(warehouse) <= 80 and 0 < len(sku) <= SKU_MAX and 0 <= quantity <= UNITS_MAX):
        raise UnableToKeepStock(
            say("仓库、商品、件数没有写全"), code="GOODS_INCOMPLETE", remedy=say("三样都要填，件数是不小于 0 的整数。")
        )  # fmt: skip


def open_levels(contract: Contract, places: Mapping[Place, datetime]) -> None:
    """Begin the balances of warehouses and SKUs, at 0, from a moment on; those that are there stay."""
    levels = [
        StockLevel(contract=contract, warehouse_id=warehouse, sku=sku, opened_at=moment, counted_at=moment)
        for (warehouse, sku), moment in sorted(places.items(), key=lambda one: (one[0][1], one[0][0]))
    ]
    StockLevel.objects.bulk_create(levels, ignore_conflicts=True, batch_size=5_000)


def add_warehouses(contract: Contract, names: set[str], person: Person, at: datetime) -> dict[str, int]:
    """The contract's warehouses by name, those added that are new."""
    known = _known(contract)
    assert contract.brand_id is not None, "the contract is in force"
    Warehouse.objects.bulk_create(
        [
            Warehouse(contract=contract, name=name, owner_id=contract.brand_id, added_by=person, added_at=at)
            for name in sorted(names - set(known))
        ],
        ignore_conflicts=True,
    )
    return known if names <= set(known) else _known(contract)


def after_moving(contract: Contract, skus: set[str], *, at: datetime) -> None:
    """What follows from other balances: who waited is served, the stores are told, duties come and go."""
    follow_orders(contract.pk, at=at, skus=skus)
    wish(contract.pk, skus, at=at)
    set_stock_duties(contract.pk, at=at)


def release_beyond(
    contract_id: int, shelves: Mapping[Place, Shelf], changes: Mapping[Place, int]
) -> list[Move]:
    """Take back the newest reservations where, after the changes of what is on hand, more is promised than there is."""
    beyond = {
        place: over
        for place, units in changes.items()
        if (over := shelves[place].reserved - shelves[place].on_hand - units) > 0
    }
    promises = list_promises(contract_id, list(beyond)) if beyond else {}
    moves, given = [], []
    for (warehouse, sku), over in beyond.items():
        for promise, units in give_up(promises.get((warehouse, sku), []), over):
            moves.append(
                Move(
                    warehouse,
                    sku,
                    RELEASED,
                    reserved=-units,
                    line_id=promise.line_id,
                    order_id=promise.order_id,
                )
            )
            given.append((warehouse, sku, promise.line_id, units))
    give_up_reservations(contract_id, given)
    return moves


def _known(contract: Contract) -> dict[str, int]:
    return {one.name: one.pk for one in list_warehouses(contract.pk)}


def _count(
    counts: Sequence[Count],
    contract: Contract,
    person: Person,
    at: datetime,
    import_id: int | None,
    reason: str,
) -> Declared:
    lock_books(contract.pk)
    warehouses = add_warehouses(contract, {one.warehouse for one in counts}, person, at)
    by_place = {(warehouses[one.warehouse], one.sku): one for one in counts}
    before = lock_shelves(contract.pk, {one.sku for one in counts})
    opened = {place: one.counted_at for place, one in by_place.items() if place not in before}
    if opened:
        open_levels(contract, opened)
        before = lock_shelves(contract.pk, {one.sku for one in counts})
    since = [(*place, one.counted_at) for place, one in by_place.items() if place not in opened]
    moved = list_moved_since(contract.pk, since)
    changes, moves = {}, []
    for place, one in by_place.items():
        units = difference(
            counted=one.quantity, on_hand=before[place].on_hand, moved_since=moved.get(place, 0)
        )
        # what is on hand never goes below 0: an older count that says less than has left since is not believed further
        changes[place] = max(units, -before[place].on_hand)
        kind = OPENING if place in opened else COUNTED
        if changes[place] or kind == OPENING:
            moves.append(
                Move(*place, kind, on_hand=changes[place], happened_at=one.counted_at, reason=reason)
            )
    book(
        contract.pk,
        release_beyond(contract.pk, before, changes) + moves,
        at=at,
        by=person,
        import_id=import_id,
    )
    mark_counted(contract.pk, {place: one.counted_at for place, one in by_place.items()})
    after_moving(contract, {one.sku for one in counts}, at=at)
    differing = sum(1 for place, units in changes.items() if units and place not in opened)
    return Declared(len(opened), differing, len(by_place) - len(opened) - differing)


def _note_list(
    contract: Contract, person: Person, at: datetime, *, rows: int, changed: int, import_id: int | None
) -> int:
    lock_books(contract.pk)  # one number each
    last = last_list(contract.pk)
    number = last.number + 1 if last else 1
    GoodsList.objects.create(
        contract=contract, number=number, rows=rows, changed=changed, import_id=import_id, declared_by=person, declared_at=at
    )  # fmt: skip
    return number
