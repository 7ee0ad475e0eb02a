"""How an organisation's own accounting program names what is in its vouchers."""

from django.db import models

from paidang.team.models import Organisation, Person


class BookCodes(models.Model):
    """Account codes by account of the ledger, and by the other party's id its code as a customer and as a supplier.

    An organisation's own affair, set by its finance; the other side never sees it. What is not set is in neither.
    """

    org = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    accounts = models.JSONField(default=dict)
    others = models.JSONField(default=dict)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
