"""Retail prices that are written down for a day and act on nothing: a draft of the next edition of the price list."""

from django.db import models
from django.db.models import Q

from paidang.catalog.models.prices import DECLINED, WITHDRAWN
from paidang.contracts.models import Contract
from paidang.kit.sentence import say
from paidang.team.models import Person

OPEN, PUBLISHED = "open", "published"
DRAFT_STATES = [
    (OPEN, say("草案")),
    (PUBLISHED, say("甲方已发布")),
    (DECLINED, say("甲方不采用")),
    (WITHDRAWN, say("已撤回")),
]


class PriceDraft(models.Model):
    """Minimum and suggested retail prices for one day on: the brand's draft, or what the agency proposes (OP-2-A-2).

    `rows` are `[sku, floor in fen, suggested in fen or null]`. Published, they are `RetailPrice`s like any others: an
    edition has no store of its own, it is what begins on one day. Nothing but the answer changes.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="price_drafts")
    number = models.PositiveIntegerField()
    since = models.DateField()
    rows = models.JSONField()
    note = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=9, choices=DRAFT_STATES)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="price_draft_number"),
            models.CheckConstraint(
                name="price_draft_answered",
                condition=Q(state=OPEN, answered_by=None, answered_at=None, answer="")
                | Q(state__in=[PUBLISHED, WITHDRAWN], answered_by__isnull=False, answered_at__isnull=False)
                | Q(state=DECLINED, answered_by__isnull=False, answered_at__isnull=False) & ~Q(answer=""),
            ),
        ]
