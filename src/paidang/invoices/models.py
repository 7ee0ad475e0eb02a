"""Requests for an invoice, invoices and their rows, how much of each item is invoiced, rates, the brand's e-invoice service.

What is about the buyer (title, tax number, where it goes) is encrypted. Amounts are fen, tax included; those of a
red-letter invoice are above zero and count the other way.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q

from paidang.contracts.models import Contract
from paidang.invoices.rules.amounts import RATES
from paidang.invoices.rules.states import (
    DAYS_MAX,
    DECLINED,
    DONE,
    INVOICE_STATES,
    OPEN,
    REQUEST_STATES,
)
from paidang.invoices.rules.wishes import KINDS, SOURCES
from paidang.kit.sentence import SentenceDecoder, SentenceEncoder
from paidang.team.models import Organisation, Person

ID_LENGTH_MAX = 255
SENTENCES: Any = {"encoder": SentenceEncoder, "decoder": SentenceDecoder}


def _contract() -> "models.ForeignKey[Contract, Contract]":
    return models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=False)


def _person(*, null: bool = False) -> "models.ForeignKey[Person, Person]":
    return models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=null, db_index=False)


class InvoiceRequest(models.Model):
    """A buyer wants an invoice for an order. `asked_by` nobody where the platform told it. One open at a time per order."""

    contract = _contract()
    order_id = models.CharField(max_length=ID_LENGTH_MAX)
    channel = models.CharField(max_length=40)
    store = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    source = models.CharField(max_length=10)
    state = models.CharField(max_length=10)
    sealed = models.TextField(help_text="title, tax number, e-mail, telephone")
    problems = models.JSONField(default=list, **SENTENCES, help_text="what keeps the wish from being issued")
    amount_fen = models.BigIntegerField(help_text="what was left to invoice when it was asked for")
    due_on = models.DateField()
    asked_by = _person(null=True)
    asked_at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True, help_text="why it was declined")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "order_id"], condition=Q(state__in=OPEN), name="invoice_request_open_once"
            ),
            models.CheckConstraint(
                name="invoice_request_words",
                condition=Q(state__in=list(REQUEST_STATES), kind__in=list(KINDS), source__in=list(SOURCES)),
            ),
            models.CheckConstraint(
                name="invoice_request_declined", condition=~Q(state=DECLINED) | ~Q(reason="")
            ),
        ]
        indexes = [
            models.Index(fields=["contract", "state", "id"], name="invoice_request_queue"),
            models.Index(fields=["contract", "order_id"], name="invoice_request_order"),
        ]


class BuyerInvoice(models.Model):
    """One invoice to a buyer. `reverses`: a red-letter invoice takes back that one, or a part of it.

    `waiting`: an e-invoice service was asked under `serial` and has not answered; the money is held for it already.
    """

    contract = _contract()
    request = models.ForeignKey(InvoiceRequest, on_delete=models.PROTECT, related_name="invoices")
    reverses = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="reversals", db_index=False
    )
    state = models.CharField(max_length=8)
    serial = models.CharField(max_length=40, blank=True)
    number = models.CharField(max_length=20, blank=True)
    issued_on = models.DateField(null=True)
    amount_fen = models.BigIntegerField()
    tax_fen = models.BigIntegerField()
    file_name = models.CharField(max_length=255, blank=True)
    media = models.CharField(max_length=4, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    content = models.BinaryField(null=True)
    differences = models.JSONField(
        default=list, **SENTENCES, help_text="where the file says other than we reckon"
    )
    reason = models.CharField(max_length=500, blank=True)
    issued_by = _person()
    issued_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    problem = models.JSONField(null=True, **SENTENCES)
    mail_asked_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    delivered_how = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "number"], condition=~Q(number=""), name="buyer_invoice_number"
            ),
            models.UniqueConstraint(
                fields=["contract", "serial"], condition=~Q(serial=""), name="buyer_invoice_serial"
            ),
            models.CheckConstraint(name="buyer_invoice_state", condition=Q(state__in=list(INVOICE_STATES))),
            models.CheckConstraint(
                name="buyer_invoice_amounts",
                condition=Q(amount_fen__gt=0, tax_fen__gte=0, tax_fen__lte=F("amount_fen")),
            ),
            models.CheckConstraint(
                name="buyer_invoice_issued",
                condition=~Q(state=DONE) | Q(issued_on__isnull=False) & ~Q(number=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["contract", "next_at"], condition=Q(state="waiting"), name="buyer_invoice_asked"
            ),
            models.Index(
                fields=["contract", "mail_asked_at"],
                condition=Q(mail_asked_at__isnull=False, delivered_at=None),
                name="buyer_invoice_mail",
            ),
        ]


class InvoiceRow(models.Model):
    """One row of an invoice: an order's line, or its postage. Never changed."""

    contract = _contract()
    invoice = models.ForeignKey(BuyerInvoice, on_delete=models.PROTECT, related_name="rows")
    item = models.CharField(max_length=ID_LENGTH_MAX)
    sku = models.CharField(max_length=ID_LENGTH_MAX, blank=True)
    quantity = models.BigIntegerField()
    amount_fen = models.BigIntegerField()
    rate = models.PositiveIntegerField(help_text="hundredths of a percent")
    tax_fen = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invoice", "item"], name="invoice_row_once")]


class InvoicedItem(models.Model):
    """How much of an item stands on invoices. Locked by whoever issues or takes back: never more than the buyer paid."""

    pk = models.CompositePrimaryKey("contract_id", "item")
    contract = _contract()
    item = models.CharField(max_length=ID_LENGTH_MAX)
    order_id = models.CharField(max_length=ID_LENGTH_MAX)
    sku = models.CharField(max_length=ID_LENGTH_MAX, blank=True)
    rate = models.PositiveIntegerField()
    paid_fen = models.BigIntegerField(
        help_text="what the buyer paid, as it was known when it was last invoiced"
    )
    issued_fen = models.BigIntegerField(default=0)
    issued_tax_fen = models.BigIntegerField(default=0)
    red_fen = models.BigIntegerField(default=0)
    red_tax_fen = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invoiced_never_more_than_paid",
                condition=Q(issued_fen__lte=F("red_fen") + F("paid_fen")),
            ),
            models.CheckConstraint(
                name="invoiced_red_of_issued",
                condition=Q(red_fen__gte=0, red_fen__lte=F("issued_fen"))
                & Q(red_tax_fen__gte=0, red_tax_fen__lte=F("issued_tax_fen")),
            ),
        ]
        indexes = [
            models.Index(fields=["contract", "order_id"], name="invoiced_item_order"),
            models.Index(
                fields=["contract", "item"],
                condition=Q(issued_fen__gt=F("red_fen")),
                name="invoiced_item_left",
            ),
        ]


class GoodsTax(models.Model):
    """The rate that the brand gives for a SKU; for all others with the SKU left empty. What the goods are called on it."""

    contract = _contract()
    sku = models.CharField(max_length=ID_LENGTH_MAX, blank=True)
    rate = models.PositiveIntegerField(help_text="hundredths of a percent")
    goods_name = models.CharField(max_length=100, blank=True)
    goods_code = models.CharField(max_length=19, blank=True, help_text="the tax bureau's code of the goods")
    set_by = _person()
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "sku"], name="goods_tax_once"),
            models.CheckConstraint(name="goods_tax_rate", condition=Q(rate__in=list(RATES))),
        ]


class InvoiceDays(models.Model):
    """In how many days the brand issues what a buyer asks for, where the two sides agreed on other than the usual."""

    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="+")
    days = models.PositiveIntegerField()
    set_by = _person()
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="invoice_days_sane", condition=Q(days__gte=1, days__lte=DAYS_MAX))
        ]


class InvoiceService(models.Model):
    """The brand's e-invoice service for a contract, and what opens it, encrypted. The brand's alone."""

    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="+")
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    base_url = models.CharField(max_length=300)
    sealed = models.TextField()
    set_by = _person()
    set_at = models.DateTimeField()
