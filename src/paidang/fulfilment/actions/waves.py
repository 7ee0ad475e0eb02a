"""Making a wave of what may leave, giving back what was not checked, setting where goods stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.recording import record
from paidang.contracts.models import Contract
from paidang.fulfilment.actions.recording import (
    UnableToFulfil,
    check_may_pack,
    move_to,
    wait_for_turn,
)
from paidang.fulfilment.models import Pack, PackPart, Shelf, Wave
from paidang.fulfilment.models.waves import PLACE_CHARS
from paidang.fulfilment.queries.ready import list_own_cities, list_ready
from paidang.fulfilment.queries.waves import get_wave, places_of
from paidang.fulfilment.rules.states import CANCELLED, OPEN, WAITING
from paidang.fulfilment.rules.waves import PARCELS_MAX, Candidate, Rule, build_wave
from paidang.kit.clause import clause
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.orders.actions import Draft, begin_parcels
from paidang.orders.actions.noting import lock_orders
from paidang.orders.models import ParcelLine
from paidang.orders.rules.carriers import CARRIERS
from paidang.orders.rules.packing import Packed
from paidang.stock.models import SKU_MAX, Warehouse
from paidang.stock.queries import list_warehouses
from paidang.team.models import Person


@dataclass(frozen=True, slots=True)
class WaveWish:
    """What somebody wants to pick; empty fields take all. `kind`: single, mixed; paid before the cut-off, to leave before a moment."""

    warehouse: str
    carrier: str
    stores: frozenset[str] = field(default_factory=frozenset)
    kind: str = ""
    paid_before: datetime | None = None
    due_before: datetime | None = None
    merges: bool = True
    most: int = PARCELS_MAX


@clause("OP-3-E-1", "OP-4-B-4")
@transaction.atomic
def make_wave(*, person: Person, at: datetime, code: str, wish: WaveWish) -> Wave:
    """Make a wave of what may leave now. Of two at the same time the second gets what the first has left."""
    contract = check_may_pack(person, code)
    warehouse = _warehouse(contract, wish.warehouse)
    if wish.carrier not in CARRIERS:
        raise UnableToFulfil(say("没有这家快递"), code="CARRIER_UNKNOWN", remedy=say("请从列表里选一家。"))
    wait_for_turn(contract.pk)
    rule = Rule(
        warehouse.pk, wish.carrier, wish.stores, wish.kind, wish.paid_before, wish.due_before, wish.merges, max(1, wish.most),
        list_own_cities(contract.pk),
    )  # fmt: skip
    parcels = build_wave(list_ready(contract.pk), rule, places_of(contract.pk, warehouse.pk))
    if not parcels:
        raise UnableToFulfil(
            say("没有符合的订单"),
            code="NOTHING_TO_PICK",
            remedy=say("已付款、有货、没有拦截、不在别的波次里的订单才能拣。"),
        )
    day = day_of(at)
    number = Wave.objects.filter(contract=contract, code__startswith=f"P-{day:%y%m%d}-").count() + 1
    wave = Wave.objects.create(
        contract=contract, code=f"P-{day:%y%m%d}-{number:02d}", warehouse=warehouse, carrier=wish.carrier,
        made_by=person, made_at=at,
    )  # fmt: skip
    _add_packs(wave, parcels)
    record(contract, person, at, "fulfilment.wave_made", {"wave": wave.code, "parcels": len(parcels)})
    return wave


def _warehouse(contract: Contract, name: str) -> Warehouse:
    found = next((one for one in list_warehouses(contract.pk) if one.name == name.strip()), None)
    if found is None:
        raise UnableToFulfil(
            say("没有仓库“{name}”", name=name[:40]), code="WAREHOUSE_UNKNOWN", remedy=say("申报过库存的仓库才能拣货。")
        )  # fmt: skip
    return found


def _add_packs(wave: Wave, parcels: tuple[Candidate, ...]) -> None:
    """Begin the wave's parcels; among these orders nobody chooses meanwhile (`wait_for_turn`)."""
    lock_orders(wave.contract, [line.order_id for one in parcels for line in one.lines])
    drafts = [
        Draft(
            f"{wave.code}-{number:03d}",
            tuple(Packed(line.order_id, line.line_id, line.quantity) for line in one.lines),
            wave.code,
            wave.carrier,
            one.place,
        )
        for number, one in enumerate(parcels, 1)
    ]
    begun = begin_parcels(wave.contract, drafts)
    made_of = {
        (parcel.pk, line.line_id): line.parts
        for parcel, one in zip(begun, parcels, strict=True)
        for line in one.lines
        if line.parts
    }
    of_sets = ParcelLine.objects.filter(parcel__in=[pk for pk, _line_id in made_of])
    PackPart.objects.bulk_create(
        PackPart(contract=wave.contract, parcel_line=line, sku=sku, quantity=units)
        for line in of_sets
        for sku, units in made_of.get((line.parcel_id, line.line_id), ())
    )
    Pack.objects.bulk_create(
        Pack(contract=wave.contract, wave=wave, number=number, parcel=parcel, store=one.store, stage=WAITING)
        for number, (parcel, one) in enumerate(zip(begun, parcels, strict=True), 1)
    )


@transaction.atomic
def release_wave(*, person: Person, at: datetime, code: str, wave_code: str) -> int:
    """Give back what nobody has checked yet: those orders may go into another wave. Answers how many."""
    contract = check_may_pack(person, code)
    wave = get_wave(contract, wave_code)
    left = list(
        wave.packs.select_for_update(of=("self", "parcel"))
        .select_related("parcel", "contract")
        .filter(stage__in=OPEN)
        .order_by("pk")
    )
    for pack in left:
        move_to(pack, CANCELLED, person, at, stop={"reason": say("波次放回")})
    if left:
        facts = {"wave": wave.code, "parcels": len(left)}
        record(contract, person, at, "fulfilment.wave_released", facts)
    return len(left)


@transaction.atomic
def set_places(*, person: Person, at: datetime, code: str, warehouse: str, places: Mapping[str, str]) -> int:
    """Set where SKUs stand; an empty place takes one away. Answers how many changed."""
    contract = check_may_pack(person, code)
    house = _warehouse(contract, warehouse)
    before = places_of(contract.pk, house.pk, places)
    changed = {
        sku.strip(): place.strip()
        for sku, place in places.items()
        if before.get(sku.strip(), "") != place.strip()
    }
    for sku, place in changed.items():
        if not sku or len(sku) > SKU_MAX or len(place) > PLACE_CHARS:
            raise UnableToFulfil(
                say("商品编码或货位没写对：{sku}", sku=sku[:40]),
                code="PLACE_WRONG",
                remedy=say("货位最多 {most} 个字。", most=PLACE_CHARS),
            )
        if place:
            Shelf.objects.update_or_create(
                contract=contract, warehouse=house, sku=sku, defaults={"place": place}
            )
        else:
            Shelf.objects.filter(contract=contract, warehouse=house, sku=sku).delete()
    if changed:
        facts = {"warehouse": house.name, "count": len(changed)}
        record(contract, person, at, "fulfilment.shelves_set", facts)
    return len(changed)
