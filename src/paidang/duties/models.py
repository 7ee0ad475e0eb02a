"""Duties. `contract_id` names a contract of a slice above, so there is no foreign key."""

from django.db import models

from paidang.team.models import Person


class Duty(models.Model):
    """One thing one side owes by a moment. `key` is unique while open: raising it twice changes nothing.

    What a person has declared done carries who, a note, and the proof as a file, if there is one.
    """

    contract_id = models.BigIntegerField()
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    side = models.CharField(max_length=1, choices=[("a", "甲方"), ("b", "乙方")])
    clause = models.CharField(max_length=80, blank=True)
    facts = models.JSONField(default=dict)
    page = models.CharField(max_length=200)
    due_at = models.DateTimeField(null=True)
    raised_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    proof_name = models.CharField(max_length=255, blank=True)
    proof_sha256 = models.CharField(max_length=64, blank=True)
    proof = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract_id", "key"], condition=models.Q(closed_at=None), name="duty_open_once"
            ),
            models.CheckConstraint(name="duty_side", condition=models.Q(side__in=["a", "b"])),
            models.UniqueConstraint(
                fields=["contract_id", "key"],
                condition=models.Q(done_by__isnull=False),
                name="duty_done_once",
            ),
            models.CheckConstraint(
                name="duty_done_is_closed",
                condition=models.Q(done_by=None) | models.Q(closed_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["contract_id", "closed_at", "due_at"], name="duty_worklist")]
