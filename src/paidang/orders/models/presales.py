"""Presales: which goods a store sells before they are there, and what it promises of their leaving."""

from django.db import models
from django.db.models import F, Q

from paidang.contracts.models import Contract
from paidang.orders.models.facts import ID_LENGTH_MAX
from paidang.orders.rules.deadlines import PRESALE_DAYS_MAX
from paidang.team.models import Person


class Presale(models.Model):
    """What is paid of a SKU in a store in [paid_from, paid_until) leaves within `days` (`rules.deadlines.Promise`)."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    store = models.CharField(max_length=200)
    sku = models.CharField(max_length=ID_LENGTH_MAX)
    paid_from = models.DateTimeField()
    paid_until = models.DateTimeField()
    days = models.PositiveIntegerField()
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "store", "sku", "paid_from"],
                condition=Q(withdrawn_at=None),
                name="presale_once",
            ),
            models.CheckConstraint(
                name="presale_sane",
                condition=Q(days__gte=1, days__lte=PRESALE_DAYS_MAX, paid_until__gt=F("paid_from")),
            ),
            models.CheckConstraint(
                name="presale_withdrawn_whole",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]
