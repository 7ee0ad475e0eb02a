"""Duties. `contract_id` names a contract of a slice above, so there is no foreign key."""

from django.db import models


class Duty(models.Model):
    """One thing one side owes by a moment. `key` is unique while open: raising it twice changes nothing."""

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

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract_id", "key"], condition=models.Q(closed_at=None), name="duty_open_once"
            ),
            models.CheckConstraint(name="duty_side", condition=models.Q(side__in=["a", "b"])),
        ]
        indexes = [models.Index(fields=["contract_id", "closed_at", "due_at"], name="duty_worklist")]
