"""What buyers told customer service: more or something else came than was ordered (OP-3-E-2)."""

from django.db import models
from django.db.models import Q

from paidang.contracts.models import Contract
from paidang.fulfilment.rules.states import MISTAKES
from paidang.team.models import Person


class Mistake(models.Model):
    """An over- or wrong shipment: what was ordered, what came, what shows it; told to the brand at `told_at`.

    The brand answers once: that it knows, and what it does.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=list(MISTAKES.items()))
    order_id = models.CharField(max_length=255)
    pack_code = models.CharField(max_length=40, blank=True)
    ordered = models.CharField(max_length=1000)
    came = models.CharField(max_length=1000)
    words = models.CharField(max_length=1000, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    content = models.BinaryField(null=True)
    told_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    answer = models.CharField(max_length=1000, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="mistake_number"),
            models.CheckConstraint(name="mistake_kind", condition=Q(kind__in=list(MISTAKES))),
            models.CheckConstraint(name="mistake_detailed", condition=~Q(ordered="") & ~Q(came="")),
            models.CheckConstraint(
                name="mistake_answered_whole",
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
            ),
        ]
        indexes = [models.Index(fields=["contract", "order_id"], name="mistake_order")]
