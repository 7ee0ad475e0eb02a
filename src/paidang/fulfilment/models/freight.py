"""What carriers charge: the table agreed with them, and the bills they sent."""

from django.db import models
from django.db.models import Q

from paidang.contracts.models import Contract
from paidang.orders.rules.carriers import CARRIERS
from paidang.stock.models import Warehouse
from paidang.team.models import Person


class FreightRate(models.Model):
    """A row of the freight table from a day on (`rules.freight.Rate`). Never changed: a later day has a row of its own."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    carrier = models.CharField(max_length=10, choices=list(CARRIERS.items()))
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, null=True, related_name="+")
    province = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField()
    first_g = models.PositiveIntegerField()
    first_fen = models.BigIntegerField()
    step_g = models.PositiveIntegerField()
    step_fen = models.BigIntegerField()
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "carrier", "warehouse", "province", "valid_from"],
                nulls_distinct=False,
                name="freight_rate_day",
            ),
            models.CheckConstraint(
                name="freight_rate_sane",
                condition=Q(first_g__gte=1, step_g__gte=1, first_fen__gte=0, step_fen__gte=0),
            ),
            models.CheckConstraint(name="freight_rate_carrier", condition=Q(carrier__in=list(CARRIERS))),
        ]


class CarrierBill(models.Model):
    """A carrier's bill that was read: which file, and what became of its rows. Never changed."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    booked = models.PositiveIntegerField()
    unknown = models.JSONField(default=list, help_text="waybills that are none of ours")
    received_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "sha256"], name="carrier_bill_once")]
