"""An organisation's webhooks, how far each has come on each chain, and what came of the telling."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from paidang.kit.sentence import SentenceDecoder, SentenceEncoder
from paidang.team.models import Person
from paidang.webhooks.rules.telling import URL_CHARACTERS

ON, PAUSED = "on", "paused"


class Webhook(models.Model):
    """An address that is told what happens. `kinds`: headings of the evidence, none: all. `sealed`: its signing secret.

    `failures` in a row; not tried before `next_at`. `paused` after the last failure, or by a person; nothing is lost by it.
    """

    org_id = models.BigIntegerField(db_index=True)
    url = models.CharField(max_length=URL_CHARACTERS)
    kinds = ArrayField(models.CharField(max_length=20))
    sealed = models.TextField()
    state = models.CharField(max_length=6, choices=[(ON, ON), (PAUSED, PAUSED)], default=ON)
    failures = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    problem = models.JSONField(null=True, encoder=SentenceEncoder, decoder=SentenceDecoder)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org_id", "url"], name="webhook_once"),
            models.CheckConstraint(name="webhook_state", condition=Q(state__in=[ON, PAUSED])),
        ]


class WebhookPlace(models.Model):
    """The last entry of a chain that a webhook has been told, or did not want to know."""

    org_id = models.BigIntegerField(db_index=True)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="places")
    chain_id = models.BigIntegerField()
    seq = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["webhook", "chain_id"], name="webhook_place_once")]


class WebhookDelivery(models.Model):
    """One try. `status`: what the address answered, None: nothing. Kept for some weeks."""

    org_id = models.BigIntegerField(db_index=True)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    number = models.CharField(max_length=80)
    act = models.CharField(max_length=60)
    at = models.DateTimeField()
    status = models.PositiveIntegerField(null=True)
    took_ms = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["webhook", "-at"], name="webhook_delivery_latest")]

    @property
    def is_good(self) -> bool:
        return self.status is not None and 200 <= self.status < 300
