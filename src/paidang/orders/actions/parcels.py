"""Packing parcels, unpacking them, and letting them go: merged, split, in part. The platform is told by `stores`."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.kit.clause import clause
from paidang.kit.outcome import UnableTo
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import say
from paidang.orders.actions.allowed import check_may_handle
from paidang.orders.actions.noting import lock_orders, note, record
from paidang.orders.actions.persons import keep_waybills
from paidang.orders.models import Parcel, ParcelLine
from paidang.orders.queries.customers import DIRECT
from paidang.orders.queries.holds import why_held
from paidang.orders.queries.parcels import get_parcel, open_lines, same_of
from paidang.orders.rules.packing import (
    CARRIER_CHARS,
    CODE_CHARS,
    PLACE_CHARS,
    WAYBILL,
    Packed,
    less,
    wrong_with,
)
from paidang.orders.rules.working import PACKED, SHIPPED, UNPACKED
from paidang.team.models import Person


class UnableToPack(UnableTo):
    """Codes: PARCEL_NOT_PACKED, PARCEL_EMPTY, PARCEL_LINE_UNKNOWN, PARCEL_TOO_MANY, PARCEL_OF_SEVERAL, PARCEL_WRONG_STATE,
    ORDER_HELD, WAYBILL_WRONG, WAYBILL_TAKEN."""

    code = "PARCEL_NOT_PACKED"


@clause("OP-3-E-1")
@transaction.atomic
def pack_parcel(
    *,
    person: Person,
    at: datetime,
    code: str,
    lines: Sequence[Packed],
    parcel_code: str = "",
    weight_g: int | None = None,
) -> Parcel:
    """Pack units of order lines into one parcel; `parcel_code` where whoever packs has given it one.

    Several orders may share a parcel if they go to one person at one address; a line may be spread over several parcels.
    The same lines under the same code again are the same parcel.
    """
    contract = get_contract(code)
    check_may_handle(person, contract)
    lock_orders(contract, [line.order_id for line in lines])
    parcel_code = parcel_code.strip()[:CODE_CHARS] or _new_code(at)
    if known := Parcel.objects.filter(contract=contract, code=parcel_code).first():
        if _holds(known, lines) and known.unpacked_at is None:
            return known
        raise UnableToPack(say("包裹号 {parcel} 已经用过", parcel=parcel_code), code="PARCEL_WRONG_STATE")
    [parcel] = begin_parcels(contract, [Draft(parcel_code, tuple(lines))])
    parcel.weight_g = weight_g
    return finish_parcel(contract, parcel, person, at)


@dataclass(frozen=True, slots=True)
class Draft:
    """A parcel to be begun: its code, what belongs in, the wave it is picked in, who carries it, province, city, district."""

    code: str
    lines: tuple[Packed, ...]
    wave: str = ""
    carrier: str = ""
    place: tuple[str, str, str] = ("", "", "")


def begin_parcels(contract: Contract, drafts: Sequence[Draft]) -> list[Parcel]:
    """Begin parcels whose goods are to be fetched, all or none. From here on their units are in no other parcel.

    Who may, and that nobody else chooses among these orders meanwhile, is the caller's matter.
    """
    wanted = [line for draft in drafts for line in draft.lines]
    orders = {line.order_id for line in wanted}
    known, same, held = (
        open_lines(contract.pk, orders),
        same_of(contract.pk, orders),
        why_held(contract.pk, orders),
    )
    for draft in drafts:
        if wrong := wrong_with(draft.lines, known=known, same=same, held=held):
            raise UnableToPack(wrong[0].message, code=wrong[0].code, remedy=wrong[0].remedy)
        known = less(known, draft.lines)
    parcels = Parcel.objects.bulk_create(
        Parcel(
            contract=contract, code=draft.code, wave=draft.wave, carrier=draft.carrier, province=draft.place[0][:PLACE_CHARS],
            city=draft.place[1][:PLACE_CHARS], district=draft.place[2][:PLACE_CHARS],
        )
        for draft in drafts
    )  # fmt: skip
    ParcelLine.objects.bulk_create(
        ParcelLine(
            contract=contract, parcel=parcel, order_id=line.order_id, line_id=line.line_id, sku=known[line.line_id].sku,
            quantity=line.quantity,
        )
        for parcel, draft in zip(parcels, drafts, strict=True)
        for line in draft.lines
    )  # fmt: skip
    return parcels


def finish_parcel(contract: Contract, parcel: Parcel, person: Person, at: datetime) -> Parcel:
    """Say that everything is in: the parcel may leave. It goes into the history of its orders."""
    parcel.packed_by, parcel.packed_at = person, at
    parcel.save()
    lines = list(parcel.lines.all())
    orders = sorted({line.order_id for line in lines})
    words = say("装进包裹 {parcel}", parcel=parcel.code)
    note(contract, person, at, PACKED, {order_id: (words, {}) for order_id in orders})
    units = sum(line.quantity for line in lines)
    record(contract, person, at, "orders.packed", orders, {"parcel": parcel.code, "units": units})
    return parcel


def split_parcel(contract: Contract, parcel: Parcel, rest_code: str) -> Parcel:
    """Leave in a locked parcel what was scanned into it, and begin another one, of the same wave, of all the rest."""
    rest = Parcel.objects.create(
        contract=contract, code=rest_code, wave=parcel.wave, carrier=parcel.carrier, province=parcel.province,
        city=parcel.city, district=parcel.district,
    )  # fmt: skip
    for line in parcel.lines.order_by("pk"):
        left = line.quantity - line.scanned
        if not line.scanned:
            ParcelLine.objects.filter(pk=line.pk).update(parcel=rest)
        elif left:
            line.quantity = line.scanned
            line.save(update_fields=["quantity"])
            ParcelLine.objects.create(
                contract=contract, parcel=rest, order_id=line.order_id, line_id=line.line_id, sku=line.sku, quantity=left
            )  # fmt: skip
    return rest


def _new_code(at: datetime) -> str:
    return f"B{at.astimezone(SHANGHAI):%y%m%d}-{secrets.token_hex(4).upper()}"


def _holds(parcel: Parcel, lines: Sequence[Packed]) -> bool:
    has = {(line.order_id, line.line_id, line.quantity) for line in parcel.lines.all()}
    return has == {(line.order_id, line.line_id, line.quantity) for line in lines}


@transaction.atomic
def unpack_parcel(*, person: Person, at: datetime, code: str, parcel_code: str) -> Parcel:
    """Take a parcel apart that has not left; what was in it is to be packed again. Twice is once."""
    contract = get_contract(code)
    check_may_handle(person, contract)
    parcel = get_parcel(contract, parcel_code, lock=True)
    if parcel.unpacked_at:
        return parcel
    if parcel.wave:
        raise UnableToPack(
            say("包裹 {parcel} 在波次 {wave} 里", parcel=parcel.code, wave=parcel.wave),
            code="PARCEL_WRONG_STATE",
            remedy=say("请在波次里把它跳过。"),
        )
    return take_apart(contract, parcel, person, at)


def take_apart(contract: Contract, parcel: Parcel, person: Person, at: datetime) -> Parcel:
    """Take a locked parcel apart, by hand or since its wave gave it up; one in the making leaves no trace in its orders."""
    if parcel.shipped_at:
        raise UnableToPack(say("包裹 {parcel} 已经发出", parcel=parcel.code), code="PARCEL_WRONG_STATE")
    parcel.unpacked_by, parcel.unpacked_at = person, at
    parcel.save()
    if parcel.packed_at:
        orders = _orders_of(parcel)
        words = say("拆开包裹 {parcel}", parcel=parcel.code)
        note(contract, person, at, UNPACKED, {order_id: (words, {}) for order_id in orders})
        record(contract, person, at, "orders.unpacked", orders, {"parcel": parcel.code})
    return parcel


@transaction.atomic
def ship_parcel(
    *,
    person: Person,
    at: datetime,
    code: str,
    parcel_code: str,
    carrier: str,
    waybill: str,
    weight_g: int | None = None,
    freight_fen: int | None = None,
) -> Parcel:
    """Let a parcel go under its waybill. Again with the same waybill is once; an order held meanwhile keeps it here.

    Lines of direct customers' orders, which no platform tells us of, count as shipped once all their units have left.
    """
    contract = get_contract(code)
    check_may_handle(person, contract)
    parcel = get_parcel(contract, parcel_code, lock=True)
    carrier, waybill = carrier.strip()[:CARRIER_CHARS], waybill.strip().upper()
    _check_may_leave(contract, parcel, carrier, waybill)
    if parcel.shipped_at:
        return parcel
    parcel.carrier, parcel.waybill, parcel.shipped_by, parcel.shipped_at = carrier, waybill, person, at
    parcel.weight_g = weight_g if weight_g is not None else parcel.weight_g
    parcel.freight_fen = freight_fen if freight_fen is not None else parcel.freight_fen
    parcel.save()
    orders = _orders_of(parcel)
    _set_shipped(contract, orders, at)
    keep_waybills(contract.pk, [(order_id, waybill) for order_id in orders])
    words = say("包裹 {parcel} 发出，运单 {waybill}", parcel=parcel.code, waybill=waybill)
    note(contract, person, at, SHIPPED, {order_id: (words, {}) for order_id in orders})
    record(contract, person, at, "orders.shipped", orders, {"parcel": parcel.code, "waybill": waybill})
    return parcel


def _check_may_leave(contract: Contract, parcel: Parcel, carrier: str, waybill: str) -> None:
    if parcel.unpacked_at or (parcel.shipped_at and (parcel.carrier, parcel.waybill) != (carrier, waybill)):
        state = (
            say("已经拆开") if parcel.unpacked_at else say("已用运单 {waybill} 发出", waybill=parcel.waybill)
        )
        raise UnableToPack(
            say("包裹 {parcel} {state}", parcel=parcel.code, state=state), code="PARCEL_WRONG_STATE"
        )
    if parcel.shipped_at:
        return
    if parcel.packed_at is None:
        raise UnableToPack(say("包裹 {parcel} 还没有核对", parcel=parcel.code), code="PARCEL_WRONG_STATE")
    if not WAYBILL.fullmatch(waybill) or not carrier:
        raise UnableToPack(
            say("快递或运单号不对"), code="WAYBILL_WRONG", remedy=say("运单号是 5 到 40 位字母和数字。")
        )
    used = Parcel.objects.filter(contract=contract, carrier=carrier, waybill=waybill, unpacked_at=None)
    if other := used.exclude(pk=parcel.pk).first():
        raise UnableToPack(
            say("运单 {waybill} 已用在包裹 {parcel} 上", waybill=waybill, parcel=other.code),
            code="WAYBILL_TAKEN",
            remedy=say("一个运单号只能用一次。"),
        )
    for order_id, why in why_held(contract.pk, lock_orders(contract, _orders_of(parcel))).items():
        raise UnableToPack(
            say("订单 {order} 被拦截：{why}", order=order_id, why=why),
            code="ORDER_HELD",
            remedy=say("放行后才能发货。"),
        )


def _orders_of(parcel: Parcel) -> list[str]:
    return sorted(set(parcel.lines.values_list("order_id", flat=True)))


def _set_shipped(contract: Contract, order_ids: Sequence[str], at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """update orders_orderline l set shipped_at = greatest(%(at)s, l.paid_at)
            where l.contract_id = %(contract)s and l.order_id = any(%(orders)s) and l.channel = %(direct)s
              and l.shipped_at is null and l.quantity <= (
                select sum(p.quantity) from orders_parcelline p join orders_parcel b on b.id = p.parcel_id
                where p.contract_id = l.contract_id and p.order_id = l.order_id and p.line_id = l.line_id
                  and b.shipped_at is not null)""",
            {"at": at, "contract": contract.pk, "orders": list(order_ids), "direct": DIRECT},
        )
