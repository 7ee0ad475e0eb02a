"""The facts of SPEC §1 as they stand now, what they were before, sales below the floor, and the platforms' bills.

The fact tables are written by COPY and MERGE, a million rows at a time. So their key is (contract, id of the
fact), their reference to the contract has no database constraint (row-level security checks membership on every
write, and contracts are never deleted), and `import_id` names the file that last changed the row. References between
them are checked by intake in one join per file instead of one look-up per row.
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Reverse, Right

from paidang.channels.bills import KINDS as BILL_KINDS
from paidang.channels.mapping import PLATFORM_COST
from paidang.contracts.models import Contract
from paidang.orders.rules.reconciling import OPEN, OTHER, REASONS, WAITING
from paidang.team.models import Person

ID_LENGTH_MAX = 255
END_CHARS = 4
"""So much of an order's number is found by index from its end: few enough that its keys repeat, so that a row is written in
half the time."""
LINE_TOTAL_MAX_FEN = 10**15
CAUSES = ("quality", "wrong_item", "over_shipped", "no_reason", "lost", "price_protection")
LOGISTICS_KINDS = ("outbound", "return", "resend", "warehouse", "compensation", "postage")
CREDIT_KINDS = ("compensation", "postage")
"""Kinds of logistics whose amount is zero or less: the money comes in."""


def _contract() -> "models.ForeignKey[Contract, Contract]":
    return models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )


class OrderLine(models.Model):
    """One SKU of one order. `gift` lines are supplied by the brand and cost the shared profit nothing."""

    pk = models.CompositePrimaryKey("contract_id", "line_id")
    contract = _contract()
    line_id = models.CharField(max_length=ID_LENGTH_MAX)
    order_id = models.CharField(max_length=ID_LENGTH_MAX)
    channel = models.CharField(max_length=40)
    store = models.CharField(max_length=200)
    sku = models.CharField(max_length=ID_LENGTH_MAX)
    quantity = models.BigIntegerField()
    unit_price_fen = models.BigIntegerField()
    merchant_discount_fen = models.BigIntegerField()
    platform_discount_fen = models.BigIntegerField()
    paid_at = models.DateTimeField()
    shipped_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    gift = models.BooleanField(default=False)
    extra = models.JSONField(null=True)
    import_id = models.BigIntegerField(null=True)
    order_end = models.GeneratedField(
        expression=Reverse(Right("order_id", END_CHARS)),
        output_field=models.CharField(max_length=END_CHARS),
        db_persist=True,
        help_text="the number's end backwards, to be found by it: under row-level security no index of an expression is used",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="order_line_quantity", condition=Q(quantity__gte=1)),
            models.CheckConstraint(
                name="order_line_amounts",
                condition=Q(unit_price_fen__gte=0, merchant_discount_fen__gte=0, platform_discount_fen__gte=0)
                & Q(
                    merchant_discount_fen__lte=F("unit_price_fen") * F("quantity")
                    - F("platform_discount_fen")
                )
                & Q(unit_price_fen__lte=LINE_TOTAL_MAX_FEN / F("quantity")),
            ),
            models.CheckConstraint(
                name="order_line_gift_without_revenue",
                condition=Q(gift=False) | Q(merchant_discount_fen=F("unit_price_fen") * F("quantity")),
            ),
            models.CheckConstraint(
                name="order_line_times",
                condition=(Q(shipped_at=None) | Q(shipped_at__gte=F("paid_at")))
                & (Q(completed_at=None) | Q(completed_at__gte=F("paid_at"))),
            ),
        ]
        indexes = [
            models.Index(fields=["contract", "order_id"], name="order_line_order"),
            models.Index(fields=["contract", "paid_at", "line_id"], name="order_line_paid"),
            models.Index(fields=["contract", "sku", "paid_at"], name="order_line_sku"),
            models.Index(fields=["contract", "order_end"], name="order_line_end"),
            models.Index(
                fields=["contract", "paid_at"],
                condition=Q(shipped_at=None, completed_at=None),
                name="order_line_open",
            ),
            models.Index(
                fields=["contract"], condition=Q(extra__has_key=PLATFORM_COST), name="order_line_cost"
            ),
        ]

    @property
    def revenue_fen(self) -> int:
        """What the line brought the seller before refunds (SPEC §3): the platform's discount is the platform's to pay."""
        return self.unit_price_fen * self.quantity - self.merchant_discount_fen


class Refund(models.Model):
    """What the seller loses on a line, why, and whether the units are fit for sale again."""

    pk = models.CompositePrimaryKey("contract_id", "refund_id")
    contract = _contract()
    refund_id = models.CharField(max_length=ID_LENGTH_MAX)
    line_id = models.CharField(max_length=ID_LENGTH_MAX)
    quantity = models.BigIntegerField()
    amount_fen = models.BigIntegerField()
    cause = models.CharField(max_length=20)
    restocked = models.BooleanField()
    refunded_at = models.DateTimeField()
    extra = models.JSONField(null=True)
    import_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="refund_quantity", condition=Q(quantity__gte=0)),
            models.CheckConstraint(name="refund_amount", condition=Q(amount_fen__gte=0)),
            models.CheckConstraint(name="refund_cause", condition=Q(cause__in=CAUSES)),
        ]
        indexes = [models.Index(fields=["contract", "line_id"], name="refund_line")]


class RefundRuling(models.Model):
    """What an after-sales case decided of a refund: it stays so, whatever a file or a platform tells of that refund later."""

    pk = models.CompositePrimaryKey("contract_id", "refund_id")
    contract = _contract()
    refund_id = models.CharField(max_length=ID_LENGTH_MAX)
    cause = models.CharField(max_length=20)
    restocked = models.BooleanField()
    ruled_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="refund_ruling_cause", condition=Q(cause__in=CAUSES))]


class LogisticsCharge(models.Model):
    """What carriage, storage or its compensation cost, who paid it and who answers for it."""

    pk = models.CompositePrimaryKey("contract_id", "charge_id")
    contract = _contract()
    charge_id = models.CharField(max_length=ID_LENGTH_MAX)
    order_id = models.CharField(max_length=ID_LENGTH_MAX, null=True)
    kind = models.CharField(max_length=20)
    amount_fen = models.BigIntegerField()
    paid_by = models.CharField(max_length=1)
    charged_at = models.DateTimeField()
    borne_by = models.CharField(max_length=6, default="shared")
    extra = models.JSONField(null=True)
    import_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="logistics_kind", condition=Q(kind__in=LOGISTICS_KINDS)),
            models.CheckConstraint(
                name="logistics_amount",
                condition=Q(kind__in=CREDIT_KINDS, amount_fen__lte=0)
                | (~Q(kind__in=CREDIT_KINDS) & Q(amount_fen__gte=0)),
            ),
            models.CheckConstraint(
                name="logistics_parties",
                condition=Q(paid_by__in=["a", "b"])
                & (Q(borne_by="shared") | (Q(borne_by__in=["a", "b"]) & ~Q(kind="postage"))),
            ),
        ]
        indexes = [
            models.Index(fields=["contract", "order_id"], name="logistics_order"),
            models.Index(fields=["contract", "charged_at"], name="logistics_charged"),
        ]


class PlatformFee(models.Model):
    """What the platform takes; below zero: given back."""

    pk = models.CompositePrimaryKey("contract_id", "fee_id")
    contract = _contract()
    fee_id = models.CharField(max_length=ID_LENGTH_MAX)
    order_id = models.CharField(max_length=ID_LENGTH_MAX, null=True)
    kind = models.CharField(max_length=100)
    amount_fen = models.BigIntegerField()
    charged_at = models.DateTimeField()
    extra = models.JSONField(null=True)
    import_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["contract", "order_id"], name="platform_fee_order"),
            models.Index(fields=["contract", "charged_at"], name="platform_fee_charged"),
        ]


class BillLine(models.Model):
    """What a platform's bill says moved on the seller's account: positive, it came in. No statement is computed from it."""

    pk = models.CompositePrimaryKey("contract_id", "entry_id")
    contract = _contract()
    entry_id = models.CharField(max_length=ID_LENGTH_MAX)
    channel = models.CharField(max_length=40)
    store = models.CharField(max_length=200)
    order_id = models.CharField(max_length=ID_LENGTH_MAX, null=True)
    kind = models.CharField(max_length=10)
    item = models.CharField(max_length=ID_LENGTH_MAX)
    amount_fen = models.BigIntegerField()
    booked_at = models.DateTimeField()
    extra = models.JSONField(null=True)
    import_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="bill_line_kind", condition=Q(kind__in=BILL_KINDS))]
        indexes = [models.Index(fields=["contract", "order_id"], name="bill_line_order")]


class BillItem(models.Model):
    """An order, or a bill's line without one, that does not agree (`rules.reconciling.Item`): computed, never written by hand.

    What agrees stands only in the sums of `BillMonth`.
    """

    pk = models.CompositePrimaryKey("contract_id", "is_order", "item")
    contract = _contract()
    is_order = models.BooleanField()
    item = models.CharField(max_length=ID_LENGTH_MAX)
    month = models.CharField(max_length=7)
    channel = models.CharField(max_length=40)
    store = models.CharField(max_length=200)
    state = models.CharField(max_length=10)
    kind = models.CharField(max_length=20)
    first_at = models.DateTimeField()
    paid_fen = models.BigIntegerField()
    refunded_fen = models.BigIntegerField()
    bill_paid_fen = models.BigIntegerField()
    bill_refunded_fen = models.BigIntegerField()
    platform_fen = models.BigIntegerField()
    name = models.CharField(max_length=ID_LENGTH_MAX, help_text="what the bill calls a line without an order")

    class Meta:
        constraints = [
            models.CheckConstraint(name="bill_item_state", condition=Q(state__in=[WAITING, OPEN, OTHER])),
        ]
        indexes = [models.Index(fields=["contract", "month", "state", "first_at"], name="bill_item_month")]

    @property
    def expected_fen(self) -> int:
        return self.paid_fen - self.refunded_fen

    @property
    def billed_fen(self) -> int:
        return self.bill_paid_fen - self.bill_refunded_fen


class BillMonth(models.Model):
    """How many orders of a store and month are in which state, and what they come to: computed with `BillItem`."""

    pk = models.CompositePrimaryKey("contract_id", "month", "channel", "store", "state")
    contract = _contract()
    month = models.CharField(max_length=7)
    channel = models.CharField(max_length=40)
    store = models.CharField(max_length=200)
    state = models.CharField(max_length=10)
    items = models.BigIntegerField()
    paid_fen = models.BigIntegerField()
    refunded_fen = models.BigIntegerField()
    bill_paid_fen = models.BigIntegerField()
    bill_refunded_fen = models.BigIntegerField()


class BillFee(models.Model):
    """What one kind of fee comes to in a month, by the bills and by the facts of the statement: computed with `BillItem`."""

    pk = models.CompositePrimaryKey("contract_id", "month", "name")
    contract = _contract()
    month = models.CharField(max_length=7)
    name = models.CharField(max_length=ID_LENGTH_MAX)
    billed_fen = models.BigIntegerField()
    facts_fen = models.BigIntegerField()

    @property
    def difference_fen(self) -> int:
        """What the bills took beyond the facts."""
        return self.billed_fen - self.facts_fen


class BillExplanation(models.Model):
    """A person's word why an item may stay as it is: for exactly these amounts. Other amounts open it again."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    is_order = models.BooleanField()
    item = models.CharField(max_length=ID_LENGTH_MAX)
    expected_fen = models.BigIntegerField()
    billed_fen = models.BigIntegerField()
    reason = models.CharField(max_length=20)
    words = models.CharField(max_length=500, blank=True)
    explained_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    explained_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "is_order", "item"],
                condition=Q(withdrawn_at=None),
                name="bill_explanation_once",
            ),
            models.CheckConstraint(name="bill_explanation_reason", condition=Q(reason__in=list(REASONS))),
            models.CheckConstraint(
                name="bill_explanation_words", condition=~Q(reason="other") | ~Q(words="")
            ),
            models.CheckConstraint(
                name="bill_explanation_withdrawn_whole",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]


class History(models.Model):
    """What a row was before a corrected file changed it; written in the same statement as the change."""

    id = models.BigAutoField(primary_key=True)
    contract = _contract()
    table = models.CharField(max_length=20)
    row_id = models.CharField(max_length=ID_LENGTH_MAX)
    before = models.JSONField()
    import_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["contract", "table", "row_id"], name="history_row")]


class Breach(models.Model):
    """A sale below the minimum retail price: the paid order is kept, the breach recorded with its clause."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=False)
    line_id = models.CharField(max_length=ID_LENGTH_MAX)
    order_id = models.CharField(max_length=ID_LENGTH_MAX)
    sku = models.CharField(max_length=ID_LENGTH_MAX)
    paid_on = models.DateField()
    quantity = models.BigIntegerField()
    sold_fen = models.BigIntegerField(help_text="for the whole line, after the merchant's own discounts")
    floor_fen = models.BigIntegerField(help_text="per unit, as on the day of payment")
    clause = models.CharField(max_length=40)
    import_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()
    explanation = models.CharField(max_length=500, blank=True)
    explained_by = models.BigIntegerField(null=True)
    explained_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True, help_text="a corrected file showed that there was none")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "line_id"], name="breach_line")]


class Store(models.Model):
    """A store that is operated under the contract; orders of another store are refused."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "channel", "name"], name="store_once")]
