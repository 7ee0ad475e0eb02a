"""Coupons and promotions of a store, with what the guard said of them."""

from django.db import models
from django.db.models import F, Q

from paidang.catalog.rules.offers import KINDS, TIMES_MAX, WHOLE
from paidang.contracts.models import Contract
from paidang.kit.sentence import say
from paidang.team.models import Person

CHECKED, REFUSED, OUT, ENDED = "checked", "refused", "out", "ended"
OFFER_STATES = [
    (CHECKED, say("核对过，可以发布")),
    (REFUSED, say("会低于底价，不能发布")),
    (OUT, say("已发布")),
    (ENDED, say("已停用")),
]


class StoreOffer(models.Model):
    """One offer of one store, its terms as in `rules.offers.Offer`. `skus` empty: every good of the store."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="store_offers")
    number = models.PositiveIntegerField()
    channel = models.CharField(max_length=40)
    store = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=list(KINDS.items()))
    name = models.CharField(max_length=120)
    skus = models.JSONField(default=list)
    prices = models.JSONField(default=dict)
    price_fen = models.BigIntegerField(null=True)
    rate = models.PositiveIntegerField(null=True)
    minus_fen = models.BigIntegerField(default=0)
    threshold_fen = models.BigIntegerField(default=0)
    times = models.PositiveIntegerField(default=1)
    units = models.PositiveIntegerField(default=1)
    merchant_percent = models.PositiveIntegerField(default=100)
    excludes = models.JSONField(default=list)
    since = models.DateField()
    until = models.DateField()
    state = models.CharField(max_length=7, choices=OFFER_STATES)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="store_offer_number"),
            models.CheckConstraint(
                name="store_offer_state", condition=Q(state__in=[CHECKED, REFUSED, OUT, ENDED])
            ),
            models.CheckConstraint(name="store_offer_kind", condition=Q(kind__in=list(KINDS))),
            models.CheckConstraint(name="store_offer_days", condition=Q(since__lte=F("until"))),
            models.CheckConstraint(
                name="store_offer_terms",
                condition=Q(minus_fen__gte=0, threshold_fen__gte=0, times__gte=1, times__lte=TIMES_MAX, units__gte=1)
                & Q(merchant_percent__lte=100)
                & (Q(rate=None) | Q(rate__gte=1, rate__lt=WHOLE))
                & (Q(price_fen=None) | Q(price_fen__gte=0)),
            ),
        ]  # fmt: skip
