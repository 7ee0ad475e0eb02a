"""The files that both sides sign with a contract."""

from django.db import models
from django.db.models import Q

from paidang.contracts.models.contract import Contract
from paidang.contracts.rules.annexes import KINDS
from paidang.team.models import Person


class Annex(models.Model):
    """A file annexed to a contract. Taken out of it, never changed."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="annexes")
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=100)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "sha256"], condition=Q(removed_at=None), name="annex_once"
            ),
            models.CheckConstraint(name="annex_kind", condition=Q(kind__in=list(KINDS))),
            models.CheckConstraint(name="annex_is_whole", condition=~Q(title="") & Q(size__gt=0)),
            models.CheckConstraint(
                name="annex_removed_whole",
                condition=Q(removed_by=None, removed_at=None)
                | Q(removed_by__isnull=False, removed_at__isnull=False),
            ),
        ]
