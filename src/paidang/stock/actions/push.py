"""What each store is to offer, kept up with the balances; and what it was told."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction

from paidang.kit.clause import clause
from paidang.stock.queries.levels import lock_books
from paidang.stock.queries.pushes import Push, list_parts, list_sellable
from paidang.stock.rules.offering import share_out


@clause("OP-2-A-3")
def wish(contract_id: int, skus: Collection[str], *, at: datetime) -> None:
    """Note what each store is to offer of these SKUs; where nothing changes, the older wish stands with its moment."""
    parts = list_parts(contract_id)
    rows = [
        (store, sku, units)
        for sku, sellable in list_sellable(contract_id, skus).items()
        for store, units in share_out(sellable, parts).items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into stock_syncwish as w (contract_id, store_id, sku, quantity, wished_at)
            select %s, n.store_id, n.sku, n.quantity, %s
            from unnest(%s::bigint[], %s::varchar[], %s::bigint[]) n (store_id, sku, quantity) order by n.sku, n.store_id
            on conflict (contract_id, sku, store_id) do update set quantity = excluded.quantity, wished_at = excluded.wished_at
            where w.quantity <> excluded.quantity""",
            [contract_id, at, *([row[n] for row in rows] for n in range(3))],
        )


@transaction.atomic
def mark_pushed(contract_id: int, pushed: Collection[Push], *, at: datetime) -> int:
    """Note what stores were told. What was wished in the meantime is due again; answers how many rows were known."""
    lock_books(contract_id)
    with connection.cursor() as cursor:
        cursor.execute(
            """update stock_syncwish w set pushed_quantity = p.quantity, pushed_at = %s
            from unnest(%s::bigint[], %s::varchar[], %s::bigint[]) p (store_id, sku, quantity)
            where w.contract_id = %s and w.store_id = p.store_id and w.sku = p.sku""",
            [
                at,
                [one.store_id for one in pushed],
                [one.sku for one in pushed],
                [one.quantity for one in pushed],
                contract_id,
            ],
        )
        return int(cursor.rowcount)
