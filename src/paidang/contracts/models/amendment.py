"""Supplementary agreements: what either side proposes to change of a contract in force, and the other side's word."""

from django.db import models
from django.db.models import Q

from paidang.contracts.models.contract import Contract
from paidang.kit.sides import other_side
from paidang.team.models import Person

AGREED, DECLINED, COUNTERED, WITHDRAWN = "agreed", "declined", "countered", "withdrawn"
VERDICTS = (AGREED, DECLINED, COUNTERED, WITHDRAWN)


class Amendment(models.Model):
    """One supplementary agreement 补充协议 `number`: its text, what was read in it, what of it changes, and from which day.

    `changes` name the terms that it changes (`rules.amending.Change`); what else its text says changes nothing. Nothing of
    it is ever changed but its verdict, once: agreed to, declined, answered by another proposal, or taken back. What is
    agreed to holds once both sides have signed it, `signed_on` being the day of the last signature; until then it can
    still be taken back.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveIntegerField()
    side = models.CharField(max_length=1)
    title = models.CharField(max_length=200)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    text = models.TextField()
    document = models.PositiveIntegerField(default=0)
    reading = models.JSONField()
    effective_on = models.DateField()
    changes = models.JSONField()
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    answers = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    verdict = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    signed_on = models.DateField(null=True)
    in_force_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="amendment_number"),
            models.CheckConstraint(name="amendment_side", condition=Q(side__in=["a", "b"])),
            models.CheckConstraint(name="amendment_verdict", condition=Q(verdict__in=["", *VERDICTS])),
            models.CheckConstraint(name="amendment_has_a_text", condition=~Q(text="") & ~Q(title="")),
            models.CheckConstraint(
                name="amendment_answered_whole",
                condition=Q(verdict="", answered_by=None, answered_at=None)
                | ~Q(verdict="") & Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="amendment_declined_with_a_reason", condition=~Q(verdict=DECLINED) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="amendment_signed_whole",
                condition=Q(signed_on=None, in_force_at=None)
                | Q(verdict=AGREED, signed_on__isnull=False, in_force_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract.code} 补充协议 {self.number}"

    @property
    def waits_for_signatures(self) -> bool:
        """Whether both sides agree and have not both signed."""
        return self.verdict == AGREED and self.signed_on is None

    @property
    def other(self) -> str:
        """The side whose word it waits for."""
        return other_side(self.side)
