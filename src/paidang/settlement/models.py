"""Statements, their bundles, which rows they settled, what the other side asked about them, and how they were paid."""

from datetime import date

from django.db import models
from django.db.models import Q

from paidang.contracts.models import Contract
from paidang.kit.sentence import SentenceDecoder, SentenceEncoder, say
from paidang.settlement.rules.terms import REIMBURSED
from paidang.team.models import Organisation, Person

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


class Payment(models.Model):
    """Money that arrived, as its payee says: from `payer`, on a day. Never changed; a wrong one is reversed.

    `named` is the debt that the payer named (`rules.paying`), "" where none was. `key` makes one effect of one form sent
    twice. What became of the amount stands in its parts.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="payments")
    payer = models.CharField(max_length=1)
    paid_on = models.DateField()
    amount_fen = models.BigIntegerField()
    named = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=200, blank=True)
    bank_line = models.ForeignKey("BankLine", on_delete=models.PROTECT, null=True, related_name="payments")
    key = models.CharField(max_length=64)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "key"], name="payment_once"),
            models.CheckConstraint(name="payment_payer", condition=Q(payer__in=["a", "b"])),
            models.CheckConstraint(name="payment_amount", condition=Q(amount_fen__gt=0)),
        ]


class PaymentPart(models.Model):
    """What of a payment goes to the principal or the late fee of one debt. A trigger keeps a statement from being paid twice."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="parts")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    debt = models.CharField(max_length=60)
    is_fee = models.BooleanField()
    amount_fen = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "debt", "is_fee"], name="payment_part_once"),
            models.CheckConstraint(name="payment_part_amount", condition=Q(amount_fen__gt=0)),
        ]


class PaymentReversal(models.Model):
    """That a payment was recorded wrongly: it and this record stay, and both stand in the ledger."""

    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="reversal")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()


class Invoice(models.Model):
    """The agency's fee invoice for a statement: number, amount, the file itself. Never changed.

    One that was cancelled (红冲) stays; another `replaces` it, with the reason. The latest counts.
    """

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="invoices")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    reason = models.CharField(max_length=200, blank=True)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="invoices")
    number = models.CharField(max_length=40)
    amount_fen = models.BigIntegerField()
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    delivered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    delivered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="invoice_number_once"),
            models.UniqueConstraint(
                fields=["statement"], condition=Q(replaces=None), name="invoice_first_once"
            ),
            models.CheckConstraint(
                name="invoice_replaces_with_reason",
                condition=Q(replaces=None, reason="") | Q(replaces__isnull=False) & ~Q(reason=""),
            ),
        ]


class Reimbursement(models.Model):
    """What a side has laid out and the next statement brings in as an adjustment (SPEC §5); above zero in the agency's favour.

    Never changed: a correction is one of the opposite amount that `reverses` it. `rows` names what it is for.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="reimbursements")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16)
    amount_fen = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    clause = models.CharField(max_length=80)
    rows = models.JSONField(default=list)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    claimed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="reimbursement_number"),
            models.CheckConstraint(name="reimbursement_kind", condition=Q(kind__in=REIMBURSED)),
            models.CheckConstraint(
                name="reimbursement_amount",
                condition=Q(reverses=None, amount_fen__gt=0) | Q(reverses__isnull=False, amount_fen__lt=0),
            ),
        ]


class BankFile(models.Model):
    """A bank statement that an organisation handed in. It is its own affair: no other organisation sees it."""

    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    received_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    taken_in_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "sha256"], name="bank_file_once")]


class BankLine(models.Model):
    """Money that came in, as the bank says. `set_aside`: why it is no payment under a contract; "" while it is open."""

    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(BankFile, on_delete=models.PROTECT, related_name="lines")
    account = models.CharField(max_length=64)
    serial = models.CharField(max_length=100)
    day = models.DateField()
    amount_fen = models.BigIntegerField()
    payer_name = models.CharField(max_length=200)
    remark = models.CharField(max_length=500)
    set_aside = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["org", "account", "serial", "day", "amount_fen"], name="bank_line_once"
            ),
            models.CheckConstraint(name="bank_line_amount", condition=Q(amount_fen__gt=0)),
        ]


WAITING, DONE, UNCHANGED, PARKED = "waiting", "done", "unchanged", "parked"
BATCH_CLOSE, BATCH_SEND = "close", "send"


class Batch(models.Model):
    """A month's closing or sending of many contracts at once, which the worker carries out. An organisation's own affair.

    At one time one batch of a month: `done_at` is empty while contracts of it wait.
    """

    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5)
    month = models.CharField(max_length=7)
    note = models.CharField(max_length=500, blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="batch_kind", condition=Q(kind__in=[BATCH_CLOSE, BATCH_SEND])),
            models.UniqueConstraint(
                fields=["org", "month"], condition=Q(done_at=None), name="batch_one_at_a_time"
            ),
        ]


class BatchItem(models.Model):
    """One contract of a batch, and what became of it. `digest`: the statement that a person chose to send.

    `refusal` of a parked one: {code, message, remedy}, as the action refused it.
    """

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="items")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=9, default=WAITING)
    refusal = models.JSONField(null=True, encoder=SentenceEncoder, decoder=SentenceDecoder)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "contract"], name="batch_item_once"),
            models.CheckConstraint(
                name="batch_item_state", condition=Q(state__in=[WAITING, DONE, UNCHANGED, PARKED])
            ),
            models.CheckConstraint(
                name="batch_item_parked_with_reason",
                condition=Q(state=PARKED, refusal__isnull=False) | ~Q(state=PARKED) & Q(refusal=None),
            ),
        ]
