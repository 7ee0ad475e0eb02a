"""Coupons and promotions of a store, with what the guard said of them."""

from django.db import models
from django.db.models import F, Q

from paidang.catalog.rules.offers import KINDS, TIMES_MAX, WHOLE
from paidang.contracts.models import Contract
from paidang.kit.sentence import say
from paidang.team.models import Person

CHECKED, REFUSED, APPROVED, DECLINED_OFFER, OUT, ENDED = (
    "checked", "refused", "approved", "declined", "out", "ended",
)  # fmt: skip
OFFER_STATES = [
    (CHECKED, say("核对过，等甲方批准")),
    (REFUSED, say("会低于底价，不能发布")),
    (APPROVED, say("甲方已批准，可以发布")),
    (DECLINED_OFFER, say("甲方不批准")),
    (OUT, say("已发布")),
    (ENDED, say("已停用")),
]


class StoreOffer(models.Model):
    """One offer of one store, its terms as in `rules.offers.Offer`. `skus` empty: every good of the store.

    It goes out with the brand's word only (OP-2-B-4), `answered_by`, and with the very terms that the brand saw. The word
    is given before `answer_by`, where a platform sets such a moment.
    """

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
    answer_by = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=OFFER_STATES)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    checked_at = models.DateTimeField()
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="store_offer_number"),
            models.CheckConstraint(
                name="store_offer_state", condition=Q(state__in=[state for state, _word in OFFER_STATES])
            ),
            models.CheckConstraint(
                name="store_offer_answered",
                condition=Q(state__in=[CHECKED, REFUSED], answered_by=None, answered_at=None, answer="")
                | Q(state__in=[APPROVED, OUT], answered_by__isnull=False, answered_at__isnull=False)
                | Q(state=DECLINED_OFFER, answered_by__isnull=False, answered_at__isnull=False) & ~Q(answer="")
                | Q(state=ENDED),
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
