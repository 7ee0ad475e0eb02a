"""Waves, the parcels in the making in them, what was scanned, where goods stand."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from paidang.contracts.models import Contract
from paidang.fulfilment.rules.carriers import CARRIERS
from paidang.fulfilment.rules.states import CANCELLED, OUTCOMES, PACKED, SHIPPED, SKIPPED, STATES
from paidang.kit.sentence import SentenceDecoder, SentenceEncoder
from paidang.stock.models import SKU_MAX, Warehouse
from paidang.team.models import Person

SENTENCES: Any = {"encoder": SentenceEncoder, "decoder": SentenceDecoder}
PLACE_CHARS, CODE_CHARS, KEY_CHARS, WAYBILL_CHARS = 40, 40, 64, 40


def _contract() -> "models.ForeignKey[Contract, Contract]":
    return models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")


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
    """A parcel in the making: its place in a wave, who carries it where, how far it is. Of the receiver the place alone.

    `stop`: why it stands still (`code` scanned, `sku` where it is one of ours, `outcome`), or why it does not leave.
    """

    contract = _contract()
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="packs")
    number = models.PositiveIntegerField(help_text="its place in the wave, from 1")
    code = models.CharField(max_length=CODE_CHARS)
    order_id = models.CharField(max_length=255)
    channel = models.CharField(max_length=40)
    store = models.CharField(max_length=200)
    carrier = models.CharField(max_length=10, choices=list(CARRIERS.items()))
    province = models.CharField(max_length=40, blank=True)
    city = models.CharField(max_length=40, blank=True)
    district = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=9, choices=list(STATES.items()))
    stop = models.JSONField(null=True, **SENTENCES)
    waybill = models.CharField(max_length=WAYBILL_CHARS, blank=True)
    route = models.CharField(max_length=20, blank=True, help_text="the code by which the carrier sorts")
    waybill_by_us = models.BooleanField(default=False, help_text="got from the carrier's interface")
    weight_g = models.PositiveIntegerField(null=True, help_text="as weighed; else the sum of its goods")
    packed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    packed_at = models.DateTimeField(null=True)
    shipped_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    shipped_at = models.DateTimeField(null=True)
    delivered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    delivered_at = models.DateTimeField(null=True)
    freight_fen = models.BigIntegerField(null=True, help_text="as it stands in the facts")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "code"], name="pack_code"),
            models.UniqueConstraint(fields=["wave", "number"], name="pack_number"),
            models.UniqueConstraint(
                fields=["contract", "carrier", "waybill"],
                condition=~Q(waybill="") & ~Q(state__in=[SKIPPED, CANCELLED]),
                name="pack_waybill_once",
            ),
            models.CheckConstraint(name="pack_state", condition=Q(state__in=list(STATES))),
            models.CheckConstraint(
                name="pack_packed_whole",
                condition=Q(packed_at=None, packed_by=None)
                | Q(packed_at__isnull=False, packed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="pack_packed", condition=~Q(state__in=[PACKED, SHIPPED]) | Q(packed_at__isnull=False)
            ),
            models.CheckConstraint(
                name="pack_shipped_whole",
                condition=(
                    Q(state=SHIPPED, shipped_at__isnull=False, shipped_by__isnull=False) & ~Q(waybill="")
                )
                | (
                    ~Q(state=SHIPPED)
                    & Q(shipped_at=None, shipped_by=None, delivered_at=None, freight_fen=None)
                ),
            ),
            models.CheckConstraint(
                name="pack_freight", condition=Q(freight_fen=None) | Q(freight_fen__gte=0)
            ),
        ]
        indexes = [
            models.Index(fields=["contract", "state", "id"], name="pack_by_state"),
            models.Index(fields=["contract", "waybill"], name="pack_waybill"),
            models.Index(fields=["contract", "order_id"], name="pack_order"),
        ]


class PackItem(models.Model):
    """What belongs into a parcel of an order line, and how much of it was scanned: never more than was ordered.

    `is_live` as long as its parcel is (`rules.states.LIVE`): an order line is in one living parcel at most.
    """

    contract = _contract()
    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="items")
    order_id = models.CharField(max_length=255)
    line_id = models.CharField(max_length=255)
    sku = models.CharField(max_length=SKU_MAX)
    quantity = models.PositiveIntegerField()
    scanned = models.PositiveIntegerField(default=0)
    is_live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "line_id", "sku"],
                condition=Q(is_live=True),
                name="pack_item_in_one_parcel",
            ),
            models.CheckConstraint(name="pack_item_quantity", condition=Q(quantity__gte=1)),
            models.CheckConstraint(
                name="pack_item_never_more_than_ordered", condition=Q(scanned__lte=F("quantity"))
            ),
        ]
        indexes = [models.Index(fields=["contract", "order_id"], name="pack_item_order")]


class Scan(models.Model):
    """One scan over a parcel and what came of it; never changed. `key` is the scanner's own: the same twice is one."""

    contract = _contract()
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
