"""Promotions with their goods, the talk on them, what bears on them (packing, supplies, seasons), and sales that nobody approved."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q

from paidang.catalog.models import StoreOffer
from paidang.contracts.models import Contract
from paidang.kit.sentence import SentenceDecoder, SentenceEncoder
from paidang.promotions.rules.seasons import SEASONS
from paidang.promotions.rules.states import LANES, Course, state_of
from paidang.stock.models import UNITS_MAX, Warehouse
from paidang.stores.models import OutgoingAct, StoreLink
from paidang.team.models import Person

SENTENCES: Any = {"encoder": SentenceEncoder, "decoder": SentenceDecoder}
TITLE_MAX = 100
WORDS_MAX = 500


def _contract() -> "models.ForeignKey[Contract, Contract]":
    return models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")


def _person(*, null: bool = False) -> "models.ForeignKey[Person | None, Person | None]":
    return models.ForeignKey(Person, on_delete=models.PROTECT, null=null, related_name="+")


class Promotion(models.Model):
    """Goods at other prices in one store for a time. `number` counts within the contract.

    `offer` carries the brand's word, on the very prices; it is there from the moment the brand is asked. `answer_by` is
    the platform's deadline, or what the sides keep among themselves. `live_words`: how it went out, by whoever saw to it.
    `by_link`: its prices are set through the store's interface at its start and taken back at its end; else a person does it
    in the platform's back office. `approved_digest` names what the brand said yes to (`rules.digest`).
    """

    contract = _contract()
    number = models.PositiveIntegerField()
    lane = models.CharField(max_length=8, choices=list(LANES.items()))
    channel = models.CharField(max_length=40)
    store = models.CharField(max_length=200)
    title = models.CharField(max_length=TITLE_MAX)
    words = models.CharField(max_length=WORDS_MAX, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    budget_fen = models.BigIntegerField(null=True)
    by_link = models.BooleanField(default=False)
    approved_digest = models.CharField(max_length=64, blank=True)
    offer = models.OneToOneField(StoreOffer, on_delete=models.PROTECT, null=True, related_name="promotion")
    made_by = _person()
    made_at = models.DateTimeField()
    asked_by = _person(null=True)
    asked_at = models.DateTimeField(null=True)
    live_by = _person(null=True)
    live_at = models.DateTimeField(null=True)
    live_words = models.CharField(max_length=WORDS_MAX, blank=True)
    withdrawn_by = _person(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="promotion_number"),
            models.CheckConstraint(name="promotion_lane", condition=Q(lane__in=list(LANES))),
            models.CheckConstraint(name="promotion_named", condition=~Q(title="") & ~Q(store="")),
            models.CheckConstraint(
                name="promotion_times", condition=Q(starts_at__lt=F("ends_at"), answer_by__lte=F("starts_at"))
            ),
            models.CheckConstraint(
                name="promotion_budget", condition=Q(budget_fen=None) | Q(budget_fen__gte=0)
            ),
            models.CheckConstraint(
                name="promotion_asked_whole",
                condition=Q(offer=None, asked_by=None, asked_at=None)
                | Q(offer__isnull=False, asked_by__isnull=False, asked_at__isnull=False),
            ),
            models.CheckConstraint(
                name="promotion_live_whole",
                condition=Q(live_by=None, live_at=None, live_words="")
                | Q(live_by__isnull=False, live_at__isnull=False, offer__isnull=False),
            ),
            models.CheckConstraint(
                name="promotion_withdrawn_whole",
                condition=Q(withdrawn_by=None, withdrawn_at=None)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["contract", "ends_at"], name="promotion_by_end")]

    def state_at(self, at: datetime) -> str:
        """Its state, by its offer and the clock."""
        return state_of(self.course, at)

    @property
    def course(self) -> Course:
        return Course(
            self.offer.state if self.offer else "", self.answer_by, self.starts_at, self.ends_at,
            was_live=self.live_at is not None, is_withdrawn=self.withdrawn_at is not None,
        )  # fmt: skip


class PromotionLine(models.Model):
    """One SKU of a promotion: its price in fen while it is on, and how many units it is expected to sell."""

    contract = _contract()
    promotion = models.ForeignKey(Promotion, on_delete=models.CASCADE, related_name="lines", db_index=False)
    sku = models.CharField(max_length=255)
    price_fen = models.BigIntegerField()
    units = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["promotion", "sku"], name="promotion_line_once"),
            models.CheckConstraint(
                name="promotion_line_sane",
                condition=Q(price_fen__gt=0, units__gte=1, units__lte=UNITS_MAX) & ~Q(sku=""),
            ),
        ]


class PromotionPrice(models.Model):
    """A listing whose price a promotion sets: what goes out (`out`), what stood there before, how it is taken back (`back`).

    `refused`, `back_refused`: why the price guard let it not out, or not back. `seen_fen`: what the store listed when it was
    read last; `live_at`, `back_at`: when it was first seen to list the promotion's price, and the old one again.
    """

    contract = _contract()
    promotion = models.ForeignKey(Promotion, on_delete=models.PROTECT, related_name="prices", db_index=False)
    link = models.ForeignKey(StoreLink, on_delete=models.PROTECT, related_name="+", db_index=False)
    sku = models.CharField(max_length=255)
    platform_sku = models.CharField(max_length=100)
    price_fen = models.BigIntegerField()
    before_fen = models.BigIntegerField()
    made_at = models.DateTimeField()
    out = models.ForeignKey(OutgoingAct, on_delete=models.PROTECT, null=True, related_name="+")
    refused = models.JSONField(null=True, **SENTENCES)
    back = models.ForeignKey(OutgoingAct, on_delete=models.PROTECT, null=True, related_name="+")
    back_refused = models.JSONField(null=True, **SENTENCES)
    seen_fen = models.BigIntegerField(null=True)
    seen_at = models.DateTimeField(null=True)
    live_at = models.DateTimeField(null=True)
    back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["promotion", "platform_sku"], name="promotion_price_once"),
            models.CheckConstraint(
                name="promotion_price_sane",
                condition=Q(price_fen__gt=0, before_fen__gt=0) & ~Q(platform_sku=""),
            ),
        ]
        indexes = [models.Index(fields=["link", "platform_sku"], name="promotion_price_of")]


class PromotionNote(models.Model):
    """A question or an answer on a promotion."""

    contract = _contract()
    promotion = models.ForeignKey(Promotion, on_delete=models.PROTECT, related_name="notes")
    words = models.CharField(max_length=WORDS_MAX)
    by = _person()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="promotion_note_said", condition=~Q(words=""))]


class PackingCapacity(models.Model):
    """How many units a warehouse packs a day, and within how many hours a parcel is promised to leave. The latest counts.

    `units_an_hour`: what a person packs in an hour; None: as it is learned from what was packed.
    """

    contract = _contract()
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+")
    units_a_day = models.PositiveIntegerField()
    units_an_hour = models.PositiveIntegerField(null=True)
    ship_hours = models.PositiveIntegerField()
    set_by = _person()
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="packing_capacity_sane",
                condition=Q(
                    units_a_day__gte=1, units_a_day__lte=10**6, ship_hours__gte=1, ship_hours__lte=720
                ),
            ),
            models.CheckConstraint(
                name="packing_pace_sane",
                condition=Q(units_an_hour=None) | Q(units_an_hour__gte=1, units_an_hour__lte=10**4),
            ),
        ]


class ServicePace(models.Model):
    """How much customer service a sale asks for, where it was not measured: inquiries of 100 orders, minutes for one. The latest counts."""

    contract = _contract()
    of_100_orders = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField()
    set_by = _person()
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="service_pace_sane",
                condition=Q(of_100_orders__gte=1, of_100_orders__lte=10**4, minutes__gte=1, minutes__lte=480),
            ),
        ]


class Supply(models.Model):
    """Goods that the brand said arrive by a day. Once they are counted they are stock; taken back they do not count."""

    contract = _contract()
    sku = models.CharField(max_length=255)
    units = models.BigIntegerField()
    day = models.DateField()
    declared_by = _person()
    declared_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="supply_sane", condition=Q(units__gte=1, units__lte=UNITS_MAX) & ~Q(sku="")
            )
        ]


class SeasonDates(models.Model):
    """When a platform's season is in one year, as a person read it where the platform published it (`source`)."""

    contract = _contract()
    season = models.CharField(max_length=20, choices=[(one.key, one.word) for one in SEASONS])
    year = models.PositiveIntegerField()
    signup_by = models.DateField(null=True)
    presale_from = models.DateField(null=True)
    sale_from = models.DateField()
    sale_until = models.DateField()
    source = models.CharField(max_length=WORDS_MAX)
    entered_by = _person()
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "season", "year"], name="season_once"),
            models.CheckConstraint(name="season_known", condition=Q(season__in=[one.key for one in SEASONS])),
            models.CheckConstraint(
                name="season_days",
                condition=Q(sale_from__lte=F("sale_until"))
                & (Q(presale_from=None) | Q(presale_from__lte=F("sale_from")))
                & (Q(signup_by=None) | Q(signup_by__lte=F("sale_from"))),
            ),
            models.CheckConstraint(name="season_has_source", condition=~Q(source="")),
        ]


class UnapprovedSale(models.Model):
    """A SKU sold on one day in one store for less than the brand's price, with no offer that has the brand's word."""

    contract = _contract()
    channel = models.CharField(max_length=40)
    store = models.CharField(max_length=200)
    sku = models.CharField(max_length=255)
    day = models.DateField()
    units = models.BigIntegerField()
    lowest_fen = models.BigIntegerField()
    regular_fen = models.BigIntegerField()
    seen_at = models.DateTimeField()
    answer = models.CharField(max_length=WORDS_MAX, blank=True)
    answered_by = _person(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "channel", "store", "sku", "day"], name="unapproved_sale_once"
            ),
            models.CheckConstraint(
                name="unapproved_sale_answered_whole",
                condition=Q(answer="", answered_by=None, answered_at=None)
                | ~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
        ]
