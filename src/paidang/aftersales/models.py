"""Cases with their lines, evidence and parcels; service norms, texts for buyers, limits of a store.

What a case moved stands in the facts (`orders`); the refund's cause as it was decided in `orders.RefundRuling`.
"""

from django.db import models
from django.db.models import Q

from paidang.aftersales.rules.clocks import ACTS, MINUTES_MAX
from paidang.aftersales.rules.files import FILE_BYTES_MAX
from paidang.aftersales.rules.words import (
    FILE_KINDS,
    FINDINGS,
    REASONS,
    SOURCES,
    STATES,
    TURN,
    VERDICTS,
    WISH_WORDS,
)
from paidang.contracts.models import Contract
from paidang.team.models import Person

ID_MAX = 255
WORDS_MAX = 1000


def _contract(*, db_index: bool = True) -> "models.ForeignKey[Contract, Contract]":
    return models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=db_index)


def _person(*, null: bool = True) -> "models.ForeignKey[Person | None, Person | None]":
    return models.ForeignKey(Person, on_delete=models.PROTECT, null=null, related_name="+")


class Case(models.Model):
    """One buyer's case on lines of one order. `number` counts within the contract.

    `platform_case` is the platform's number, if it came from there. `due_at` is the nearest deadline, `due_act` of what
    and `turn` whose; all three follow from the state and the limits. `verdict` waits for the brand while `proposed`.
    `freight_…`: what carrying the goods back cost and who paid it: a, b or the buyer. `compensation_…`: what a carrier
    pays for lost goods, and to whom.
    """

    contract = _contract(db_index=False)
    number = models.PositiveIntegerField()
    order_id = models.CharField(max_length=ID_MAX)
    channel = models.CharField(max_length=40)
    store = models.CharField(max_length=200)
    source = models.CharField(max_length=10, choices=list(SOURCES.items()))
    platform_case = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=20, choices=list(REASONS.items()))
    wish = models.CharField(max_length=12, choices=list(WISH_WORDS.items()))
    words = models.CharField(max_length=WORDS_MAX, blank=True)
    state = models.CharField(max_length=10, choices=list(STATES.items()))
    turn = models.CharField(max_length=1, blank=True)
    due_at = models.DateTimeField(null=True)
    due_act = models.CharField(max_length=10, blank=True)
    turned_at = models.DateTimeField(help_text="since when it is in its state")
    asked_at = models.DateTimeField()
    opened_by = _person(null=False)
    opened_at = models.DateTimeField()
    accepted_by = _person()
    accepted_at = models.DateTimeField(null=True)
    return_carrier = models.CharField(max_length=40, blank=True)
    return_waybill = models.CharField(max_length=100, blank=True)
    received_by = _person()
    received_at = models.DateTimeField(null=True)
    freight_fen = models.BigIntegerField(default=0)
    freight_paid_by = models.CharField(max_length=5, blank=True)
    compensation_fen = models.BigIntegerField(default=0)
    compensation_to = models.CharField(max_length=1, blank=True)
    verdict = models.CharField(max_length=10, blank=True)
    verdict_words = models.CharField(max_length=WORDS_MAX, blank=True)
    follows_rule = models.BooleanField(default=True)
    proposed_by = _person()
    proposed_at = models.DateTimeField(null=True)
    decided_by = _person()
    decided_at = models.DateTimeField(null=True)
    import_ids = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="case_number"),
            models.UniqueConstraint(
                fields=["contract", "channel", "platform_case"],
                condition=~Q(platform_case=""),
                name="case_of_platform_once",
            ),
            models.CheckConstraint(name="case_state", condition=Q(state__in=list(STATES))),
            models.CheckConstraint(
                name="case_turn",
                condition=Q(turn="") & Q(state__in=[s for s, side in TURN.items() if not side])
                | Q(turn="a") & Q(state__in=[s for s, side in TURN.items() if side == "a"])
                | Q(turn="b") & Q(state__in=[s for s, side in TURN.items() if side == "b"]),
            ),
            models.CheckConstraint(name="case_reason", condition=Q(reason__in=list(REASONS))),
            models.CheckConstraint(name="case_wish", condition=Q(wish__in=list(WISH_WORDS))),
            models.CheckConstraint(name="case_source", condition=Q(source__in=list(SOURCES))),
            models.CheckConstraint(name="case_verdict", condition=Q(verdict__in=["", *VERDICTS])),
            models.CheckConstraint(
                name="case_freight",
                condition=Q(freight_fen=0, freight_paid_by="")
                | Q(freight_fen__gt=0, freight_paid_by__in=["a", "b", "buyer"]),
            ),
            models.CheckConstraint(
                name="case_compensation",
                condition=Q(compensation_fen=0, compensation_to="")
                | Q(compensation_fen__gt=0, compensation_to__in=["a", "b"]),
            ),
            models.CheckConstraint(
                name="case_decided_whole",
                condition=Q(decided_by=None, decided_at=None)
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(verdict=""),
            ),
        ]
        indexes = [
            models.Index(fields=["contract", "order_id"], name="case_order"),
            models.Index(fields=["contract", "state", "due_at"], name="case_by_state"),
            models.Index(
                fields=["contract", "-turned_at", "-id"],
                condition=Q(state__in=["done", "withdrawn"]),
                name="case_ended",
            ),
        ]

    @property
    def code(self) -> str:
        """What people call it: `S-0012`."""
        return f"S-{self.number:04d}"


class CaseLine(models.Model):
    """One order line in a case: what is asked for, what the inspection found, what was decided.

    `refund_id` is the refund in the facts that it is about: one that a file or a platform tells, or the case's own.
    `asked_fen` is what the seller would lose, as a refund counts in settlement. `refund_…`, `cause`, `restocked` are the verdict's.
    """

    contract = _contract(db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="lines", db_index=False)
    line_id = models.CharField(max_length=ID_MAX)
    sku = models.CharField(max_length=ID_MAX)
    quantity = models.BigIntegerField()
    asked_fen = models.BigIntegerField()
    refund_id = models.CharField(max_length=ID_MAX, blank=True)
    finding = models.CharField(max_length=10, blank=True)
    finding_words = models.CharField(max_length=WORDS_MAX, blank=True)
    inspected_by = _person()
    inspected_at = models.DateTimeField(null=True)
    dispute = models.CharField(max_length=WORDS_MAX, blank=True)
    disputed_by = _person()
    disputed_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=WORDS_MAX, blank=True)
    answered_by = _person()
    answered_at = models.DateTimeField(null=True)
    refund_quantity = models.BigIntegerField(null=True)
    refund_fen = models.BigIntegerField(null=True)
    cause = models.CharField(max_length=20, blank=True)
    restocked = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "line_id"], name="case_line_once"),
            models.CheckConstraint(name="case_line_units", condition=Q(quantity__gte=0, asked_fen__gte=0)),
            models.CheckConstraint(name="case_line_finding", condition=Q(finding__in=["", *FINDINGS])),
            models.CheckConstraint(
                name="case_line_inspected_whole",
                condition=Q(finding="", inspected_by=None, inspected_at=None)
                | ~Q(finding="") & Q(inspected_by__isnull=False, inspected_at__isnull=False),
            ),
            models.CheckConstraint(
                name="case_line_disputed_whole",
                condition=Q(dispute="", disputed_by=None, disputed_at=None)
                | ~Q(dispute="") & Q(disputed_by__isnull=False, disputed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="case_line_refund",
                condition=Q(refund_quantity=None, refund_fen=None, restocked=None, cause="")
                | Q(
                    refund_quantity__gte=0,
                    refund_fen__gte=0,
                    restocked__isnull=False,
                    cause__in=list(REASONS),
                ),
            ),
        ]
        indexes = [models.Index(fields=["contract", "line_id"], name="case_line_of")]


class CaseFile(models.Model):
    """A picture or a PDF as evidence, kept as it was given and known by its hash; never changed, never taken away."""

    contract = _contract()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=10, choices=list(FILE_KINDS.items()))
    name = models.CharField(max_length=255)
    media = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    content = models.BinaryField()
    added_by = _person(null=False)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "sha256"], name="case_file_once"),
            models.CheckConstraint(
                name="case_file_sane", condition=Q(size_bytes__lte=FILE_BYTES_MAX, kind__in=list(FILE_KINDS))
            ),
        ]


class CaseParcel(models.Model):
    """What leaves for a buyer in exchange or once more, at no revenue; its stock has an entry of its own."""

    contract = _contract()
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="parcel")
    warehouse = models.CharField(max_length=80)
    carrier = models.CharField(max_length=40)
    waybill = models.CharField(max_length=100)
    freight_fen = models.BigIntegerField()
    freight_paid_by = models.CharField(max_length=1)
    sent_by = _person(null=False)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="case_parcel_freight",
                condition=Q(freight_fen__gte=0, freight_paid_by__in=["a", "b"]),
            )
        ]


class ServiceNorm(models.Model):
    """A version of the customer service norms (OP-4-B-5): proposed by one side, in force from a day once the other agrees.

    `figures` are minutes by act (`rules.clocks.NORM_ACTS`), and the pace that was agreed on, if any (`PACE`).
    """

    contract = _contract()
    number = models.PositiveIntegerField()
    text = models.TextField()
    figures = models.JSONField()
    from_day = models.DateField()
    proposed_by = _person(null=False)
    proposed_at = models.DateTimeField()
    answered_by = _person()
    answered_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)
    reason = models.CharField(max_length=WORDS_MAX, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="service_norm_number"),
            models.UniqueConstraint(
                fields=["contract"], condition=Q(agreed=None), name="service_norm_one_waits"
            ),
            models.CheckConstraint(
                name="service_norm_answered_whole",
                condition=Q(agreed=None, answered_by=None, answered_at=None)
                | Q(agreed__isnull=False, answered_by__isnull=False, answered_at__isnull=False),
            ),
        ]


class ReplyText(models.Model):
    """A version of a text for buyers; the highest version counts, one without text is taken away."""

    contract = _contract()
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=40)
    text = models.CharField(max_length=WORDS_MAX, blank=True)
    edited_by = _person(null=False)
    edited_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number", "version"], name="reply_text_version")
        ]


class StoreLimit(models.Model):
    """Another limit for an act in one store than the platform's or the norms'; the latest counts, null ends it."""

    contract = _contract()
    channel = models.CharField(max_length=40)
    store = models.CharField(max_length=200)
    act = models.CharField(max_length=10, choices=list(ACTS.items()))
    minutes = models.PositiveIntegerField(null=True)
    set_by = _person(null=False)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="store_limit_sane",
                condition=Q(act__in=list(ACTS))
                & (Q(minutes=None) | Q(minutes__gte=1, minutes__lte=MINUTES_MAX)),
            )
        ]
        indexes = [models.Index(fields=["contract", "channel", "store", "act"], name="store_limit_of")]
