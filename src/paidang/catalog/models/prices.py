"""Dated prices per SKU, the word that the brand gave for them, and what stands behind them.

A price holds from `valid_from` (a day in Asia/Shanghai, inclusive) until the SKU's next row.
"""

from django.db import models
from django.db.models import Q

from paidang.contracts.models import Contract
from paidang.kit.sentence import say
from paidang.team.models import Person

WAITING, AGREED, DECLINED, WITHDRAWN = "waiting", "agreed", "declined", "withdrawn"
STATES = [
    ("", say("已生效")),
    (WAITING, say("等乙方答复")),
    (AGREED, say("双方同意")),
    (DECLINED, say("乙方不同意")),
    (WITHDRAWN, say("甲方撤回")),
]


class PriceDeclaration(models.Model):
    """The brand's word that factory prices handed in together are true (OP-3-D): its own words, who, when.

    `prices` is how many it declared anew, `sha256` names exactly them. `state` is about those that reach into days past,
    "" where none does: they hold once the agency agrees, all of them or none. Nothing but the answer changes.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="price_declarations")
    number = models.PositiveIntegerField()
    words = models.CharField(max_length=500)
    prices = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    import_id = models.BigIntegerField(null=True)
    declared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=STATES, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="price_declaration_number"),
            models.CheckConstraint(name="price_declaration_words", condition=~Q(words="")),
            models.CheckConstraint(
                name="price_declaration_answered",
                condition=Q(state__in=["", WAITING], answered_by=None, answered_at=None, answer="")
                | Q(state__in=[AGREED, WITHDRAWN], answered_by__isnull=False, answered_at__isnull=False)
                | Q(state=DECLINED, answered_by__isnull=False, answered_at__isnull=False) & ~Q(answer=""),
            ),
        ]


class FactoryPrice(models.Model):
    """What the brand declares a unit costs ex works (OP-3-D): what the shared profit is reckoned with."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=False)
    sku = models.CharField(max_length=255)
    valid_from = models.DateField()
    factory_price_fen = models.BigIntegerField()
    declaration = models.ForeignKey(PriceDeclaration, on_delete=models.PROTECT, null=True, related_name="+")
    import_id = models.BigIntegerField(null=True)
    declared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "sku", "valid_from"], name="factory_price_day"),
            models.CheckConstraint(name="factory_price_not_negative", condition=Q(factory_price_fen__gte=0)),
            models.CheckConstraint(name="factory_price_sku", condition=~Q(sku="")),
        ]
        indexes = [models.Index(fields=["contract", "declared_at"], name="factory_price_told")]


class RetailPrice(models.Model):
    """The least that the brand lets its goods be sold for (OP-2-A-2), and what it suggests."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=False)
    sku = models.CharField(max_length=255)
    valid_from = models.DateField()
    min_retail_price_fen = models.BigIntegerField()
    suggested_price_fen = models.BigIntegerField(null=True)
    import_id = models.BigIntegerField(null=True)
    declared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "sku", "valid_from"], name="retail_price_day"),
            models.CheckConstraint(
                name="retail_price_not_negative",
                condition=Q(min_retail_price_fen__gte=0)
                & (
                    Q(suggested_price_fen=None) | Q(suggested_price_fen__gte=models.F("min_retail_price_fen"))
                ),
            ),
            models.CheckConstraint(name="retail_price_sku", condition=~Q(sku="")),
        ]
        indexes = [models.Index(fields=["contract", "declared_at"], name="retail_price_told")]


class PriceChange(models.Model):
    """What a price was before a corrected file changed it. Never changed itself."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    table = models.CharField(max_length=20, choices=[("costs", "出厂价"), ("prices", "零售价")])
    sku = models.CharField(max_length=255)
    valid_from = models.DateField()
    before = models.JSONField()
    import_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()


class PastPrice(models.Model):
    """A declared price for days past on which goods were sold: from `since` until before `until`, waiting for both sides' word.

    `old_fen`: what held on them when it was declared, None where their lines were held; lines and units sold as of then.
    """

    declaration = models.ForeignKey(PriceDeclaration, on_delete=models.PROTECT, related_name="past")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    sku = models.CharField(max_length=255)
    since = models.DateField()
    until = models.DateField()
    old_fen = models.BigIntegerField(null=True)
    new_fen = models.BigIntegerField()
    lines = models.BigIntegerField()
    units = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["declaration", "sku", "since"], name="past_price_once"),
            models.CheckConstraint(name="past_price_days", condition=Q(since__lt=models.F("until"))),
            models.CheckConstraint(name="past_price_not_negative", condition=Q(new_fen__gte=0)),
        ]


class PriceInvoice(models.Model):
    """A supplier's invoice that stands behind a factory price, by the day from which that holds. Never changed."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    sku = models.CharField(max_length=255)
    valid_from = models.DateField()
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "sku", "valid_from", "sha256"], name="price_invoice_once"
            )
        ]
