"""Fulfilment: waves, scanning goods into their parcels, waybills, handing over."""

from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Router

from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import Asked, Code, Moment, MomentIn, Shape, said
from paidang.api.views.token import person_of
from paidang.contracts.queries import get_contract
from paidang.fulfilment import actions
from paidang.fulfilment.models import Pack, Wave, set_of
from paidang.fulfilment.queries.waves import get_pack, get_wave, list_packs
from paidang.fulfilment.rules.states import PACKED
from paidang.fulfilment.rules.waves import PARCELS_MAX
from paidang.orders.rules.carriers import CARRIERS
from paidang.stores.tasks import defer

router = Router(tags=["fulfilment"])
VERBS = ["pack_goods"]
ROWS_MAX = 500
WaveCode = Annotated[str, Path(max_length=40)]


class PackItemOut(Shape):
    """What belongs into a parcel of an order line, a set's by its parts, and how much of it was scanned."""

    order_id: str
    line_id: str
    sku: str
    quantity: int
    scanned: int
    of_set: str = Field(description="the code of the set that it is a part of, or empty")


class PackOut(Shape):
    """A parcel of a wave."""

    parcel: str
    order_id: str = Field(description="the first of its orders")
    order_ids: list[str]
    state: str = Field(description="waiting, packing, stopped, packed, shipped, skipped, cancelled")
    carrier: str
    waybill: str
    items: list[PackItemOut]


class WaveOut(Shape):
    """A wave with its parcels, in the order of picking."""

    wave: str
    warehouse: str
    carrier: str
    made_at: Moment
    parcels: list[PackOut]


class WaveIn(Asked):
    warehouse: str = Field(min_length=1, max_length=80)
    carrier: str = Field(max_length=10, description=", ".join(CARRIERS))
    stores: list[Annotated[str, Field(max_length=200)]] = Field([], max_length=50, description="none: all")
    kind: Literal["", "single", "mixed"] = ""
    paid_before: MomentIn | None = None
    merges: bool = Field(True, description="orders of one person to one address go in one parcel")
    due_before: MomentIn | None = Field(None, description="those that must leave before this moment")
    most: int = Field(PARCELS_MAX, ge=1, le=PARCELS_MAX)


class ScanIn(Asked):
    code: str = Field(
        max_length=100, description="what was read: a SKU, its barcode, or the parcel's own code"
    )
    key: str = Field(min_length=1, max_length=64, description="the scanner's own: the same again counts once")


class ScanOut(Shape):
    """What a scan came to. `wrong`, `over` and `still_stopped` stop the parcel until its own code is scanned."""

    outcome: str = Field(description="opened, counted, complete, wrong, over, still_stopped, gone")
    sku: str
    parcel: PackOut


class WaybillIn(Asked):
    parcel: str = Field(min_length=1, max_length=255, description="the parcel's code, or its order's number")
    waybill: str = Field(min_length=1, max_length=60)
    carrier: str = Field("", max_length=20)


class WaybillsIn(Asked):
    waybills: list[WaybillIn] = Field(min_length=1, max_length=ROWS_MAX)


class RefusedOut(Shape):
    what: str
    why: str


class TakenOut(Shape):
    """What became of a list, row by row where it was refused."""

    done: int
    unchanged: int
    refused: list[RefusedOut]


def _pack(pack: Pack) -> PackOut:
    items = [
        PackItemOut(
            order_id=one.order_id,
            line_id=one.line_id,
            sku=one.sku,
            quantity=one.quantity,
            scanned=one.scanned,
            of_set=set_of(one),
        )
        for one in pack.contents
    ]
    return PackOut(
        parcel=pack.code, order_id=pack.orders[0], order_ids=pack.orders, state=pack.state, carrier=pack.parcel.carrier, waybill=pack.parcel.waybill, items=items
    )  # fmt: skip


def _wave(wave: Wave) -> WaveOut:
    return WaveOut(
        wave=wave.code, warehouse=wave.warehouse.name, carrier=wave.carrier, made_at=wave.made_at,
        parcels=[_pack(pack) for pack in list_packs(wave)],
    )  # fmt: skip


@reads(router, "/contracts/{code}/waves/{wave}", WaveOut)
def get_pick_wave(request: HttpRequest, code: Code, wave: WaveCode) -> WaveOut:
    """A wave with its parcels."""
    return _wave(get_wave(get_contract(code), wave))


@acts(
    router, "/contracts/{code}/waves", WaveOut, verbs=VERBS, act=actions.make_wave,
    errors=(
        "NOT_THE_WAREHOUSE", "CONTRACT_NOT_IN_FORCE", "WAREHOUSE_UNKNOWN", "CARRIER_UNKNOWN", "NOTHING_TO_PICK",
    ),
)  # fmt: skip
def make_pick_wave(request: HttpRequest, code: Code, body: WaveIn) -> WaveOut:
    """Make a wave of what may leave now: paid, reserved, not held, in no other parcel."""
    wish = actions.WaveWish(
        body.warehouse,
        body.carrier,
        frozenset(body.stores),
        body.kind,
        body.paid_before,
        body.due_before,
        body.merges,
        body.most,
    )
    return _wave(actions.make_wave(person=person_of(request), at=timezone.now(), code=code, wish=wish))


@acts(
    router, "/contracts/{code}/packing/{parcel}/scan", ScanOut, verbs=VERBS, act=actions.scan_code,
    errors=("NOT_THE_WAREHOUSE", "CONTRACT_NOT_IN_FORCE", "PACK_WRONG_STATE", "NOT_A_CODE"),
)  # fmt: skip
def scan_into_parcel(request: HttpRequest, code: Code, parcel: WaveCode, body: ScanIn) -> ScanOut:
    """Scan a code over a parcel."""
    pack = get_pack(get_contract(code), parcel)
    scan = actions.scan_code(
        person=person_of(request), at=timezone.now(), code=code, pack_id=pack.pk, read=body.code, key=body.key
    )
    pack = get_pack(get_contract(code), parcel)
    return ScanOut(outcome=scan.outcome, sku=scan.sku, parcel=_pack(pack))


@acts(
    router, "/contracts/{code}/waybills", TakenOut, verbs=VERBS, act=actions.give_waybills,
    errors=("NOT_THE_WAREHOUSE", "CONTRACT_NOT_IN_FORCE"),
)  # fmt: skip
def give_parcels_waybills(request: HttpRequest, code: Code, body: WaybillsIn) -> TakenOut:
    """Give parcels their waybills; a row that cannot be taken keeps no other waiting."""
    rows = [actions.Given(row.parcel.strip(), row.carrier, row.waybill.strip()) for row in body.waybills]
    taken = actions.give_waybills(person=person_of(request), at=timezone.now(), code=code, rows=rows)
    refused = [RefusedOut(what=what, why=said(why)) for what, why in taken.refused]
    return TakenOut(done=taken.given, unchanged=taken.unchanged, refused=refused)


@acts(
    router, "/contracts/{code}/waves/{wave}/ship", TakenOut, verbs=VERBS, act=actions.ship_packs,
    errors=("NOT_THE_WAREHOUSE", "CONTRACT_NOT_IN_FORCE"),
)  # fmt: skip
def hand_wave_over(request: HttpRequest, code: Code, wave: WaveCode) -> TakenOut:
    """Hand the wave's checked parcels over; their platforms are told."""
    person, contract = person_of(request), get_contract(code)
    packs = get_wave(contract, wave).packs.filter(stage=PACKED).values_list("pk", flat=True)
    done = actions.ship_packs(person=person, at=timezone.now(), code=code, pack_ids=list(packs))
    for link in done.links:
        defer(link, contract.agency_id or person.org_id)
    refused = [RefusedOut(what=what, why=said(why)) for what, why in done.left_behind.items()]
    return TakenOut(done=len(done.packs), unchanged=0, refused=refused)
