"""Giving parcels their waybills: typed, scanned off a printed one, or by a file of the carrier's own program."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from paidang.channels.reading import BadFile, Sheet, read_table
from paidang.contracts.actions.recording import record
from paidang.contracts.models import Contract
from paidang.fulfilment.actions.recording import UnableToFulfil, check_may_pack
from paidang.fulfilment.queries.waves import find_sku
from paidang.fulfilment.rules.states import SHIPPED, STATES
from paidang.fulfilment.rules.waybill_files import (
    PARCEL,
    ROWS_MAX,
    Given,
    missing_column,
    read_given,
)
from paidang.fulfilment.rules.waybill_files import WAYBILL as WAYBILL_TITLES
from paidang.kit.sentence import Sentence, say
from paidang.orders.models import Parcel, ParcelLine
from paidang.orders.rules.carriers import find_carrier
from paidang.orders.rules.packing import WAYBILL
from paidang.team.models import Person


@dataclass(slots=True)
class Taken:
    """What became of a list of waybills: given, there already, and refused by what the row is about."""

    given: int = 0
    unchanged: int = 0
    refused: list[tuple[str, Sentence]] = field(default_factory=list)


@transaction.atomic
def give_waybills(*, person: Person, at: datetime, code: str, rows: Iterable[Given]) -> Taken:
    """Give parcels their waybills; a bad row keeps no other waiting, the same again changes nothing."""
    contract = check_may_pack(person, code)
    rows, taken = list(rows), Taken()
    alive = _lock(contract, {row.parcel for row in rows})
    for row in rows:
        parcel, why = _find(alive, row.parcel)
        why = why or (_give(parcel, row, taken) if parcel else None)
        if why:
            taken.refused.append((row.parcel[:60], why))
    if taken.given:
        record(contract, person, at, "fulfilment.waybills_given", {"count": taken.given})
    return taken


@transaction.atomic
def scan_waybill(
    *, person: Person, at: datetime, code: str, parcel: str, read: str, carrier: str = ""
) -> None:
    """Give a parcel the waybill that was scanned off its label. One more of its goods is no waybill: it does not belong in."""
    contract = check_may_pack(person, code)
    if sku := find_sku(contract.pk, read):
        raise UnableToFulfil(
            say("这是货品 {sku} 的条码，不是运单号", sku=sku),
            code="WAYBILL_IS_GOODS",
            remedy=say("这一单已经齐了：多出来的放回货位，再扫面单上的运单号。"),
        )
    taken = give_waybills(person=person, at=at, code=code, rows=[Given(parcel, carrier, read)])
    if taken.refused:
        raise UnableToFulfil(taken.refused[0][1], code="WAYBILL_WRONG")


def give_waybill_file(*, person: Person, at: datetime, code: str, name: str, content: bytes) -> Taken:
    """Take a CSV or workbook with a parcel or an order and its waybill in each row."""
    check_may_pack(person, code)
    sheet = open_table(name, content, PARCEL, WAYBILL_TITLES)
    given, bad = read_given(sheet.header, sheet.rows)
    taken = give_waybills(person=person, at=at, code=code, rows=given)
    taken.refused += [(str(say("第 {row} 行", row=one.number)), one.why) for one in bad]
    return taken


def open_table(name: str, content: bytes, *wanted: tuple[str, ...]) -> Sheet:
    """The sheet of a file that has these columns, none of them called otherwise, and no more rows than one sends in a day."""
    try:
        sheet = read_table(content, name)
    except BadFile as bad:
        raise UnableToFulfil(bad.args[0], code="FILE_UNREADABLE") from None
    if lacking := missing_column(sheet.header, *wanted):
        raise UnableToFulfil(
            say("文件里没有“{column}”这一列", column=lacking), code="COLUMN_MISSING", remedy=say("表头写在第一行。")
        )  # fmt: skip
    rows = list(sheet.rows)
    if len(rows) > ROWS_MAX:
        raise UnableToFulfil(
            say("文件超过 {most:,} 行", most=ROWS_MAX), code="FILE_TOO_LONG", remedy=say("请分几次交。")
        )
    sheet.rows = iter(rows)
    return sheet


def _lock(contract: Contract, named: Collection[str]) -> dict[str, list[Parcel]]:
    """The parcels that still leave, of a wave or packed by hand, by their codes and by their orders' numbers as far as named.

    All of them are locked by their ids, whatever the order of a file is, so that nobody waits in a circle.
    """
    codes = {*named, *(name.upper() for name in named)}
    lines = ParcelLine.objects.filter(contract=contract, order_id__in=named)
    of_order = set(lines.values_list("parcel_id", "order_id"))
    wanted = Q(code__in=codes) | Q(pk__in={pk for pk, _order_id in of_order})
    alive = Parcel.objects.filter(wanted, contract=contract, unpacked_at=None).order_by("pk")
    parcels = {parcel.pk: parcel for parcel in alive.select_for_update(of=("self",))}
    found: dict[str, list[Parcel]] = {}
    for pk, order_id in sorted(of_order):
        if pk in parcels:
            found.setdefault(order_id, []).append(parcels[pk])
    return found | {parcel.code: [parcel] for parcel in parcels.values()}


def _find(alive: Mapping[str, list[Parcel]], named: str) -> tuple[Parcel | None, Sentence | None]:
    """The one parcel that still leaves under this code or for this order; or why there is none."""
    found = alive.get(named) or alive.get(named.upper(), [])
    if not found:
        return None, say("没有这个包裹或订单在拣货")
    if len(found) > 1:
        return None, say("这个订单分成几个包裹，请写包裹号")
    return found[0], None


def _give(parcel: Parcel, row: Given, taken: Taken) -> Sentence | None:
    """Write one waybill; the answer is why not."""
    waybill = row.waybill.upper()
    carrier = find_carrier(row.carrier) if row.carrier else parcel.carrier
    if not carrier:
        return (
            say("不认识快递“{carrier}”", carrier=row.carrier[:20]) if row.carrier else say("没有写是哪家快递")
        )
    if (parcel.carrier, parcel.waybill) == (carrier, waybill):
        taken.unchanged += 1
        return None
    if parcel.shipped_at:
        return say("包裹 {code} 是“{state}”", code=parcel.code, state=STATES[SHIPPED])
    if not WAYBILL.fullmatch(waybill):
        return say("运单号是 5 到 40 位字母和数字。")
    others = Parcel.objects.filter(
        contract=parcel.contract_id, carrier=carrier, waybill=waybill, unpacked_at=None
    )
    if other := others.exclude(pk=parcel.pk).first():
        return say("运单号已经是包裹 {code} 的", code=other.code)
    parcel.carrier, parcel.waybill, parcel.waybill_by_us, parcel.route = carrier, waybill, False, ""
    parcel.save(update_fields=["carrier", "waybill", "waybill_by_us", "route"])
    taken.given += 1
    return None
