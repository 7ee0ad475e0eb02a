"""What both sides say to the clauses of a draft."""

from django.db import models
from django.db.models import Q

from paidang.contracts.models.contract import Contract
from paidang.contracts.rules.negotiating import ACCEPT, DECLINE, KINDS, OFFER, REMARK, TAKE_BACK
from paidang.team.models import Person


class ClauseReply(models.Model):
    """What somebody of either side says to a clause of a version: a remark, yes, no, other words, or that the yes is
    taken back. Never changed.

    `key` names the words in question (`ClauseChange.key`), `clause` is their number for people.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="replies")
    version = models.PositiveIntegerField()
    key = models.CharField(max_length=64)
    clause = models.CharField(max_length=80)
    kind = models.CharField(
        max_length=10,
        choices=[
            (REMARK, "意见"),
            (ACCEPT, "接受"),
            (DECLINE, "不接受"),
            (OFFER, "还价"),
            (TAKE_BACK, "收回接受"),
        ],
    )
    body = models.CharField(max_length=5000, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["contract", "version"], name="replies_to_a_version")]
        constraints = [
            models.CheckConstraint(name="clause_reply_kind", condition=Q(kind__in=KINDS)),
            models.CheckConstraint(
                name="clause_reply_says_something",
                condition=Q(kind__in=[ACCEPT, DECLINE, TAKE_BACK]) | ~Q(body=""),
            ),
        ]
