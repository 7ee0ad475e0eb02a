"""Balances and their locks, and the proof that they are the sum of the ledger."""

from collections.abc import Collection

from django.db import connection

from paidang.contracts.models import Contract
from paidang.evidence.models import Chain
from paidang.stock.models import GoodsList, StockLevel, Warehouse
from paidang.stock.rules.counting import Promise
from paidang.stock.rules.following import Shelf


def tracks_stock(contract_id: int) -> bool:
    """Whether anything was ever declared under the contract: one look into an index."""
    return StockLevel.objects.filter(contract_id=contract_id).exists()


def list_warehouses(contract_id: int) -> list[Warehouse]:
    """The contract's warehouses, in the order in which orders are served from them."""
    return list(Warehouse.objects.filter(contract_id=contract_id).order_by("pk"))


def lock_books(contract_id: int) -> None:
    """Wait until nobody else writes to the contract's stock; before its balances, its wishes or a new warehouse are touched.

    By its chain, which a file's transaction may hold by now, and which every act on stock ends with: the chain first and
    then the stock, so that nobody waits in a circle.
    """
    Chain.objects.select_for_update(no_key=True).get(
        pk=Contract.objects.values_list("chain_id", flat=True).get(pk=contract_id)
    )


def lock_shelves(contract_id: int, skus: Collection[str]) -> dict[tuple[int, str], Shelf]:
    """The balances of these SKUs by warehouse, locked until the transaction ends; after the books, in the order of their ids."""
    lock_books(contract_id)
    levels = StockLevel.objects.filter(contract_id=contract_id, sku__in=skus)
    return {
        (level.warehouse_id, level.sku): Shelf(level.on_hand, level.reserved, level.damaged, level.counted_at)
        for level in levels.order_by("pk").select_for_update()
    }


def list_promises(
    contract_id: int, places: Collection[tuple[int, str]]
) -> dict[tuple[int, str], list[Promise]]:
    """What is reserved in these warehouses of these SKUs, line by line."""
    found: dict[tuple[int, str], list[Promise]] = {}
    sql = """
        select r.warehouse_id, r.sku, r.line_id, r.order_id, r.paid_at, r.reserved from stock_reservation r
        join unnest(%s::bigint[], %s::varchar[]) as asked (warehouse_id, sku) using (warehouse_id, sku)
        where r.contract_id = %s and r.reserved > 0"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [[place[0] for place in places], [place[1] for place in places], contract_id])
        for warehouse, sku, *promise in cursor.fetchall():
            found.setdefault((warehouse, sku), []).append(Promise(*promise))
    return found


def list_moved_since(
    contract_id: int, moments: Collection[tuple[int, str, object]]
) -> dict[tuple[int, str], int]:
    """By how much what is on hand changed through what happened after a moment, by warehouse and SKU."""
    sql = """
        select e.warehouse_id, e.sku, sum(e.on_hand)::bigint from stock_stockentry e
        join unnest(%s::bigint[], %s::varchar[], %s::timestamptz[]) as asked (warehouse_id, sku, moment)
            using (warehouse_id, sku)
        where e.contract_id = %s and e.happened_at > asked.moment group by 1, 2"""
    asked = list(zip(*moments, strict=True)) or [(), (), ()]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*(list(column) for column in asked), contract_id])
        return {(warehouse, sku): units for warehouse, sku, units in cursor.fetchall()}


def last_list(contract_id: int) -> GoodsList | None:
    """The latest list of sellable goods that was handed in."""
    return (
        GoodsList.objects.filter(contract_id=contract_id)
        .select_related("declared_by")
        .order_by("-number")
        .first()
    )


def find_unproven(contract_id: int) -> list[tuple[int, str]]:
    """Warehouses and SKUs whose balances are not the sum of the ledger, or whose reservations are not the lines': none."""
    sql = """
        with ledger as (
            select warehouse_id, sku, sum(on_hand) as on_hand, sum(reserved) as reserved, sum(damaged) as damaged
            from stock_stockentry where contract_id = %(contract)s group by 1, 2
        ), promised as (
            select warehouse_id, sku, sum(reserved) as reserved from stock_reservation
            where contract_id = %(contract)s and reserved > 0 group by 1, 2
        )
        select warehouse_id, sku from (select * from stock_stocklevel where contract_id = %(contract)s) l
        full join ledger e using (warehouse_id, sku) full join promised p using (warehouse_id, sku)
        where (l.on_hand, l.reserved, l.damaged) is distinct from (e.on_hand, e.reserved, e.damaged)
           or coalesce(l.reserved, 0) <> coalesce(p.reserved, 0) order by 1, 2"""
    with connection.cursor() as cursor:
        cursor.execute(sql, {"contract": contract_id})
        return list(cursor.fetchall())
