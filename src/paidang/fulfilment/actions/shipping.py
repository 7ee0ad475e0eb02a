"""Handing parcels over: their platforms are told by the outbox of `stores`, the stock ledger follows what those say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.recording import record
from paidang.contracts.models import Contract
from paidang.fulfilment.actions.checking import CHANGED, give_up, is_wanted
from paidang.fulfilment.actions.recording import UnableToFulfil, check_may_pack
from paidang.fulfilment.models import Pack
from paidang.fulfilment.queries.waves import lock_pack
from paidang.fulfilment.rules.states import CANCELLED, PACKED, SHIPPED
from paidang.kit.clause import clause
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.orders.actions.noting import lock_orders
from paidang.orders.rules.carriers import OWN
from paidang.stores.actions import ship_packed
from paidang.stores.models import StoreLink
from paidang.stores.queries import list_links_of, lock_links
from paidang.team.models import Person


@dataclass(frozen=True, slots=True)
class Handed:
    """Which parcels left, the stores that are to be told, and of those that did not leave why."""

    packs: list[Pack]
    links: list[StoreLink]
    left_behind: dict[str, str]


@clause("OP-3-E-1", "OP-4-B-4")
@transaction.atomic
def ship_packs(*, person: Person, at: datetime, code: str, pack_ids: Sequence[int]) -> Handed:
    """Hand checked parcels over. One that cannot leave keeps no other waiting; one that has left already is no news.

    An order that came by file is marked alone: its platform is told by whoever uploads the waybills there, and its
    next export tells us.
    """
    contract = check_may_pack(person, code)
    done = Handed([], [], {})
    for pack in _lock(contract, pack_ids):
        if pack.state == SHIPPED:
            continue
        try:
            with transaction.atomic():
                links = _ship(contract, pack, person, at)
        except UnableTo as no:
            done.left_behind[pack.code] = no.message
            continue
        if pack.state != SHIPPED:
            done.left_behind[pack.code] = CHANGED
            continue
        done.packs.append(pack)
        done.links.extend(link for link in links if link not in done.links)
    return done


def _lock(contract: Contract, pack_ids: Sequence[int]) -> list[Pack]:
    """All of them, with their orders and stores, before the first goes on record: who scans one has it and waits for that."""
    packs = [lock_pack(contract, pack_id) for pack_id in sorted(set(pack_ids))]
    orders = {order_id for pack in packs for order_id in pack.orders}
    lock_links({link.pk for link in list_links_of(contract.pk, orders)})
    lock_orders(contract, orders)
    return packs


def _ship(contract: Contract, pack: Pack, person: Person, at: datetime) -> list[StoreLink]:
    if pack.state != PACKED:
        raise UnableToFulfil(say("还没有核对"), code="PACK_WRONG_STATE")
    if not is_wanted(pack):
        give_up(pack, person, at, CANCELLED, CHANGED)
        return []
    parcel = pack.parcel
    waybill = parcel.waybill or (parcel.code if parcel.carrier == OWN else "")
    if not waybill:
        raise UnableToFulfil(say("还没有运单号"), code="WAYBILL_MISSING")
    links = list_links_of(contract.pk, pack.orders)
    ship_packed(
        person=person,
        at=at,
        code=contract.code,
        parcel_code=parcel.code,
        carrier=parcel.carrier,
        waybill=waybill,
    )
    parcel.refresh_from_db()
    facts = {"parcel": pack.code, "carrier": parcel.carrier, "waybill": parcel.waybill}
    record(contract, person, at, "fulfilment.shipped", facts)
    return links


@clause("OP-3-E-1")
@transaction.atomic
def mark_delivered(*, person: Person, at: datetime, code: str, pack_id: int) -> Pack:
    """Note that a parcel of the brand's own delivery is with the buyer. Twice is once."""
    contract = check_may_pack(person, code)
    pack = lock_pack(contract, pack_id)
    parcel = pack.parcel
    if parcel.carrier != OWN or pack.state != SHIPPED:
        raise UnableToFulfil(
            say("包裹 {code} 不是正在自己送的", code=pack.code), code="NOT_ON_ITS_WAY", remedy=say("先交出，再标送到。")
        )  # fmt: skip
    if parcel.delivered_at is None:
        parcel.delivered_by, parcel.delivered_at = person, at
        parcel.save(update_fields=["delivered_by", "delivered_at"])
        record(contract, person, at, "fulfilment.delivered", {"parcel": pack.code})
    return pack
