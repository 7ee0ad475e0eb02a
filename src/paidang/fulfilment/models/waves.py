"""Waves, the parcels' places in them, what was scanned, where goods stand."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q, prefetch_related_objects

from paidang.contracts.models import Contract
from paidang.fulfilment.rules.states import OUTCOMES, SHIPPED, STAGES, STATES
from paidang.kit.sentence import SentenceDecoder, SentenceEncoder
from paidang.orders.models import Parcel, ParcelLine
from paidang.orders.rules.carriers import CARRIERS
from paidang.stock.models import SKU_MAX, Warehouse
from paidang.team.models import Person

SENTENCES: Any = {"encoder": SentenceEncoder, "decoder": SentenceDecoder}
PLACE_CHARS, CODE_CHARS, KEY_CHARS = 40, 40, 64


def _contract(*, db_index: bool = True) -> "models.ForeignKey[Contract, Contract]":
    return models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=db_index)


class Shelf(models.Model):
    """Where a SKU stands in a warehouse."""

    contract = _contract()
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+")
    sku = models.CharField(max_length=SKU_MAX)
    place = models.CharField(max_length=PLACE_CHARS)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "warehouse", "sku"], name="shelf_once"),
            models.CheckConstraint(name="shelf_place", condition=~Q(place="")),
        ]


class Wave(models.Model):
    """Parcels that are picked in one walk through a warehouse. `code` is its day and its number on that day."""

    contract = _contract()
    code = models.CharField(max_length=CODE_CHARS)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+")
    carrier = models.CharField(max_length=10, choices=list(CARRIERS.items()))
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "code"], name="wave_code")]


class Pack(models.Model):
    """A parcel's place in a wave and how far its checking is; the parcel itself, its waybill and freight stand in `orders`.

    `stop`: why it stands still (`code` scanned, `sku` where it is one of ours, `outcome`), or why it does not leave.
    """

    contract = _contract(db_index=False)
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="packs", db_index=False)
    number = models.PositiveIntegerField(help_text="its place in the wave, from 1")
    parcel = models.OneToOneField(Parcel, on_delete=models.PROTECT, related_name="pack")
    store = models.CharField(max_length=200)
    stage = models.CharField(max_length=9, choices=list(STAGES.items()))
    stop = models.JSONField(null=True, **SENTENCES)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "number"], name="pack_number"),
            models.CheckConstraint(name="pack_stage", condition=Q(stage__in=list(STAGES))),
        ]
        indexes = [models.Index(fields=["contract", "stage", "id"], name="pack_by_stage")]

    @property
    def state(self) -> str:
        """How far it is: that it has left is the parcel's own to say."""
        return SHIPPED if self.parcel.shipped_at else self.stage

    @property
    def code(self) -> str:
        return self.parcel.code

    @property
    def lines(self) -> list[ParcelLine]:
        """What belongs in, in one order everywhere."""
        return sorted(self.parcel.lines.all(), key=lambda line: (line.sku, line.pk))

    @property
    def contents(self) -> "list[ParcelLine | PackPart]":
        """What is fetched and scanned: the lines, those of sets by their parts; in one order everywhere."""
        return contents_of(self.parcel.lines.all())

    @property
    def orders(self) -> list[str]:
        """The orders in it, by number."""
        return sorted({line.order_id for line in self.parcel.lines.all()})


class PackPart(models.Model):
    """Units of one SKU that the sets of a parcel's line are made of, as the set was when its wave was made.

    The line counts sets, whole ones alone; what is fetched, scanned and weighed are its parts.
    """

    contract = _contract(db_index=False)
    parcel_line = models.ForeignKey(
        ParcelLine, on_delete=models.PROTECT, related_name="parts", db_index=False
    )
    sku = models.CharField(max_length=SKU_MAX)
    quantity = models.BigIntegerField(help_text="in all sets of the line together")
    scanned = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parcel_line", "sku"], name="pack_part_once"),
            models.CheckConstraint(
                name="pack_part_scanned", condition=Q(scanned__gte=0, scanned__lte=models.F("quantity"))
            ),
            models.CheckConstraint(name="pack_part_quantity", condition=Q(quantity__gte=1)),
        ]

    @property
    def order_id(self) -> str:
        return self.parcel_line.order_id

    @property
    def line_id(self) -> str:
        return self.parcel_line.line_id


def contents_of(lines: Iterable[ParcelLine]) -> list[ParcelLine | PackPart]:
    """What lines of a parcel are made of: a set's parts in the place of its line."""
    lines = list(lines)
    prefetch_related_objects(lines, "parts")
    found: list[ParcelLine | PackPart] = []
    for line in lines:
        found.extend(list(line.parts.all()) or [line])
    return sorted(found, key=lambda one: (one.sku, one.line_id))


def set_of(item: ParcelLine | PackPart) -> str:
    """The code of the set that it is a part of, or ""."""
    return item.parcel_line.sku if isinstance(item, PackPart) else ""


class Scan(models.Model):
    """One scan over a parcel and what came of it; never changed. `key` is the scanner's own: the same twice is one."""

    contract = _contract(db_index=False)
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="scans")
    key = models.CharField(max_length=KEY_CHARS)
    code = models.CharField(max_length=100)
    sku = models.CharField(max_length=SKU_MAX, blank=True)
    outcome = models.CharField(max_length=13, choices=list(OUTCOMES.items()))
    state = models.CharField(max_length=9, choices=list(STATES.items()))
    by_hand = models.BooleanField(default=False, help_text="typed: the barcode could not be read")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "key"], name="scan_once"),
            models.CheckConstraint(name="scan_outcome", condition=Q(outcome__in=list(OUTCOMES))),
            models.CheckConstraint(name="scan_key", condition=~Q(key="")),
        ]
