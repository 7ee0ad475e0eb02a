"""Goods, where they are listed, a store's offers, what others ask: seen by the contract's two organisations."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from paidang.kit.rls import protect_by_contract

GRANTS = {
    "product": "select, insert, update",
    "sku": "select, insert, update",
    "listing": "select, insert, update",
    "listingpart": "select, insert, delete",
    "storeoffer": "select, insert, update",
    "marketprice": "select, insert, update",
}


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0003_declared_with_its_word"),
        ("contracts", "0013_taken_back"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Listing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("channel", models.CharField(max_length=40)),
                ("store", models.CharField(max_length=200)),
                ("item_id", models.CharField(max_length=100)),
                ("platform_sku", models.CharField(max_length=100)),
                ("title", models.CharField(blank=True, max_length=300)),
                ("price_fen", models.BigIntegerField(null=True)),
                (
                    "problem",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "对上了"),
                            ("unmapped", "没有写是哪个商品"),
                            ("unknown_sku", "价目表里没有这个商品编码"),
                            ("barcode_taken", "条码已是另一个商品的"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "said_sku",
                    models.CharField(blank=True, help_text="the SKU as the file has it", max_length=255),
                ),
                ("told_at", models.DateTimeField()),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.contract"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MarketPrice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seller", models.CharField(max_length=200)),
                ("platform", models.CharField(max_length=60)),
                ("sku", models.CharField(blank=True, max_length=255)),
                ("title", models.CharField(blank=True, max_length=300)),
                ("price_fen", models.BigIntegerField()),
                ("link", models.CharField(blank=True, max_length=1000)),
                ("seen_on", models.DateField()),
                ("floor_fen", models.BigIntegerField(null=True)),
                ("is_below", models.BooleanField()),
                (
                    "key",
                    models.CharField(
                        help_text="names what was seen: seller, platform, good, day, price", max_length=64
                    ),
                ),
                ("file_name", models.CharField(max_length=255)),
                ("file_sha256", models.CharField(max_length=64)),
                ("recorded_at", models.DateTimeField()),
                ("acted", models.CharField(blank=True, max_length=500)),
                ("acted_at", models.DateTimeField(null=True)),
                (
                    "acted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.contract"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.contract"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Sku",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=255)),
                ("barcode", models.CharField(blank=True, max_length=64)),
                ("is_gift", models.BooleanField(default=False)),
                ("weight_g", models.PositiveIntegerField(null=True)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.contract"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="skus",
                        to="catalog.product",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ListingPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quantity", models.PositiveIntegerField()),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.contract"
                    ),
                ),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="catalog.listing",
                    ),
                ),
                (
                    "sku",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.sku"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StoreOffer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("channel", models.CharField(max_length=40)),
                ("store", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("item", "单品促销"),
                            ("member", "会员价"),
                            ("quantity", "多件折扣"),
                            ("full", "满减"),
                            ("item_coupon", "商品券"),
                            ("shop_coupon", "店铺券"),
                            ("cross_store", "跨店满减"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("skus", models.JSONField(default=list)),
                ("prices", models.JSONField(default=dict)),
                ("price_fen", models.BigIntegerField(null=True)),
                ("rate", models.PositiveIntegerField(null=True)),
                ("minus_fen", models.BigIntegerField(default=0)),
                ("threshold_fen", models.BigIntegerField(default=0)),
                ("times", models.PositiveIntegerField(default=1)),
                ("units", models.PositiveIntegerField(default=1)),
                ("merchant_percent", models.PositiveIntegerField(default=100)),
                ("excludes", models.JSONField(default=list)),
                ("since", models.DateField()),
                ("until", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checked", "核对过，可以发布"),
                            ("refused", "会低于底价，不能发布"),
                            ("out", "已发布"),
                            ("ended", "已停用"),
                        ],
                        max_length=7,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("checked_at", models.DateTimeField()),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="store_offers",
                        to="contracts.contract",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.UniqueConstraint(
                fields=("contract", "channel", "store", "platform_sku"), name="listing_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
                condition=models.Q(("price_fen", None), ("price_fen__gte", 0), _connector="OR"),
                name="listing_price",
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
                condition=models.Q(("platform_sku", ""), _negated=True), name="listing_has_id"
            ),
        ),
        migrations.AddIndex(
            model_name="marketprice",
            index=models.Index(fields=["contract", "is_below", "acted_at"], name="market_price_open"),
        ),
        migrations.AddConstraint(
            model_name="marketprice",
            constraint=models.UniqueConstraint(fields=("contract", "key"), name="market_price_once"),
        ),
        migrations.AddConstraint(
            model_name="marketprice",
            constraint=models.CheckConstraint(
                condition=models.Q(("price_fen__gte", 0)), name="market_price_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="marketprice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("acted", ""), ("acted_at", None), ("acted_by", None)),
                    models.Q(
                        ("acted_at__isnull", False),
                        ("acted_by__isnull", False),
                        models.Q(("acted", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="market_price_acted",
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.UniqueConstraint(fields=("contract", "title"), name="product_title"),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="product_has_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="sku",
            constraint=models.UniqueConstraint(fields=("contract", "code"), name="sku_code"),
        ),
        migrations.AddConstraint(
            model_name="sku",
            constraint=models.UniqueConstraint(
                condition=models.Q(("barcode", ""), _negated=True),
                fields=("contract", "barcode"),
                name="sku_barcode",
            ),
        ),
        migrations.AddConstraint(
            model_name="sku",
            constraint=models.CheckConstraint(
                condition=models.Q(("code", ""), _negated=True), name="sku_has_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="listingpart",
            constraint=models.UniqueConstraint(fields=("listing", "sku"), name="listing_part_once"),
        ),
        migrations.AddConstraint(
            model_name="listingpart",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gte", 1)), name="listing_part_quantity"
            ),
        ),
        migrations.AddConstraint(
            model_name="storeoffer",
            constraint=models.UniqueConstraint(fields=("contract", "number"), name="store_offer_number"),
        ),
        migrations.AddConstraint(
            model_name="storeoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["checked", "refused", "out", "ended"])),
                name="store_offer_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="storeoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["item", "member", "quantity", "full", "item_coupon", "shop_coupon", "cross_store"],
                    )
                ),
                name="store_offer_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="storeoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(("since__lte", models.F("until"))), name="store_offer_days"
            ),
        ),
        migrations.AddConstraint(
            model_name="storeoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minus_fen__gte", 0),
                    ("threshold_fen__gte", 0),
                    ("times__gte", 1),
                    ("times__lte", 20),
                    ("units__gte", 1),
                    ("merchant_percent__lte", 100),
                    models.Q(("rate", None), models.Q(("rate__gte", 1), ("rate__lt", 1000)), _connector="OR"),
                    models.Q(("price_fen", None), ("price_fen__gte", 0), _connector="OR"),
                ),
                name="store_offer_terms",
            ),
        ),
        *(
            migrations.RunSQL(protect_by_contract(f"catalog_{table}", grants=grants), migrations.RunSQL.noop)
            for table, grants in GRANTS.items()
        ),
    ]
