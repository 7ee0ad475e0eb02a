"""Scanning goods into a parcel. A scan is done once however often it is sent; of two people at one parcel one waits."""

from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.recording import record
from paidang.fulfilment.actions.recording import (
    UnableToFulfil,
    check_may_pack,
    move_to,
    wait_for_turn,
)
from paidang.fulfilment.models import Pack, PackPart, Scan
from paidang.fulfilment.models.waves import KEY_CHARS
from paidang.fulfilment.queries.ready import list_held, list_reserved
from paidang.fulfilment.queries.waves import as_scanned, find_sku, goods_of, lock_pack, set_begun, sets_of
from paidang.fulfilment.rules.scanning import scan
from paidang.fulfilment.rules.states import (
    CANCELLED,
    GONE,
    OPEN,
    PACKED,
    PACKING,
    SKIPPED,
    STATES,
    STOPPED,
    STOPS,
    WAITING,
)
from paidang.kit.clause import clause
from paidang.kit.sentence import say
from paidang.orders.actions import finish_parcel, split_parcel
from paidang.orders.models import Parcel, ParcelLine
from paidang.team.models import Person

CODE_CHARS = 100
CHANGED = say("订单退了款、被拦截、改了，或货改由别的仓发")


@clause("OP-3-E-2")
@transaction.atomic
def scan_code(
    *, person: Person, at: datetime, code: str, pack_id: int, read: str, key: str, by_hand: bool = False
) -> Scan:
    """Scan a code over a parcel. The same `key` again is answered as before and counts once.

    An order that was refunded, held or changed since the wave was made does not leave: its parcel ends here.
    """
    contract = check_may_pack(person, code)
    pack = lock_pack(contract, pack_id)
    if known := Scan.objects.filter(contract=contract, key=key).first():
        return known
    if not 0 < len(key) <= KEY_CHARS or len(read) > CODE_CHARS:
        raise UnableToFulfil(say("这不是扫码枪读得出的码"), code="NOT_A_CODE", remedy=say("请再扫一次。"))
    if pack.state not in OPEN:
        raise UnableToFulfil(
            say("包裹 {code} 是“{state}”", code=pack.code, state=STATES[pack.state]),
            code="PACK_WRONG_STATE",
            remedy=say("请扫下一个包裹。"),
        )
    items = pack.contents
    if not is_wanted(pack):
        give_up(pack, person, at, CANCELLED, CHANGED)
        return _keep(pack, person, at, read, key, outcome=GONE, by_hand=by_hand)
    goods = goods_of(contract.pk, {item.sku for item in items})
    found = scan(pack.state, as_scanned(items, goods), read, (pack.code, pack.parcel.waybill))
    sku = items[found.item].sku if found.item is not None else find_sku(contract.pk, read)
    if found.item is not None:
        _count(items[found.item])
    if found.state == PACKED:
        finish_parcel(contract, pack.parcel, person, at)
        units = sum(item.quantity for item in items)
        record(contract, person, at, "fulfilment.packed", {"parcel": pack.code, "units": units})
    if found.outcome in STOPS and pack.state != STOPPED:
        record(contract, person, at, "fulfilment.stopped", {"parcel": pack.code, "code": read[:40]})
    stop = {"code": read, "sku": sku, "outcome": found.outcome} if found.outcome in STOPS else None
    stop = pack.stop if pack.state == found.state == STOPPED else stop
    move_to(pack, found.state, person, at, stop=stop)
    return _keep(pack, person, at, read, key, outcome=found.outcome, sku=sku, by_hand=by_hand)


def _count(item: ParcelLine | PackPart) -> None:
    """One more of it is in; of a set's part, the line counts the sets that are whole by now."""
    item.scanned += 1
    item.save(update_fields=["scanned"])
    if isinstance(item, PackPart):
        item.parcel_line.scanned, _more = sets_of(item.parcel_line)
        item.parcel_line.save(update_fields=["scanned"])


def is_wanted(pack: Pack) -> bool:
    """Whether the order is still to leave as it was picked: the same units reserved there, nothing that holds it."""
    reserved = list_reserved(pack.contract_id, pack.orders, pack.wave.warehouse_id)
    return not list_held(pack.contract_id, pack.orders) and all(
        reserved.get((item.line_id, item.sku), 0) >= item.quantity for item in pack.contents
    )


def _keep(
    pack: Pack,
    person: Person,
    at: datetime,
    read: str,
    key: str,
    *,
    outcome: str,
    sku: str = "",
    by_hand: bool,
) -> Scan:
    return Scan.objects.create(
        contract=pack.contract, pack=pack, key=key, code=read, sku=sku, outcome=outcome, state=pack.stage,
        by_hand=by_hand, by=person, at=at,
    )  # fmt: skip


@transaction.atomic
def put_back(*, person: Person, at: datetime, code: str, pack_id: int) -> Pack:
    """Say that what was wrong is out of the parcel: checking goes on where it was. Of one that does not stand still: nothing."""
    contract = check_may_pack(person, code)
    pack = lock_pack(contract, pack_id)
    if pack.state == STOPPED:
        move_to(pack, PACKING, person, at)
        record(contract, person, at, "fulfilment.put_back", {"parcel": pack.code})
    return pack


@transaction.atomic
def set_aside(*, person: Person, at: datetime, code: str, pack_id: int, reason: str) -> Pack:
    """Leave a parcel whose goods are not there, with why; its order may go into another wave. Twice is once."""
    contract = check_may_pack(person, code)
    pack = lock_pack(contract, pack_id)
    if pack.state == SKIPPED:
        return pack
    reason = reason.strip()[:200]
    if pack.state not in (*OPEN, PACKED):
        raise UnableToFulfil(
            say("包裹 {code} 是“{state}”", code=pack.code, state=STATES[pack.state]), code="PACK_WRONG_STATE",
            remedy=say("交出的包裹收不回来；发错了由乙方客服登记售后。"),
        )  # fmt: skip
    if not reason:
        raise UnableToFulfil(say("没有写原因"), code="REASON_MISSING", remedy=say("请写明货怎么了。"))
    give_up(pack, person, at, SKIPPED, reason)
    return pack


def give_up(pack: Pack, person: Person, at: datetime, stage: str, reason: str) -> None:
    """End a parcel that does not leave; one that was packed already is unpacked again."""
    move_to(pack, stage, person, at, stop={"reason": reason})
    facts = {"parcel": pack.code, "reason": str(reason)}
    record(pack.contract, person, at, "fulfilment.set_aside", facts)


@clause("OP-3-E-1", "OP-3-E-2")
@transaction.atomic
def split_pack(*, person: Person, at: datetime, code: str, pack_id: int) -> Pack:
    """Close a parcel with what is in it; the rest becomes the last parcel of the same wave, to be scanned in turn.

    A set stays whole: while one is begun nothing is split. The answer is that new parcel.
    """
    contract = check_may_pack(person, code)
    wait_for_turn(contract.pk)
    pack = lock_pack(contract, pack_id)
    if pack.state != PACKING or not any(item.scanned for item in pack.contents):
        raise UnableToFulfil(
            say("包裹 {code} 里还没有扫进货", code=pack.code), code="PACK_WRONG_STATE",
            remedy=say("先把装得下的扫进去，再分出剩下的。"),
        )  # fmt: skip
    if not is_wanted(pack):
        raise UnableToFulfil(CHANGED, code="PACK_WRONG_STATE", remedy=say("把货放回，再扫一次包裹码。"))
    if sku := set_begun(pack):
        raise UnableToFulfil(
            say("套装 {sku} 还没有扫齐", sku=sku), code="SET_NOT_WHOLE", remedy=say("一套货不分两个包裹：先把这一套扫齐，再分。")
        )  # fmt: skip
    number = pack.wave.packs.count() + 1
    rest = split_parcel(contract, pack.parcel, f"{pack.wave.code}-{number:03d}")
    _split_parts(pack.parcel, rest)
    new = Pack.objects.create(
        contract=contract, wave=pack.wave, number=number, parcel=rest, store=pack.store, stage=WAITING
    )
    finish_parcel(contract, pack.parcel, person, at)
    move_to(pack, PACKED, person, at)
    units = sum(item.quantity for item in pack.contents)
    record(contract, person, at, "fulfilment.packed", {"parcel": pack.code, "units": units})
    record(contract, person, at, "fulfilment.split", {"parcel": pack.code, "rest": rest.code})
    return new


def _split_parts(parcel: Parcel, rest: Parcel) -> None:
    """Of a set's line that is in both by now, the parts of the sets left over belong into the rest."""
    others = {line.line_id: line for line in rest.lines.all()}
    for part in (
        PackPart.objects.filter(parcel_line__parcel=parcel).select_related("parcel_line").order_by("pk")
    ):
        if left := part.quantity - part.scanned:
            PackPart.objects.create(
                contract=part.contract, parcel_line=others[part.line_id], sku=part.sku, quantity=left
            )
            part.quantity = part.scanned
            part.save(update_fields=["quantity"])
