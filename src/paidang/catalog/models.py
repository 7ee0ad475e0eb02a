"""Dated prices per SKU. A price holds from `valid_from` (a day in Asia/Shanghai, inclusive) until the SKU's next row."""

from django.db import models
from django.db.models import Q

from paidang.contracts.models import Contract
from paidang.team.models import Person


class FactoryPrice(models.Model):
    """What the brand declares a unit costs ex works (OP-3-D): what the shared profit is reckoned with."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    sku = models.CharField(max_length=255)
    valid_from = models.DateField()
    factory_price_fen = models.BigIntegerField()
    import_id = models.BigIntegerField(null=True)
    declared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "sku", "valid_from"], name="factory_price_day"),
            models.CheckConstraint(name="factory_price_not_negative", condition=Q(factory_price_fen__gte=0)),
            models.CheckConstraint(name="factory_price_sku", condition=~Q(sku="")),
        ]


class RetailPrice(models.Model):
    """The least that the brand lets its goods be sold for (OP-2-A-2), and what it suggests."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
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


class PriceChange(models.Model):
    """What a price was before a corrected file changed it. Never changed itself."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    table = models.CharField(max_length=20, choices=[("costs", "出厂价"), ("prices", "零售价")])
    sku = models.CharField(max_length=255)
    valid_from = models.DateField()
    before = models.JSONField()
    import_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
