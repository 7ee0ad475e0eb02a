"""What is done with orders: hold, release, remark, pack a parcel, let it go; an order of a direct customer."""

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Path, Router

from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import Asked, Code, FenToPay, Moment, MomentIn, Shape, said
from paidang.api.views.token import person_of
from paidang.contracts.queries import get_contract
from paidang.fulfilment.actions import pack_by_hand
from paidang.intake.actions.direct import DirectLine, enter_direct_order
from paidang.orders import actions
from paidang.orders.models import Parcel
from paidang.orders.queries.holds import list_holds
from paidang.orders.queries.parcels import list_parcels
from paidang.orders.queries.work import list_remarks
from paidang.orders.rules.packing import LINES_MAX, Packed
from paidang.stores.actions import ship_packed
from paidang.stores.queries.receivers import order_state
from paidang.stores.tasks import defer

router = Router(tags=["orders"])
ORDERS_MAX = 2_000
VERBS = ["operate_store", "declare_stock"]
OrderId = Annotated[str, Path(max_length=255)]
Reason = Annotated[str, Field(min_length=1, max_length=500)]
Orders = Annotated[list[Annotated[str, Field(max_length=255)]], Field(min_length=1, max_length=ORDERS_MAX)]


class HoldOut(Shape):
    """Why an order is held."""

    kind: str = Field(description="fraud, price, sku, area, address, hand")
    why: str
    raised_at: Moment


class RemarkOut(Shape):
    """A remark of either side."""

    text: str
    by: str
    at: Moment


class ParcelLineOut(Shape):
    """Units of an order line in a parcel."""

    order_id: str
    line_id: str
    sku: str
    quantity: int


class ParcelOut(Shape):
    """A parcel; without a waybill it has not left."""

    parcel: str
    carrier: str
    waybill: str
    weight_g: int | None
    freight_fen: int | None
    shipped_at: Moment | None
    lines: list[ParcelLineOut]


class OrderWork(Shape):
    """What people do with one order."""

    state: str = Field(
        description="unpaid, unshipped, on_hold, part_shipped, moving, done, refunding, refunded, closed, split, unknown"
    )
    holds: list[HoldOut]
    remarks: list[RemarkOut]
    parcels: list[ParcelOut]


class Done(Shape):
    """The orders that it was done to; one that was so already is not in."""

    orders: list[str]


class HoldIn(Asked):
    """`kind`: hand, address or fraud."""

    orders: Orders
    reason: Reason
    kind: Annotated[str, Field(pattern="^(hand|address|fraud)$")] = "hand"


class ReleaseIn(Asked):
    """All holds of these orders."""

    orders: Orders
    reason: Reason


class RemarkIn(Asked):
    """One remark for all of them."""

    orders: Orders
    text: Reason


class PackedIn(Asked):
    """So many units of a line."""

    order_id: str = Field(max_length=255)
    line_id: str = Field(max_length=255)
    quantity: int = Field(ge=1, le=10**9)


class PackIn(Asked):
    """`parcel`: a code of one's own, else it is given one."""

    lines: list[PackedIn] = Field(min_length=1, max_length=LINES_MAX)
    parcel: str = Field(default="", max_length=40)
    weight_g: int | None = Field(default=None, ge=1, le=10**6)
    is_together: bool = Field(
        default=False,
        description="the parts of its sets are all here, though stock has them in several warehouses",
    )


class LetGoIn(Asked):
    """`carrier` is the platform's code of the carrier."""

    carrier: str = Field(max_length=20, examples=["467"])
    waybill: str = Field(max_length=60)
    weight_g: int | None = Field(default=None, ge=1, le=10**6)
    freight_fen: FenToPay | None = None


class DirectLineIn(Asked):
    """Of what, how much, at how much each."""

    sku: str = Field(max_length=255)
    quantity: int = Field(ge=1, le=10**9)
    unit_price_fen: FenToPay


class DirectIn(Asked):
    """`customer`: a direct customer whom both sides have confirmed, by name."""

    customer: str = Field(max_length=200)
    paid_at: MomentIn
    lines: list[DirectLineIn] = Field(min_length=1, max_length=200)
    order_id: str = Field(default="", max_length=60)


def _parcel_out(parcel: Parcel) -> ParcelOut:
    lines = [
        ParcelLineOut(order_id=line.order_id, line_id=line.line_id, sku=line.sku, quantity=line.quantity)
        for line in parcel.lines.order_by("line_id")
    ]
    return ParcelOut(
        parcel=parcel.code, carrier=parcel.carrier, waybill=parcel.waybill, weight_g=parcel.weight_g,
        freight_fen=parcel.freight_fen, shipped_at=parcel.shipped_at, lines=lines,
    )  # fmt: skip


@reads(router, "/contracts/{code}/orders/{order_id}/work", OrderWork)
def get_order_work(request: HttpRequest, code: Code, order_id: OrderId) -> OrderWork:
    """An order's state, its holds, remarks and parcels."""
    contract = get_contract(code)
    holds = [one for one in list_holds(contract.pk, order_id) if one.released_at is None]
    return OrderWork(
        state=order_state(contract, order_id),
        holds=[HoldOut(kind=one.kind, why=said(one.why), raised_at=one.raised_at) for one in holds],
        remarks=[
            RemarkOut(text=one.text, by=one.by.name, at=one.at) for one in list_remarks(contract.pk, order_id)
        ],
        parcels=[_parcel_out(parcel) for parcel in list_parcels(contract.pk, order_id)],
    )


@acts(
    router, "/contracts/{code}/orders/hold", Done, verbs=VERBS, act=actions.hold_orders,
    errors=("ORDER_NOT_HELD", "HOLD_WITHOUT_REASON", "HOLD_KIND_UNKNOWN"),
)  # fmt: skip
def hold_some(request: HttpRequest, code: Code, body: HoldIn) -> Done:
    """Hold orders: they are neither packed nor shipped until they are released."""
    done = actions.hold_orders(
        person=person_of(request), at=timezone.now(), code=code, order_ids=body.orders, reason=body.reason, kind=body.kind,
    )  # fmt: skip
    return Done(orders=done)


@acts(
    router, "/contracts/{code}/orders/release", Done, verbs=VERBS, act=actions.release_orders,
    errors=("ORDER_NOT_HELD", "HOLD_WITHOUT_REASON"),
)  # fmt: skip
def release_some(request: HttpRequest, code: Code, body: ReleaseIn) -> Done:
    """Let orders go again, with a reason."""
    done = actions.release_orders(
        person=person_of(request), at=timezone.now(), code=code, order_ids=body.orders, reason=body.reason
    )
    return Done(orders=done)


@acts(
    router,
    "/contracts/{code}/orders/remark",
    Done,
    verbs=VERBS,
    act=actions.remark_orders,
    errors=("REMARK_EMPTY",),
)
def remark_some(request: HttpRequest, code: Code, body: RemarkIn) -> Done:
    """Write a remark on orders, for both sides to see."""
    done = actions.remark_orders(
        person=person_of(request), at=timezone.now(), code=code, order_ids=body.orders, text=body.text
    )
    return Done(orders=done)


PACK_ERRORS = (
    "PARCEL_NOT_PACKED", "PARCEL_EMPTY", "PARCEL_LINE_UNKNOWN", "PARCEL_TOO_MANY", "PARCEL_OF_SEVERAL", "PARCEL_WRONG_STATE",
    "ORDER_HELD", "SET_NOT_WHOLE",
)  # fmt: skip


@acts(router, "/contracts/{code}/parcels", ParcelOut, verbs=VERBS, act=pack_by_hand, errors=PACK_ERRORS)
def pack(request: HttpRequest, code: Code, body: PackIn) -> ParcelOut:
    """Pack units of order lines into one parcel: of one order, a part of one, or several of one person and address."""
    lines = [Packed(line.order_id, line.line_id, line.quantity) for line in body.lines]
    parcel = pack_by_hand(
        person=person_of(request), at=timezone.now(), code=code, lines=lines, parcel_code=body.parcel, weight_g=body.weight_g,
        is_together=body.is_together,
    )  # fmt: skip
    return _parcel_out(parcel)


@acts(
    router, "/contracts/{code}/parcels/{parcel}/ship", ParcelOut, verbs=VERBS, act=ship_packed,
    errors=(
        "PARCEL_NOT_PACKED", "PARCEL_WRONG_STATE", "ORDER_HELD", "WAYBILL_WRONG", "WAYBILL_TAKEN", "ORDER_WRONG_STATE",
        "STORE_WRONG_STATE",
    ),
)  # fmt: skip
def let_parcel_go(
    request: HttpRequest, code: Code, parcel: Annotated[str, Path(max_length=40)], body: LetGoIn
) -> ParcelOut:
    """Let a packed parcel go under its waybill; the platforms of its orders are told."""
    person = person_of(request)
    told = ship_packed(
        person=person, at=timezone.now(), code=code, parcel_code=parcel, carrier=body.carrier, waybill=body.waybill,
        weight_g=body.weight_g, freight_fen=body.freight_fen,
    )  # fmt: skip
    contract = get_contract(code)
    for act in told:
        defer(act.link, contract.agency_id or person.org_id)
    return _parcel_out(Parcel.objects.get(contract=contract, code=parcel))


@acts(
    router, "/contracts/{code}/orders/direct", Done, verbs=["import_facts"], act=enter_direct_order,
    errors=("DIRECT_ORDER_REFUSED", "ORDER_NUMBER_TAKEN", "FILE_NOT_RECEIVED", "FILE_NOT_WRITTEN"),
)  # fmt: skip
def enter_direct(request: HttpRequest, code: Code, body: DirectIn) -> Done:
    """Write an order of a direct customer down; goods are sold offline to nobody else (OP-2-B-2)."""
    lines = [DirectLine(line.sku, line.quantity, line.unit_price_fen) for line in body.lines]
    number = enter_direct_order(
        person=person_of(request), at=timezone.now(), code=code, customer=body.customer, lines=lines, paid_at=body.paid_at,
        number=body.order_id,
    )  # fmt: skip
    return Done(orders=[number])
