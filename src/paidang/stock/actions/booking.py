"""Writing moves to the ledger and its balances, in one statement each. Called with the balances locked."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection

from paidang.stock.rules.following import Hold, Move, Need
from paidang.team.models import Person


def book(
    contract_id: int,
    moves: Sequence[Move],
    *,
    at: datetime,
    by: Person | None = None,
    import_id: int | None = None,
) -> None:
    """Append the moves to the ledger and bring the balances along; what would make one negative is refused by the table."""
    if not moves:
        return
    columns = list(
        zip(
            *(
                (
                    move.warehouse, move.sku, move.kind, move.on_hand, move.reserved, move.damaged, move.line_id,
                    move.order_id, move.reason, move.happened_at or at,
                )
                for move in moves
            ),
            strict=True,
        )
    )  # fmt: skip
    sums: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for move in moves:
        for n, units in enumerate((move.on_hand, move.reserved, move.damaged)):
            sums[move.warehouse, move.sku][n] += units
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into stock_stockentry (contract_id, warehouse_id, sku, kind, on_hand, reserved, damaged, line_id,
                order_id, reason, happened_at, at, by_id, import_id)
            select %s, m.*, %s, %s, %s from unnest(%s::bigint[], %s::varchar[], %s::varchar[], %s::bigint[], %s::bigint[],
                %s::bigint[], %s::varchar[], %s::varchar[], %s::varchar[], %s::timestamptz[]) m""",
            [contract_id, at, by.pk if by else None, import_id, *(list(column) for column in columns)],
        )
        cursor.execute(
            """update stock_stocklevel l set on_hand = l.on_hand + m.on_hand, reserved = l.reserved + m.reserved,
                damaged = l.damaged + m.damaged
            from unnest(%s::bigint[], %s::varchar[], %s::bigint[], %s::bigint[], %s::bigint[])
                m (warehouse_id, sku, on_hand, reserved, damaged)
            where l.contract_id = %s and l.warehouse_id = m.warehouse_id and l.sku = m.sku""",
            [
                [place[0] for place in sums],
                [place[1] for place in sums],
                *([units[n] for units in sums.values()] for n in range(3)),
                contract_id,
            ],
        )
        assert cursor.rowcount == len(sums), "every balance that moves is open"


def keep_holds(contract_id: int, holds: Sequence[tuple[Need, Hold]]) -> None:
    """Write what stock has done for these lines by now."""
    if not holds:
        return
    columns = list(
        zip(
            *(
                (
                    need.line_id, need.sku, need.order_id, need.paid_at, hold.warehouse, hold.reserved, hold.short,
                    hold.shipped, hold.missing, hold.fit, hold.damaged,
                )
                for need, hold in holds
            ),
            strict=True,
        )
    )  # fmt: skip
    kept = (
        "order_id",
        "paid_at",
        "warehouse_id",
        "reserved",
        "short",
        "shipped",
        "missing",
        "fit",
        "damaged",
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""insert into stock_reservation (contract_id, line_id, sku, {", ".join(kept)})
            select %s, h.* from unnest(%s::varchar[], %s::varchar[], %s::varchar[], %s::timestamptz[], %s::bigint[],
                %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[]) h
            on conflict (contract_id, line_id, sku) do update set {", ".join(f"{c} = excluded.{c}" for c in kept)}""",
            [contract_id, *(list(column) for column in columns)],
        )


def give_up_reservations(contract_id: int, given: Sequence[tuple[int, str, str, int]]) -> None:
    """Turn what was reserved (warehouse, SKU, line, units) into shortages: less is there than was promised."""
    if not given:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """update stock_reservation r set reserved = r.reserved - g.units, short = r.short + g.units
            from unnest(%s::varchar[], %s::varchar[], %s::bigint[]) g (sku, line_id, units)
            where r.contract_id = %s and r.sku = g.sku and r.line_id = g.line_id""",
            [[one[1] for one in given], [one[2] for one in given], [one[3] for one in given], contract_id],
        )


def mark_counted(contract_id: int, moments: Mapping[tuple[int, str], datetime]) -> None:
    """Note when these warehouses and SKUs were counted; an older count than the last is no news."""
    with connection.cursor() as cursor:
        cursor.execute(
            """update stock_stocklevel l set counted_at = m.counted_at
            from unnest(%s::bigint[], %s::varchar[], %s::timestamptz[]) m (warehouse_id, sku, counted_at)
            where l.contract_id = %s and l.warehouse_id = m.warehouse_id and l.sku = m.sku
              and l.counted_at < m.counted_at""",
            [
                [warehouse for warehouse, _sku in moments],
                [sku for _warehouse, sku in moments],
                list(moments.values()),
                contract_id,
            ],
        )
