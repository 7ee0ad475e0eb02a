"""What a language model proposed for the sentences of a text that were not read."""

from django.db import models
from django.db.models import Q

from paidang.contracts.models.contract import Contract, ContractText
from paidang.kit.sentence import SentenceDecoder, SentenceEncoder
from paidang.team.models import Person


class ModelProposals(models.Model):
    """One asking of a model about a version of a text. `found` are the confirmed proposals, None until it has answered.

    They are no terms: nothing is computed or checked by them. `host` is who received the sentences; `failed` says why
    there is no answer.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(ContractText, on_delete=models.PROTECT, related_name="proposals")
    model = models.CharField(max_length=120)
    host = models.CharField(max_length=200)
    found = models.JSONField(null=True)
    refused = models.PositiveIntegerField(default=0)
    failed = models.JSONField(default=str, encoder=SentenceEncoder, decoder=SentenceDecoder)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["text"], condition=Q(answered_at=None), name="one_asking_at_a_time"
            ),
            models.CheckConstraint(
                name="proposals_answered_whole",
                condition=Q(answered_at=None, found=None) | Q(answered_at__isnull=False),
            ),
        ]
