"""The ledger of one SKU, the newest entry first, with the balances after each."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

ENTRIES_SHOWN = 40


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One entry with its changes, and what all warehouses asked for had after it. `by` is a name, "" for nobody."""

    id: int
    kind: str
    warehouse: str
    on_hand: int
    reserved: int
    damaged: int
    on_hand_after: int
    reserved_after: int
    damaged_after: int
    order_id: str
    reason: str
    import_id: int | None
    happened_at: datetime
    at: datetime
    by: str


_LEDGER = """
    with level as (
        select coalesce(sum(on_hand), 0) as on_hand, coalesce(sum(reserved), 0) as reserved,
               coalesce(sum(damaged), 0) as damaged
        from stock_stocklevel where contract_id = %(contract)s and sku = %(sku)s
    ), newer as (
        select coalesce(sum(on_hand), 0) as on_hand, coalesce(sum(reserved), 0) as reserved,
               coalesce(sum(damaged), 0) as damaged
        from stock_stockentry where contract_id = %(contract)s and sku = %(sku)s and id >= %(before)s
    ), shown as (
        select * from stock_stockentry where contract_id = %(contract)s and sku = %(sku)s and id < %(before)s
        order by id desc limit %(most)s
    )
    select e.id, e.kind, w.name, e.on_hand, e.reserved, e.damaged,
           (level.on_hand - newer.on_hand - coalesce(sum(e.on_hand) over later, 0))::bigint,
           (level.reserved - newer.reserved - coalesce(sum(e.reserved) over later, 0))::bigint,
           (level.damaged - newer.damaged - coalesce(sum(e.damaged) over later, 0))::bigint,
           e.order_id, e.reason, e.import_id, e.happened_at, e.at, coalesce(p.name, '')
    from shown e cross join level cross join newer join stock_warehouse w on w.id = e.warehouse_id
    left join team_person p on p.id = e.by_id
    window later as (order by e.id desc rows between unbounded preceding and 1 preceding)
    order by e.id desc"""
LAST = 2**63 - 1


def list_ledger(
    contract_id: int, sku: str, *, before: int = LAST, most: int = ENTRIES_SHOWN
) -> list[LedgerLine]:
    """The entries of a SKU before an entry, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(_LEDGER, {"contract": contract_id, "sku": sku, "before": before, "most": most})
        return [LedgerLine(*row) for row in cursor.fetchall()]
