"""Duties, whom they were given to, and who was reminded of them. `contract_id` names a contract of a slice above, so there is no foreign key."""

from django.db import models

from paidang.duties.rules.reminders import ASKED, STEPS
from paidang.team.models import Person

SIDES = [("a", "甲方"), ("b", "乙方")]
PENDING, SENT, DROPPED, FAILED = "pending", "sent", "dropped", "failed"


class Duty(models.Model):
    """One thing one side owes by a moment. `key` is unique while open: raising it twice changes nothing.

    What a person has declared done carries who, a note, and the proof as a file, if there is one.
    """

    contract_id = models.BigIntegerField()
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    side = models.CharField(max_length=1, choices=SIDES)
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


class Assignment(models.Model):
    """Whom one side has given a duty to, by the duty's key; both sides see who answers for it."""

    contract_id = models.BigIntegerField()
    key = models.CharField(max_length=120)
    side = models.CharField(max_length=1, choices=SIDES)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    assigned_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract_id", "key", "side"],
                condition=models.Q(ended_at=None),
                name="assignment_current",
            ),
            models.CheckConstraint(name="assignment_side", condition=models.Q(side__in=["a", "b"])),
        ]


class StandingAssignment(models.Model):
    """Whom one side has given all duties of a kind to, from a day to another (both counted; null: for good).

    A slice above that knows roles writes these rows whole; a duty given by its own key (`Assignment`) goes before them.
    """

    contract_id = models.BigIntegerField()
    side = models.CharField(max_length=1, choices=SIDES)
    kind = models.CharField(max_length=40)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract_id", "side", "kind", "since"], name="standing_assignment_day"
            ),
            models.CheckConstraint(
                name="standing_assignment_days",
                condition=models.Q(until=None) | models.Q(since__lte=models.F("until")),
            ),
            models.CheckConstraint(name="standing_assignment_side", condition=models.Q(side__in=["a", "b"])),
        ]


class Reminder(models.Model):
    """One person reminded of one duty at one step, once for good: the row stands before anything is sent.

    pending: to be sent from `next_at` on · sent · dropped: overtaken by a later step or by the duty's being done ·
    failed: the mail server refused it to the last. Seen by the person's own organisation alone.
    """

    contract_id = models.BigIntegerField()
    key = models.CharField(max_length=120)
    due_on = models.DateField()
    step = models.CharField(max_length=10, choices=[(step, step) for step in (*STEPS, ASKED)])
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10,
        default=PENDING,
        choices=[(state, state) for state in (PENDING, SENT, DROPPED, FAILED)],
    )
    planned_at = models.DateTimeField()
    next_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract_id", "key", "due_on", "person", "step"], name="reminder_once"
            ),
            models.CheckConstraint(name="reminder_step", condition=models.Q(step__in=[*STEPS, ASKED])),
            models.CheckConstraint(
                name="reminder_sent_whole",
                condition=models.Q(state=SENT, sent_at__isnull=False)
                | models.Q(state__in=[PENDING, DROPPED, FAILED], sent_at=None),
            ),
        ]
        indexes = [models.Index(fields=["state", "next_at"], name="reminder_waiting")]
