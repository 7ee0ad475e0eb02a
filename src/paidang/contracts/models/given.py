"""What each side gave under a contract, by its digest: so that it is known again where it does not belong."""

from django.db import models
from django.db.models import Q

from paidang.contracts.models.contract import Contract


class Given(models.Model):
    """A file's or a paragraph's digest (`rules.given`) and the side that gave it first. Never changed; not the thing itself."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=1)
    sha256 = models.CharField(max_length=64)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "sha256"], name="given_once"),
            models.CheckConstraint(name="given_side", condition=Q(side__in=["a", "b"])),
        ]
        indexes = [models.Index(fields=["sha256"], name="given_by_digest")]
