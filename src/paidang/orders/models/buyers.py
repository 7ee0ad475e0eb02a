"""Who gets the goods: what orders are found and compared by without being readable, changed addresses, direct customers."""

from django.db import models
from django.db.models import Q

from paidang.contracts.models import Contract
from paidang.orders.models.facts import ID_LENGTH_MAX
from paidang.orders.rules.working import CUSTOMER_CHARS, REASON_CHARS
from paidang.team.models import Person

HASH_CHARS = 32


class OrderPerson(models.Model):
    """Of who gets an order: the place, and keyed hashes of name and phone. Without the installation's key they say nothing.

    `same` is of name, phone and address together: orders that may share a parcel. The hashes are emptied with the person's
    data; the place says nothing about anybody.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=False)
    order_id = models.CharField(max_length=ID_LENGTH_MAX)
    province = models.CharField(max_length=40, blank=True)
    city = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=HASH_CHARS, blank=True)
    phone = models.CharField(max_length=HASH_CHARS, blank=True)
    last_four = models.CharField(max_length=HASH_CHARS, blank=True)
    same = models.CharField(max_length=HASH_CHARS, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "order_id"], name="order_person_once")]
        indexes = [
            models.Index(fields=["contract", "name"], condition=~Q(name=""), name="order_person_name"),
            models.Index(
                fields=["contract", "phone", "id"], condition=~Q(phone=""), name="order_person_phone"
            ),
            models.Index(
                fields=["contract", "last_four"], condition=~Q(last_four=""), name="order_person_last_four"
            ),
            models.Index(fields=["contract", "city"], condition=~Q(city=""), name="order_person_city"),
        ]


class OrderAddress(models.Model):
    """Where an order goes by our own word, encrypted: that one counts before what its platform says, until it is replaced.

    One that was replaced is history; so is what a platform said before the buyer changed it there.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=False)
    order_id = models.CharField(max_length=ID_LENGTH_MAX)
    version = models.PositiveIntegerField()
    sealed = models.TextField(blank=True, help_text="the receiver; empty once erased")
    by_buyer = models.BooleanField(help_text="the buyer asked for it, else the agency")
    reason = models.CharField(max_length=REASON_CHARS, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "order_id"], condition=Q(replaced_at=None), name="order_address_stands"
            ),
            models.UniqueConstraint(fields=["contract", "order_id", "version"], name="order_address_version"),
            models.CheckConstraint(
                name="order_address_erased",
                condition=(Q(erased_at=None) & ~Q(sealed="")) | Q(erased_at__isnull=False, sealed=""),
            ),
        ]


class DirectCustomer(models.Model):
    """Somebody whom the agency may sell to offline (OP-2-B-2): named by one side, confirmed by the other."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=CUSTOMER_CHARS)
    note = models.CharField(max_length=REASON_CHARS, blank=True)
    named_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "name"], name="direct_customer_once"),
            models.CheckConstraint(name="direct_customer_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="direct_customer_confirmed_whole",
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
        ]
