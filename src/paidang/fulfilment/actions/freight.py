"""Freight into the facts (OP-3-D): by the table or by the carrier's bill, each parcel's charge once, by a file of intake."""

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.recording import record
from paidang.contracts.models import Contract
from paidang.fulfilment.actions.recording import UnableToFulfil, check_may_pack
from paidang.fulfilment.actions.waybills import open_table
from paidang.fulfilment.models import CarrierBill, FreightRate
from paidang.fulfilment.queries.freight import list_unbooked, orders_of
from paidang.fulfilment.rules.freight import WEIGHT_MAX_G, Rate
from paidang.fulfilment.rules.waybill_files import AMOUNT, WAYBILL, BadRow, read_billed
from paidang.intake.actions import receive_file, write_now
from paidang.intake.rules.states import UNCHANGED, WRITTEN
from paidang.kit.clause import clause
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import say
from paidang.orders.models import Parcel
from paidang.orders.rules.carriers import CARRIERS
from paidang.stock.models import Warehouse
from paidang.stock.queries import list_warehouses
from paidang.team.models import Person

FEN_MAX, PROVINCE_CHARS = 10**8, 40
COLUMNS = ("charge_id", "order_id", "kind", "amount", "paid_by", "charged_at", "borne_by")


@dataclass(slots=True)
class Booked:
    """What was written: parcels and fen; of a bill also the waybills that are none of ours and the rows nobody can read, and
    whether it was handed in before."""

    parcels: int = 0
    fen: int = 0
    is_again: bool = False
    unknown: list[str] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)


@transaction.atomic
def set_rates(*, person: Person, at: datetime, code: str, rates: Iterable[Rate]) -> int:
    """Put rows into the freight table. A row that is there stays as it is; another price has a day of its own."""
    contract = check_may_pack(person, code, "book_freight")
    new = 0
    for rate in rates:
        house = _check(contract, rate)
        what = {
            "first_g": rate.first_g, "first_fen": rate.first_fen, "step_g": rate.step_g, "step_fen": rate.step_fen,
        }  # fmt: skip
        row, is_new = FreightRate.objects.get_or_create(
            contract=contract, carrier=rate.carrier, warehouse=house, province=rate.province.strip(),
            valid_from=rate.valid_from, defaults={**what, "set_by": person, "set_at": at},
        )  # fmt: skip
        if not is_new and any(getattr(row, name) != value for name, value in what.items()):
            raise UnableToFulfil(
                say("{day} 起的这一行已经定过，价格不同", day=rate.valid_from.isoformat()),
                code="RATE_STANDS",
                remedy=say("改价请写新的起日，以前的包裹不变。"),
            )
        new += is_new
    if new:
        record(contract, person, at, "fulfilment.rates_set", {"count": new})
    return new


def _check(contract: Contract, rate: Rate) -> Warehouse | None:
    """The row's warehouse; UnableToFulfil where the row is not whole."""
    house = next((one for one in list_warehouses(contract.pk) if one.pk == rate.warehouse), None)
    weights, prices = (rate.first_g, rate.step_g), (rate.first_fen, rate.step_fen)
    if (
        rate.carrier not in CARRIERS
        or (rate.warehouse is not None and house is None)
        or not all(1 <= grams <= WEIGHT_MAX_G for grams in weights)
        or not all(0 <= fen <= FEN_MAX for fen in prices)
        or len(rate.province.strip()) > PROVINCE_CHARS
    ):
        raise UnableToFulfil(
            say("运费没有写全"), code="RATE_INCOMPLETE", remedy=say("快递、起日、首重、续重和价格都要填。")
        )  # fmt: skip
    return house


@clause("OP-3-D", "OP-3-E-1")
@transaction.atomic
def book_freight(*, person: Person, at: datetime, code: str) -> Booked:
    """Write the freight of every parcel that left and that the table knows. Again writes nothing new."""
    contract = check_may_pack(person, code, "book_freight")
    known = [(one.parcel, one.fen) for one in list_unbooked(contract.pk) if one.fen is not None]
    return _write(contract, person, at, known)


@clause("OP-3-D")
@transaction.atomic
def book_bill(*, person: Person, at: datetime, code: str, name: str, content: bytes) -> Booked:
    """Write what the carrier's bill asks for our parcels; it counts before the table.

    The same bill again writes only what it asks for parcels that had not left yet when it first came.

    A charge that the bill corrects keeps its id: the facts' history has what it was, and a month that is closed takes
    the difference as it takes every late row.
    """
    contract = check_may_pack(person, code, "book_freight")
    sha256 = hashlib.sha256(content).hexdigest()
    before = CarrierBill.objects.filter(contract=contract, sha256=sha256).first()
    sheet = open_table(name, content, WAYBILL, AMOUNT)
    billed, bad = read_billed(sheet.header, sheet.rows)
    parcels = {
        parcel.waybill: parcel
        for parcel in Parcel.objects.select_for_update()
        .filter(contract=contract, shipped_at__isnull=False, waybill__in=[one.waybill for one in billed])
        .order_by("pk")
    }
    known = [
        (parcels[one.waybill], one.fen)
        for one in billed
        if one.waybill in parcels and parcels[one.waybill].booked_fen != one.fen
    ]
    if before:
        is_last = not CarrierBill.objects.filter(contract=contract, pk__gt=before.pk).exists()
        late = set(before.unknown)
        known = [
            (parcel, fen) for parcel, fen in known
            if parcel.waybill in late and (is_last or parcel.booked_fen is None)  # a later bill may have corrected it
        ]  # fmt: skip
    done = _write(contract, person, at, known)
    done.unknown, done.bad = [one.waybill for one in billed if one.waybill not in parcels], bad
    if before:
        done.is_again = True
        return done
    CarrierBill.objects.create(
        contract=contract, name=name[-255:], sha256=sha256, rows=len(billed) + len(bad), booked=done.parcels,
        unknown=done.unknown[:1000], received_by=person, received_at=at,
    )  # fmt: skip
    return done


def _write(contract: Contract, person: Person, at: datetime, known: Sequence[tuple[Parcel, int]]) -> Booked:
    """The charges as one file of intake; the parcels keep what stands in the facts."""
    if not known:
        return Booked()
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    orders = orders_of([parcel for parcel, _fen in known])
    for parcel, fen in known:
        assert parcel.shipped_at is not None, "only what left has freight"
        left_at = parcel.shipped_at.astimezone(SHANGHAI).isoformat(timespec="seconds")
        # the brand's warehouse pays the carrier; the contract takes freight off the shared profit
        order_id = orders[parcel.pk][0]
        rows.writerow((f"freight-{parcel.code}", order_id, "outbound", fen, "a", left_at, "shared"))
    imported = receive_file(
        person=person, at=at, code=contract.code, name=f"运费-{at.astimezone(SHANGHAI):%Y%m%d%H%M%S}.csv",
        content=text.getvalue().encode(), kind="logistics", is_to_write=True,
    )  # fmt: skip
    if imported.state != UNCHANGED:
        imported = write_now(person=person, at=at, import_id=imported.pk)
    if imported.state not in (WRITTEN, UNCHANGED) or imported.counts.get("bad"):
        raise UnableToFulfil(
            say("运费没有写进账里"), code="FREIGHT_NOT_WRITTEN", remedy=say("请在导入页看原因。")
        )
    for parcel, fen in known:
        parcel.freight_fen = parcel.booked_fen = fen
    Parcel.objects.bulk_update(
        [parcel for parcel, _fen in known], ["freight_fen", "booked_fen"], batch_size=1000
    )
    total = sum(fen for _parcel, fen in known)
    facts = {"parcels": len(known), "amount_due": total, "import": imported.pk}
    record(contract, person, at, "fulfilment.freight_booked", facts)
    return Booked(len(known), total)
