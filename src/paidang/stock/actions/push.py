"""What each store is to offer, kept up with the balances; and what it was told."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from paidang.kit.clause import clause
from paidang.stock.models import SyncWish
from paidang.stock.queries.levels import lock_books
from paidang.stock.queries.pushes import Push, list_sellable, parts_said
from paidang.stock.rules.offering import LESS, LESS_STANDS, MORE, drift, share_out


@clause("OP-2-A-3")
def wish(contract_id: int, skus: Collection[str], *, at: datetime) -> None:
    """Note what each store is to offer of these SKUs; where nothing changes, the older wish stands with its moment.

    A store to which nobody gave a part yet is left alone: connecting one must not empty its shelves.
    """
    parts = parts_said(contract_id)
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


@dataclass(frozen=True, slots=True)
class Found:
    """What a look at a store found adrift: what is to be told again now, and of what more is offered that was not before."""

    again: list[Push]
    raised: list[SyncWish]


@clause("OP-2-A-3")
@transaction.atomic
def note_seen(contract_id: int, store_id: int, seen: Mapping[str, int], *, at: datetime) -> Found:
    """Compare what a store offers of each SKU with what it was told; what is adrift stays noted until it agrees again.

    More is set right at once, less once it stands for a while. A SKU that the store does not list is passed over.
    """
    wishes = SyncWish.objects.select_related("store").filter(
        contract_id=contract_id, store_id=store_id, sku__in=seen
    )
    found = Found([], [])
    if not any(one.drifted_at or _drift(one, seen) for one in wishes):
        return found
    lock_books(contract_id)
    changed = []
    for wish in wishes.order_by("sku"):
        how, before = _drift(wish, seen), _was_adrift(wish)
        if not how and not before:
            continue
        changed.append(wish)
        if how != before:  # somebody raised what buyers held before: that is another matter, and begins now
            wish.drifted_at = at if how else None
        wish.seen_quantity, wish.seen_at = (seen[wish.sku], at) if how else (None, None)
        if how == MORE != before:
            found.raised.append(wish)
        if how == MORE or (how and wish.drifted_at and at - wish.drifted_at >= LESS_STANDS):
            found.again.append(
                Push(wish.store_id, wish.store.channel, wish.store.name, wish.sku, wish.quantity, wish.wished_at, wish.pushed_quantity)
            )  # fmt: skip
    SyncWish.objects.bulk_update(changed, ["drifted_at", "seen_quantity", "seen_at"], batch_size=1000)
    return found


def _was_adrift(wish: SyncWish) -> str:
    """How it was adrift when it was looked at before."""
    if wish.drifted_at is None:
        return ""
    return MORE if (wish.seen_quantity or 0) > (wish.pushed_quantity or 0) else LESS


def _drift(wish: SyncWish, seen: Mapping[str, int]) -> str:
    return drift(seen=seen[wish.sku], told=wish.pushed_quantity, wished=wish.quantity)
