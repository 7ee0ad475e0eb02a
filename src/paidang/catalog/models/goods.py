"""What the brand sells, and where a store lists it."""

from django.db import models
from django.db.models import Q

from paidang.contracts.models import Contract
from paidang.kit.sentence import say

UNMAPPED, UNKNOWN_SKU, BARCODE_TAKEN = "unmapped", "unknown_sku", "barcode_taken"
PROBLEMS = [
    ("", say("对上了")),
    (UNMAPPED, say("没有写是哪个商品")),
    (UNKNOWN_SKU, say("价目表里没有这个商品编码")),
    (BARCODE_TAKEN, say("条码已是另一个商品的")),
]


class Product(models.Model):
    """What people call an article; its SKUs are its sizes, colours, sets."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "title"], name="product_title"),
            models.CheckConstraint(name="product_has_title", condition=~Q(title="")),
        ]


class Sku(models.Model):
    """A good that is counted and priced by its code. A gift is supplied by the brand, has no price and no floor."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, related_name="skus")
    code = models.CharField(max_length=255)
    barcode = models.CharField(max_length=64, blank=True)
    is_gift = models.BooleanField(default=False)
    weight_g = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "code"], name="sku_code"),
            models.UniqueConstraint(
                fields=["contract", "barcode"], condition=~Q(barcode=""), name="sku_barcode"
            ),
            models.CheckConstraint(name="sku_has_code", condition=~Q(code="")),
        ]


class Listing(models.Model):
    """What a store of a platform sells as one: one SKU or a bundle, at a list price in fen as last told (None: not told).

    One with a `problem` is mapped to nothing: a person looks at it, and no price of it goes out.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=40)
    store = models.CharField(max_length=200)
    item_id = models.CharField(max_length=100)
    platform_sku = models.CharField(max_length=100)
    title = models.CharField(max_length=300, blank=True)
    price_fen = models.BigIntegerField(null=True)
    problem = models.CharField(max_length=20, choices=PROBLEMS, blank=True)
    said_sku = models.CharField(max_length=255, blank=True, help_text="the SKU as the file has it")
    seller_code = models.CharField(
        max_length=255,
        blank=True,
        default="",
        help_text="by which orders name it, where that is no code of the brand's",
    )
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "channel", "store", "platform_sku"], name="listing_once"
            ),
            models.CheckConstraint(name="listing_price", condition=Q(price_fen=None) | Q(price_fen__gte=0)),
            models.CheckConstraint(name="listing_has_id", condition=~Q(platform_sku="")),
        ]
        indexes = [
            models.Index(
                fields=["contract", "channel", "store", "seller_code"],
                condition=~Q(seller_code=""),
                name="listing_by_code",
            )
        ]


class ListingPart(models.Model):
    """How many of which SKU a buyer gets for one of a listing."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="parts")
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listing", "sku"], name="listing_part_once"),
            models.CheckConstraint(name="listing_part_quantity", condition=Q(quantity__gte=1)),
        ]
