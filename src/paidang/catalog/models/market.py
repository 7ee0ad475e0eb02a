"""What other sellers ask for the brand's goods."""

from django.db import models
from django.db.models import Q

from paidang.contracts.models import Contract
from paidang.team.models import Person


class MarketPrice(models.Model):
    """A price at which somebody else offered a good, as a list told it; an incident where it is below the floor of the day.

    `floor_fen` is that floor, None where the brand set none or the good is not known. `file_sha256` names the list. What the
    agency did about an incident stands in `acted`, once.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=False)
    seller = models.CharField(max_length=200)
    platform = models.CharField(max_length=60)
    sku = models.CharField(max_length=255, blank=True)
    title = models.CharField(max_length=300, blank=True)
    price_fen = models.BigIntegerField()
    link = models.CharField(max_length=1000, blank=True)
    seen_on = models.DateField()
    floor_fen = models.BigIntegerField(null=True)
    is_below = models.BooleanField()
    key = models.CharField(max_length=64, help_text="names what was seen: seller, platform, good, day, price")
    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    acted = models.CharField(max_length=500, blank=True)
    acted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    acted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "key"], name="market_price_once"),
            models.CheckConstraint(name="market_price_not_negative", condition=Q(price_fen__gte=0)),
            models.CheckConstraint(
                name="market_price_acted",
                condition=Q(acted="", acted_by=None, acted_at=None)
                | (Q(acted_by__isnull=False, acted_at__isnull=False) & ~Q(acted="")),
            ),
        ]
        indexes = [models.Index(fields=["contract", "is_below", "acted_at"], name="market_price_open")]
