"""Stores that are connected, what their platforms said, orders and cases as a store works by them, and what goes out."""

from typing import Any

from django.db import models
from django.db.models import Q

from paidang.channels.link.documents import CASE_KINDS, CASE_STATES, ORDER_STATES
from paidang.contracts.models import Contract
from paidang.kit.sentence import SentenceDecoder, SentenceEncoder
from paidang.stores.rules.norms import AGREED, NORM_STATES, PROPOSED, RANGES
from paidang.stores.rules.states import ACT_KINDS, ACT_STATES, FAILED, LINK_STATES, MESSAGE_STATES, ONCE
from paidang.team.models import Person

SENTENCES: Any = {"encoder": SentenceEncoder, "decoder": SentenceDecoder}


def _contract(*, db_index: bool = True) -> "models.ForeignKey[Contract, Contract]":
    return models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=db_index)


class StoreLink(models.Model):
    """A store of a contract on its platform's interface. All changes before `…_until` are in; its secrets stand apart."""

    contract = _contract()
    platform = models.CharField(max_length=20)
    channel = models.CharField(max_length=40, help_text="as in the facts")
    store = models.CharField(max_length=200)
    base_url = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=list(LINK_STATES.items()))
    orders_until = models.DateTimeField()
    cases_until = models.DateTimeField()
    connected_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    connected_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True, help_text="when a pull last came through to its end")
    listed_at = models.DateTimeField(null=True, help_text="when its goods were last read")
    looked_at = models.DateTimeField(
        null=True, help_text="when its stock was last compared with what it was told"
    )
    back_until = models.DateTimeField(
        null=True, help_text="what changed before, one to three days ago, was asked for again"
    )
    spent = models.JSONField(
        default=dict, help_text="of which the day's calls are spent, each until when it answers again"
    )
    next_at = models.DateTimeField(help_text="not pulled before")
    failures = models.PositiveIntegerField(default=0, help_text="in a row")
    problem = models.JSONField(null=True, **SENTENCES, help_text="code, reason, when: of the last failure")
    billed_on = models.DateField(null=True, help_text="the last day whose bill was asked for")
    bill_at = models.DateTimeField(null=True, help_text="the next one is not asked for before")
    front_url = models.CharField(
        max_length=300, blank=True, help_text="the page that buyers open, to be checked"
    )
    check_at = models.DateTimeField(null=True, help_text="not checked before")
    misses = models.JSONField(default=list, help_text="the norms that it does not keep now")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "platform", "store"], name="store_link_once"),
            models.CheckConstraint(name="store_link_state", condition=Q(state__in=list(LINK_STATES))),
        ]


class StoreSecret(models.Model):
    """What a store's interface wants to know, encrypted with the installation's key; the agency's own."""

    link = models.OneToOneField(StoreLink, on_delete=models.PROTECT, related_name="+")
    org_id = models.BigIntegerField()
    sealed = models.TextField()
    expires_at = models.DateTimeField(null=True, help_text="the access token's end")


class LinkDay(models.Model):
    """How a store's interface did on a day: pulls that came through, documents that were new, failures by code."""

    contract = _contract()
    link = models.ForeignKey(StoreLink, on_delete=models.PROTECT, related_name="days")
    day = models.DateField()
    pulls = models.PositiveIntegerField(default=0)
    documents = models.PositiveIntegerField(default=0)
    calls = models.PositiveIntegerField(default=0)
    calls_ms = models.PositiveBigIntegerField(default=0, help_text="how long their answers took together")
    failures = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "day"], name="link_day_once")]


class PulledDocument(models.Model):
    """A document exactly as it came, encrypted; the agency's own. The same twice is one."""

    contract = _contract()
    org_id = models.BigIntegerField()
    link = models.ForeignKey(StoreLink, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=5)
    document_id = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    sealed = models.TextField()
    import_id = models.BigIntegerField(null=True)
    pulled_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["link", "kind", "document_id", "sha256"], name="pulled_document_once"
            )
        ]


class StoreOrder(models.Model):
    """An order as its platform tells it last: `link.documents.OrderHead`. Who gets it stands in `sealed`, encrypted."""

    contract = _contract(db_index=False)
    link = models.ForeignKey(StoreLink, on_delete=models.PROTECT, related_name="+", db_index=False)
    order_id = models.CharField(max_length=100)
    state = models.CharField(max_length=12)
    platform_state = models.CharField(max_length=60)
    created_at = models.DateTimeField(null=True)
    modified_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    parent_id = models.CharField(max_length=100, blank=True)
    parcels = models.JSONField(default=list)
    sealed = models.TextField(
        help_text="receiver, the buyer's and the seller's words, the wish for an invoice"
    )
    asks_invoice = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link", "order_id"], name="store_order_once"),
            models.CheckConstraint(name="store_order_state", condition=Q(state__in=ORDER_STATES)),
        ]
        indexes = [
            models.Index(fields=["contract", "order_id"], name="store_order_number"),
            models.Index(fields=["contract", "state", "paid_at"], name="store_order_by_state"),
            models.Index(
                fields=["contract", "id"], condition=Q(asks_invoice=True), name="store_order_invoice"
            ),
            models.Index(fields=["link", "created_at"], name="store_order_latest"),
        ]


class StoreOrderChange(models.Model):
    """What an order became, each time that its platform told something else of it."""

    contract = _contract()
    order = models.ForeignKey(StoreOrder, on_delete=models.PROTECT, related_name="changes")
    state = models.CharField(max_length=12)
    platform_state = models.CharField(max_length=60)
    parcels = models.JSONField(default=list)
    at = models.DateTimeField(help_text="as the platform says, else when we were told")
    told_at = models.DateTimeField()


class StoreCase(models.Model):
    """An after-sales case as its platform tells it last: `link.documents.CaseHead`."""

    contract = _contract(db_index=False)
    link = models.ForeignKey(StoreLink, on_delete=models.PROTECT, related_name="+", db_index=False)
    case_id = models.CharField(max_length=100)
    order_id = models.CharField(max_length=100)
    line_id = models.CharField(max_length=255, blank=True)
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=12)
    platform_state = models.CharField(max_length=60)
    amount_fen = models.BigIntegerField()
    quantity = models.BigIntegerField()
    reason = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField(null=True)
    modified_at = models.DateTimeField(null=True)
    refunded_at = models.DateTimeField(null=True)
    return_waybill = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link", "case_id"], name="store_case_once"),
            models.CheckConstraint(name="store_case_state", condition=Q(state__in=CASE_STATES)),
            models.CheckConstraint(name="store_case_kind", condition=Q(kind__in=CASE_KINDS)),
        ]
        indexes = [models.Index(fields=["contract", "order_id"], name="store_case_order")]


class OutgoingAct(models.Model):
    """Something that a platform is to be told: written with the wish itself, sent afterwards, again if need be.

    Each act may be repeated without harm: a parcel that is there already, a price, an answer that was given. `key` names
    what it is about; of prices only the latest wish waits, in a row of its own: the one before it is replaced, never
    rewritten, since it may be on its way just now. `answer`: the platform's own word, where it gave one. What stores are to
    offer waits in `stock` itself.
    """

    contract = _contract()
    link = models.ForeignKey(StoreLink, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=list(ACT_KINDS.items()))
    key = models.CharField(max_length=255)
    body = models.JSONField()
    state = models.CharField(max_length=8, choices=list(ACT_STATES.items()))
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    problem = models.JSONField(null=True, **SENTENCES)
    answer = models.CharField(max_length=60, blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["link", "kind", "key"],
                condition=~Q(state=FAILED) & Q(kind__in=ONCE),
                name="outgoing_once",
            ),
            models.UniqueConstraint(
                fields=["link", "kind", "key"],
                condition=Q(state="waiting"),
                name="outgoing_latest_waits",
            ),
            models.CheckConstraint(
                name="outgoing_act",
                condition=Q(kind__in=list(ACT_KINDS), state__in=list(ACT_STATES)),
            ),
        ]
        indexes = [
            models.Index(fields=["link", "next_at"], condition=Q(state="waiting"), name="outgoing_waiting")
        ]


class PushAddress(models.Model):
    """Where a store's platform sends its messages: `/push/<code>`, which nobody can guess. The agency's own."""

    link = models.OneToOneField(StoreLink, on_delete=models.PROTECT, related_name="+")
    org_id = models.BigIntegerField()
    code = models.CharField(max_length=60, unique=True)


class PushedMessage(models.Model):
    """A message of a platform whose signature held, encrypted until it is taken in; the agency's own. The same twice is one."""

    contract = _contract()
    org_id = models.BigIntegerField()
    link = models.ForeignKey(StoreLink, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=200, help_text="the platform's number of the message")
    sealed = models.TextField(
        blank=True, help_text="orders and cases, or numbers of orders; empty once taken in"
    )
    documents = models.PositiveIntegerField(help_text="how many of them")
    received_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=list(MESSAGE_STATES.items()))
    reason = models.JSONField(null=True, **SENTENCES)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link", "key"], name="pushed_message_once"),
            models.CheckConstraint(name="pushed_message_state", condition=Q(state__in=list(MESSAGE_STATES))),
        ]
        indexes = [
            models.Index(fields=["link", "id"], condition=Q(state="waiting"), name="pushed_waiting"),
            models.Index(fields=["link", "id"], condition=Q(state="refused"), name="pushed_aside"),
        ]


class PushRefusal(models.Model):
    """How many messages were refused on a day for one reason, the last one when; nothing of what was in them."""

    contract = _contract()
    link = models.ForeignKey(StoreLink, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    code = models.CharField(max_length=30)
    times = models.PositiveIntegerField(default=0)
    reason = models.JSONField(**SENTENCES)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "day", "code"], name="push_refusal_once")]


def _ranges() -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(
            name=f"store_norms_{name}", condition=Q(**{f"{name}__gte": low, f"{name}__lte": high})
        )
        for name, (low, high) in RANGES.items()
    ]


class StoreNorms(models.Model):
    """A version of the technical norms of a contract's stores: proposed by one side, in force from when the other agrees.

    The latest that was agreed holds; what was said stays said (`rules.norms.Norms`).
    """

    contract = _contract()
    number = models.PositiveIntegerField()
    uptime_bp = models.PositiveIntegerField()
    p95_ms = models.PositiveIntegerField()
    cert_days = models.PositiveIntegerField()
    failed_max = models.PositiveIntegerField()
    note = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=8, choices=list(NORM_STATES.items()))
    side = models.CharField(max_length=1, help_text="whose proposal it is: a, b")
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="store_norms_number"),
            models.UniqueConstraint(
                fields=["contract"], condition=Q(state=PROPOSED), name="store_norms_one_proposal"
            ),
            models.CheckConstraint(
                name="store_norms_state",
                condition=Q(state=PROPOSED, answered_at=None, answered_by=None)
                | Q(state__in=list(NORM_STATES))
                & ~Q(state=PROPOSED)
                & Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
            models.CheckConstraint(name="store_norms_side", condition=Q(side__in=["a", "b"])),
            *_ranges(),
        ]
        indexes = [
            models.Index(
                fields=["contract", "answered_at"], condition=Q(state=AGREED), name="store_norms_held"
            )
        ]


class StoreCheck(models.Model):
    """One look at a store's page, as a buyer's browser asks for it: what was answered, how fast, its certificate's end."""

    contract = _contract()
    link = models.ForeignKey(StoreLink, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, help_text="HTTP; none: nobody answered")
    took_ms = models.PositiveIntegerField()
    cert_until = models.DateTimeField(null=True)
    is_good = models.BooleanField()
    problem = models.JSONField(null=True, **SENTENCES)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "at"], name="store_check_once")]


class StoreCheckDay(models.Model):
    """The checks of a store on a day, counted when the last one was written."""

    contract = _contract()
    link = models.ForeignKey(StoreLink, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    checks = models.PositiveIntegerField()
    failed = models.PositiveIntegerField()
    p95_ms = models.PositiveIntegerField(null=True, help_text="of those that were answered")
    cert_until = models.DateTimeField(null=True, help_text="the earliest end that was seen")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link", "day"], name="store_check_day_once"),
            models.CheckConstraint(
                name="store_check_day_counts", condition=Q(failed__lte=models.F("checks"))
            ),
        ]
