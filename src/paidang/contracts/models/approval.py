"""Internal approval before signing: the organisation's own steps, and what was said at them. Private to it."""

from django.db import models
from django.db.models import Q

from paidang.contracts.models.amendment import Amendment
from paidang.contracts.models.contract import Contract, ContractText
from paidang.contracts.rules.approval import APPROVED, SENT_BACK
from paidang.team.models import Organisation, Person


class ApprovalStep(models.Model):
    """One step: a role whose people may pass it, or one person. Ended, never changed; `number` orders those that hold."""

    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=30, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["org", "number"], condition=Q(ended_at=None), name="approval_step_number"
            ),
            models.CheckConstraint(
                name="approval_step_names_one",
                condition=(Q(person=None) & ~Q(role="")) | Q(person__isnull=False, role=""),
            ),
        ]

    def may_pass(self, person: Person) -> bool:
        """Whether the person may approve or send back at this step."""
        return self.person_id == person.pk if self.person_id else self.role in person.roles


class Approval(models.Model):
    """What somebody said at a step, for exactly this text and these terms, or this supplementary agreement. Never changed."""

    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="approvals")
    text = models.ForeignKey(ContractText, on_delete=models.PROTECT, related_name="+")
    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, null=True, related_name="+")
    terms_sha256 = models.CharField(max_length=64)
    step = models.ForeignKey(ApprovalStep, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    verdict = models.CharField(max_length=10)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["contract", "terms_sha256"], name="approvals_of_a_version")]
        constraints = [
            models.CheckConstraint(name="approval_verdict", condition=Q(verdict__in=[APPROVED, SENT_BACK])),
            models.CheckConstraint(
                name="approval_sent_back_with_reason", condition=~Q(verdict=SENT_BACK) | ~Q(reason="")
            ),
        ]
