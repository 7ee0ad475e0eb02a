"""Statements, their bundles, which rows they settled, and what the other side asked about them."""

from datetime import date

from django.db import models
from django.db.models import Q

from paidang.contracts.models import Contract
from paidang.kit.sentence import say
from paidang.team.models import Person

CLOSED, SENT, QUESTIONED, CONFIRMED, REPLACED = "closed", "sent", "questioned", "confirmed", "replaced"
STATES = [
    (CLOSED, say("已算出，未发出")),
    (SENT, say("待甲方确认")),
    (QUESTIONED, say("甲方有疑问")),
    (CONFIRMED, say("已确认")),
    (REPLACED, say("已被新版代替")),
]


class Statement(models.Model):
    """One version of a month's statement: computed when the month was closed, never changed once sent.

    `figures` is `statement.json` of SPEC §9; `digest` is the manifest's. A trigger holds both fast after sending.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="statements")
    month = models.CharField(max_length=7)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=STATES, default=CLOSED)
    figures = models.JSONField()
    terms = models.JSONField()
    sources = models.JSONField()
    past_prices = models.JSONField(
        default=list,
        help_text="numbers of the declarations for days past agreed to since the statement before",
    )
    digest = models.CharField(max_length=64)
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    confirm_by = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True)
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    pay_by = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "month", "version"], name="statement_version"),
            models.UniqueConstraint(
                fields=["contract", "month"],
                condition=~Q(state__in=[CLOSED, REPLACED]),
                name="statement_current",
            ),
            models.UniqueConstraint(
                fields=["contract", "month"], condition=Q(state=CLOSED), name="statement_unsent_once"
            ),
            models.CheckConstraint(
                name="statement_sent_whole",
                condition=Q(state=CLOSED) | Q(sent_at__isnull=False, sent_by__isnull=False),
            ),
            models.CheckConstraint(
                name="statement_confirmed_whole",
                condition=~Q(state=CONFIRMED) | Q(confirmed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract.code} {self.month} v{self.version}"

    # Of a statement read `queries.with_payments`:

    @property
    def is_paid(self) -> bool:
        """Whether all of it is on record as paid."""
        return (
            bool(self.figures["payer"])
            and (getattr(self, "paid_fen", None) or 0) >= self.figures["amount_due"]
        )

    @property
    def last_paid_on(self) -> date | None:
        """The day of the last payment of its principal."""
        return getattr(self, "paid_last", None)


class BundleFile(models.Model):
    """One file of a statement's bundle (SPEC §8), kept in the database so that it shares the statement's fate and its guard."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="files")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["statement", "name"], name="bundle_file_name")]


class SettledRow(models.Model):
    """A row that a sent statement has settled: no other statement may.

    What later snapshots need of it stands here as it was settled, whatever becomes of the fact afterwards: of a line
    its goods, quantity, prices and discounts with the factory price used, of a refund its line, quantity and amount.
    """

    pk = models.CompositePrimaryKey("contract_id", "kind", "row_id")
    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=12)
    row_id = models.TextField()
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    month = models.CharField(max_length=7)
    price_fen = models.BigIntegerField(null=True)
    sku = models.TextField(null=True)
    gift = models.BooleanField(null=True)
    unit_price_fen = models.BigIntegerField(null=True)
    merchant_discount_fen = models.BigIntegerField(null=True)
    platform_discount_fen = models.BigIntegerField(null=True)
    line_id = models.TextField(null=True)
    quantity = models.BigIntegerField(null=True)
    amount_fen = models.BigIntegerField(null=True)


class Question(models.Model):
    """What the brand asked about a sent statement, with the rows meant, and the agency's answer.

    `undisputed_fen`: what of the amount due no row touches that was questioned until then; 0 where all of it is.
    """

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="questions")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="questions")
    rows = models.JSONField(default=list)
    reason = models.CharField(max_length=2000)
    undisputed_fen = models.BigIntegerField(default=0)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=2000, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
