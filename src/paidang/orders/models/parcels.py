"""What is packed together and leaves with one waybill: by a wave of the warehouse or by hand, one table."""

from django.db import models
from django.db.models import Q

from paidang.contracts.models import Contract
from paidang.orders.models.facts import ID_LENGTH_MAX
from paidang.orders.rules.packing import CARRIER_CHARS, CODE_CHARS, WAYBILL_CHARS
from paidang.team.models import Person


class Parcel(models.Model):
    """A parcel: of one order, of a part of one, or of several orders of one person to one address.

    In the making until it is packed; `wave`: the wave it is picked in, "" for one packed by hand. `carrier` is ours
    (`rules.carriers`), else as it was typed. Of the receiver the place alone. One that was unpacked again counts for nothing.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=CODE_CHARS)
    carrier = models.CharField(max_length=CARRIER_CHARS, blank=True)
    waybill = models.CharField(max_length=WAYBILL_CHARS, blank=True)
    weight_g = models.PositiveIntegerField(null=True)
    freight_fen = models.BigIntegerField(null=True, help_text="as written down by hand, or as booked")
    booked_fen = models.BigIntegerField(null=True, help_text="as it stands in the facts")
    wave = models.CharField(max_length=CODE_CHARS, blank=True)
    province = models.CharField(max_length=40, blank=True)
    city = models.CharField(max_length=40, blank=True)
    district = models.CharField(max_length=40, blank=True)
    route = models.CharField(max_length=20, blank=True, help_text="the code by which the carrier sorts")
    waybill_by_us = models.BooleanField(default=False, help_text="got from the carrier's interface")
    packed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    packed_at = models.DateTimeField(null=True)
    shipped_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    shipped_at = models.DateTimeField(null=True)
    delivered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    delivered_at = models.DateTimeField(null=True)
    unpacked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    unpacked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "code"], name="parcel_code"),
            models.UniqueConstraint(
                fields=["contract", "carrier", "waybill"],
                condition=~Q(waybill="") & Q(unpacked_at=None),
                name="parcel_waybill_once",
            ),
            models.CheckConstraint(name="parcel_has_code", condition=~Q(code="")),
            models.CheckConstraint(
                name="parcel_freight", condition=Q(freight_fen=None) | Q(freight_fen__gte=0)
            ),
            models.CheckConstraint(
                name="parcel_shipped_whole",
                condition=Q(shipped_at=None, shipped_by=None)
                | (
                    Q(
                        shipped_at__isnull=False,
                        shipped_by__isnull=False,
                        unpacked_at=None,
                        packed_at__isnull=False,
                    )
                    & ~Q(waybill="")
                ),
            ),
            models.CheckConstraint(
                name="parcel_packed_whole",
                condition=Q(packed_at=None, packed_by=None)
                | Q(packed_at__isnull=False, packed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="parcel_delivered", condition=Q(delivered_at=None) | Q(shipped_at__isnull=False)
            ),
            models.CheckConstraint(
                name="parcel_unpacked_whole",
                condition=Q(unpacked_at=None, unpacked_by=None)
                | Q(unpacked_at__isnull=False, unpacked_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["contract", "waybill"], name="parcel_waybill"),
            models.Index(
                fields=["contract", "shipped_at"], condition=Q(booked_fen=None), name="parcel_without_freight"
            ),
        ]


class ParcelLine(models.Model):
    """How many units of an order line belong in a parcel; of all parcels together never more than the line has.

    `scanned`: how many of them a scanner has seen go in, never more than belong in (OP-3-E-2).
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=False)
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="lines", db_index=False)
    order_id = models.CharField(max_length=ID_LENGTH_MAX)
    line_id = models.CharField(max_length=ID_LENGTH_MAX)
    sku = models.CharField(max_length=ID_LENGTH_MAX)
    quantity = models.BigIntegerField()
    scanned = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parcel", "line_id"], name="parcel_line_once"),
            models.CheckConstraint(
                name="parcel_line_scanned", condition=Q(scanned__gte=0, scanned__lte=models.F("quantity"))
            ),
            models.CheckConstraint(name="parcel_line_quantity", condition=Q(quantity__gte=1)),
        ]
        indexes = [models.Index(fields=["contract", "order_id"], name="parcel_line_order")]


class OrderWaybill(models.Model):
    """A waybill that goods of an order left with, told by its platform or by us: an order is found by it."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=False)
    order_id = models.CharField(max_length=ID_LENGTH_MAX)
    waybill = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "waybill", "order_id"], name="order_waybill_once")
        ]
