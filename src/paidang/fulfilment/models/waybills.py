"""The brand's account with a carrier's interface, and what the carrier says of parcels on their way."""

from django.db import models
from django.db.models import Q

from paidang.contracts.models import Contract
from paidang.orders.models import Parcel
from paidang.team.models import Person


class CarrierAccount(models.Model):
    """Access to an interface that gives waybill numbers; `sealed` is encrypted with the installation's key. The brand's own."""

    org_id = models.BigIntegerField(unique=True)
    base_url = models.CharField(max_length=200)
    sealed = models.TextField(help_text="partner code and secret")
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()


class TrackingEvent(models.Model):
    """What the carrier says of a parcel on its way; never changed. The same twice is one."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="events", db_index=False)
    at = models.DateTimeField()
    state = models.CharField(max_length=20)
    words = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parcel", "at", "state"], name="tracking_once"),
            models.CheckConstraint(name="tracking_words", condition=~Q(words="")),
        ]
