"""A month's closing or sending of many contracts at once."""

from django.db import models
from django.db.models import Q

from paidang.contracts.models import Contract
from paidang.kit.sentence import SentenceDecoder, SentenceEncoder
from paidang.team.models import Organisation, Person

WAITING, DONE, UNCHANGED, PARKED = "waiting", "done", "unchanged", "parked"
BATCH_CLOSE, BATCH_SEND = "close", "send"


class Batch(models.Model):
    """A month's closing or sending of many contracts at once, which the worker carries out. An organisation's own affair.

    At one time one batch of a month: `done_at` is empty while contracts of it wait.
    """

    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5)
    month = models.CharField(max_length=7)
    note = models.CharField(max_length=500, blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="batch_kind", condition=Q(kind__in=[BATCH_CLOSE, BATCH_SEND])),
            models.UniqueConstraint(
                fields=["org", "month"], condition=Q(done_at=None), name="batch_one_at_a_time"
            ),
        ]


class BatchItem(models.Model):
    """One contract of a batch, and what became of it. `digest`: the statement that a person chose to send.

    `refusal` of a parked one: {code, message, remedy}, as the action refused it.
    """

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="items")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=9, default=WAITING)
    refusal = models.JSONField(null=True, encoder=SentenceEncoder, decoder=SentenceDecoder)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "contract"], name="batch_item_once"),
            models.CheckConstraint(
                name="batch_item_state", condition=Q(state__in=[WAITING, DONE, UNCHANGED, PARKED])
            ),
            models.CheckConstraint(
                name="batch_item_parked_with_reason",
                condition=Q(state=PARKED, refusal__isnull=False) | ~Q(state=PARKED) & Q(refusal=None),
            ),
        ]
