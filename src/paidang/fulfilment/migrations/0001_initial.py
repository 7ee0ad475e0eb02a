import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import paidang.kit.sentence
from paidang.schema import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contracts", "0013_taken_back"),
        ("stock", "0002_row_level_security"),
        ("team", "__first__"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="CarrierAccount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org_id", models.BigIntegerField(unique=True)),
                        ("base_url", models.CharField(max_length=200)),
                        ("sealed", models.TextField(help_text="partner code and secret")),
                        ("set_at", models.DateTimeField()),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Wave",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=40)),
                        (
                            "carrier",
                            models.CharField(
                                choices=[
                                    ("sf", "顺丰速运"),
                                    ("zto", "中通快递"),
                                    ("yto", "圆通速递"),
                                    ("sto", "申通快递"),
                                    ("yunda", "韵达快递"),
                                    ("jd", "京东快递"),
                                    ("ems", "邮政 EMS"),
                                    ("deppon", "德邦快递"),
                                    ("own", "自己送货"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
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
                        (
                            "warehouse",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stock.warehouse",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("contract", "code"), name="wave_code")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Pack",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(help_text="its place in the wave, from 1")),
                        ("code", models.CharField(max_length=40)),
                        ("order_id", models.CharField(max_length=255)),
                        ("channel", models.CharField(max_length=40)),
                        ("store", models.CharField(max_length=200)),
                        (
                            "carrier",
                            models.CharField(
                                choices=[
                                    ("sf", "顺丰速运"),
                                    ("zto", "中通快递"),
                                    ("yto", "圆通速递"),
                                    ("sto", "申通快递"),
                                    ("yunda", "韵达快递"),
                                    ("jd", "京东快递"),
                                    ("ems", "邮政 EMS"),
                                    ("deppon", "德邦快递"),
                                    ("own", "自己送货"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("province", models.CharField(blank=True, max_length=40)),
                        ("city", models.CharField(blank=True, max_length=40)),
                        ("district", models.CharField(blank=True, max_length=40)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "待拣"),
                                    ("packing", "核对中"),
                                    ("stopped", "扫错停住"),
                                    ("packed", "已核对"),
                                    ("shipped", "已交出"),
                                    ("skipped", "缺货跳过"),
                                    ("cancelled", "不发了"),
                                ],
                                max_length=9,
                            ),
                        ),
                        (
                            "stop",
                            models.JSONField(
                                decoder=paidang.kit.sentence.SentenceDecoder,
                                encoder=paidang.kit.sentence.SentenceEncoder,
                                null=True,
                            ),
                        ),
                        ("waybill", models.CharField(blank=True, max_length=40)),
                        (
                            "route",
                            models.CharField(
                                blank=True, help_text="the code by which the carrier sorts", max_length=20
                            ),
                        ),
                        (
                            "waybill_by_us",
                            models.BooleanField(default=False, help_text="got from the carrier's interface"),
                        ),
                        (
                            "weight_g",
                            models.PositiveIntegerField(
                                help_text="as weighed; else the sum of its goods", null=True
                            ),
                        ),
                        ("packed_at", models.DateTimeField(null=True)),
                        ("shipped_at", models.DateTimeField(null=True)),
                        ("delivered_at", models.DateTimeField(null=True)),
                        (
                            "freight_fen",
                            models.BigIntegerField(help_text="as it stands in the facts", null=True),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "delivered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "packed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "shipped_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "wave",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="packs",
                                to="fulfilment.wave",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["contract", "state", "id"], name="pack_by_state"),
                            models.Index(fields=["contract", "waybill"], name="pack_waybill"),
                            models.Index(fields=["contract", "order_id"], name="pack_order"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("contract", "code"), name="pack_code"),
                            models.UniqueConstraint(fields=("wave", "number"), name="pack_number"),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    models.Q(("waybill", ""), _negated=True),
                                    models.Q(("state__in", ["skipped", "cancelled"]), _negated=True),
                                ),
                                fields=("contract", "carrier", "waybill"),
                                name="pack_waybill_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "waiting",
                                            "packing",
                                            "stopped",
                                            "packed",
                                            "shipped",
                                            "skipped",
                                            "cancelled",
                                        ],
                                    )
                                ),
                                name="pack_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("packed_at", None), ("packed_by", None)),
                                    models.Q(("packed_at__isnull", False), ("packed_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="pack_packed_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["packed", "shipped"]), _negated=True),
                                    ("packed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="pack_packed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("shipped_at__isnull", False),
                                        ("shipped_by__isnull", False),
                                        ("state", "shipped"),
                                        models.Q(("waybill", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("state", "shipped"), _negated=True),
                                        ("delivered_at", None),
                                        ("freight_fen", None),
                                        ("shipped_at", None),
                                        ("shipped_by", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="pack_shipped_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("freight_fen", None), ("freight_fen__gte", 0), _connector="OR"
                                ),
                                name="pack_freight",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CarrierBill",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=255)),
                        ("sha256", models.CharField(max_length=64)),
                        ("rows", models.PositiveIntegerField()),
                        ("booked", models.PositiveIntegerField()),
                        (
                            "unknown",
                            models.JSONField(default=list, help_text="waybills that are none of ours"),
                        ),
                        ("received_at", models.DateTimeField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "received_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("contract", "sha256"), name="carrier_bill_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FreightRate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "carrier",
                            models.CharField(
                                choices=[
                                    ("sf", "顺丰速运"),
                                    ("zto", "中通快递"),
                                    ("yto", "圆通速递"),
                                    ("sto", "申通快递"),
                                    ("yunda", "韵达快递"),
                                    ("jd", "京东快递"),
                                    ("ems", "邮政 EMS"),
                                    ("deppon", "德邦快递"),
                                    ("own", "自己送货"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("province", models.CharField(blank=True, max_length=40)),
                        ("valid_from", models.DateField()),
                        ("first_g", models.PositiveIntegerField()),
                        ("first_fen", models.BigIntegerField()),
                        ("step_g", models.PositiveIntegerField()),
                        ("step_fen", models.BigIntegerField()),
                        ("set_at", models.DateTimeField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stock.warehouse",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "carrier", "warehouse", "province", "valid_from"),
                                name="freight_rate_day",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("first_fen__gte", 0),
                                    ("first_g__gte", 1),
                                    ("step_fen__gte", 0),
                                    ("step_g__gte", 1),
                                ),
                                name="freight_rate_sane",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "carrier__in",
                                        ["sf", "zto", "yto", "sto", "yunda", "jd", "ems", "deppon", "own"],
                                    )
                                ),
                                name="freight_rate_carrier",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PackItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order_id", models.CharField(max_length=255)),
                        ("line_id", models.CharField(max_length=255)),
                        ("sku", models.CharField(max_length=255)),
                        ("quantity", models.PositiveIntegerField()),
                        ("scanned", models.PositiveIntegerField(default=0)),
                        ("is_live", models.BooleanField(default=True)),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "pack",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="fulfilment.pack",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["contract", "order_id"], name="pack_item_order")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("is_live", True)),
                                fields=("contract", "line_id", "sku"),
                                name="pack_item_in_one_parcel",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gte", 1)), name="pack_item_quantity"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("scanned__lte", models.F("quantity"))),
                                name="pack_item_never_more_than_ordered",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Scan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=64)),
                        ("code", models.CharField(max_length=100)),
                        ("sku", models.CharField(blank=True, max_length=255)),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("opened", "请扫货品"),
                                    ("counted", "对，放进去"),
                                    ("complete", "齐了"),
                                    ("wrong", "扫错了，别放进去"),
                                    ("over", "多了，别放进去"),
                                    ("still_stopped", "先放回，再扫"),
                                    ("gone", "这一单不发了，放回去"),
                                ],
                                max_length=13,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "待拣"),
                                    ("packing", "核对中"),
                                    ("stopped", "扫错停住"),
                                    ("packed", "已核对"),
                                    ("shipped", "已交出"),
                                    ("skipped", "缺货跳过"),
                                    ("cancelled", "不发了"),
                                ],
                                max_length=9,
                            ),
                        ),
                        (
                            "by_hand",
                            models.BooleanField(
                                default=False, help_text="typed: the barcode could not be read"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "pack",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scans",
                                to="fulfilment.pack",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("contract", "key"), name="scan_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "outcome__in",
                                        [
                                            "opened",
                                            "counted",
                                            "complete",
                                            "wrong",
                                            "over",
                                            "still_stopped",
                                            "gone",
                                        ],
                                    )
                                ),
                                name="scan_outcome",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("key", ""), _negated=True), name="scan_key"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Shelf",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sku", models.CharField(max_length=255)),
                        ("place", models.CharField(max_length=40)),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stock.warehouse",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "warehouse", "sku"), name="shelf_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("place", ""), _negated=True), name="shelf_place"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TrackingEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("state", models.CharField(max_length=20)),
                        ("words", models.CharField(max_length=300)),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "pack",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="fulfilment.pack",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("pack", "at", "state"), name="tracking_once"),
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="tracking_words"
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
