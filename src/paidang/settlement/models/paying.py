"""How statements are paid: payments and their parts, invoices, what was laid out and comes back."""

from django.db import models
from django.db.models import Q

from paidang.contracts.models import Contract
from paidang.settlement.models.statement import Statement
from paidang.settlement.rules.terms import REIMBURSED
from paidang.team.models import Person


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
