"""Why an order does not go out yet, and where a contract's goods are delivered to."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from paidang.contracts.models import Contract
from paidang.kit.sentence import SentenceDecoder, SentenceEncoder
from paidang.orders.models.facts import ID_LENGTH_MAX
from paidang.orders.rules.holding import KINDS, REASON_CHARS
from paidang.team.models import Person

SENTENCES: Any = {"encoder": SentenceEncoder, "decoder": SentenceDecoder}


class OrderHold(models.Model):
    """A reason for which an order is not shipped, until it is released. `raised_by` nobody: a rule, as orders came in.

    `released_by` nobody: the reason went away by itself. What a person released no rule raises again.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=False)
    order_id = models.CharField(max_length=ID_LENGTH_MAX)
    kind = models.CharField(max_length=10, choices=list(KINDS.items()))
    why = models.JSONField(**SENTENCES)
    raised_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    raised_at = models.DateTimeField()
    released_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=REASON_CHARS, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "order_id", "kind"], condition=Q(released_at=None), name="order_hold_once"
            ),
            models.CheckConstraint(name="order_hold_kind", condition=Q(kind__in=list(KINDS))),
            models.CheckConstraint(
                name="order_hold_released_whole",
                condition=Q(released_at=None, released_by=None, reason="")
                | Q(released_at__isnull=False, released_by=None, reason="")
                | (Q(released_at__isnull=False, released_by__isnull=False) & ~Q(reason="")),
            ),
        ]
        indexes = [models.Index(fields=["contract", "order_id"], name="order_hold_order")]


class DeliveryArea(models.Model):
    """Provinces that a store delivers to (none: everywhere) and the brand's own city (OP-3-E-1); no store: of the contract."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    store = models.CharField(max_length=200, blank=True)
    provinces = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    same_city = models.CharField(max_length=40, blank=True)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "store"], name="delivery_area_once")]
