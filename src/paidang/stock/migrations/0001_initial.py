import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from paidang.schema import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contracts", "0013_taken_back"),
        ("orders", "0003_bills"),
        ("team", "0012_api_tokens"),
        ("team", "__first__"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Warehouse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80)),
                        ("added_at", models.DateTimeField()),
                        (
                            "added_by",
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
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="team.organisation",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("contract", "name"), name="warehouse_once"),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="warehouse_name"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StockLevel",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sku", models.CharField(max_length=255)),
                        ("on_hand", models.BigIntegerField(default=0)),
                        ("reserved", models.BigIntegerField(default=0)),
                        ("damaged", models.BigIntegerField(default=0)),
                        ("opened_at", models.DateTimeField()),
                        ("counted_at", models.DateTimeField()),
                        (
                            "contract",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="levels",
                                to="stock.warehouse",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "sku", "warehouse"), name="stock_level_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("damaged__gte", 0), ("on_hand__gte", 0), ("reserved__gte", 0)
                                ),
                                name="stock_level_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reserved__lte", models.F("on_hand"))),
                                name="stock_level_not_oversold",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sku", ""), _negated=True), name="stock_level_sku"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StockEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sku", models.CharField(max_length=255)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("opening", "首次申报"),
                                    ("received", "入库"),
                                    ("reserved", "付款预留"),
                                    ("released", "取消预留"),
                                    ("shipped", "发货出库"),
                                    ("returned", "退货，可再卖"),
                                    ("returned_damaged", "退货，不可再卖"),
                                    ("damaged", "报残次"),
                                    ("counted", "盘点更正"),
                                    ("disposed", "残次处理掉"),
                                    ("adjusted", "订单数据更正"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("on_hand", models.BigIntegerField(default=0)),
                        ("reserved", models.BigIntegerField(default=0)),
                        ("damaged", models.BigIntegerField(default=0)),
                        ("line_id", models.CharField(blank=True, max_length=255)),
                        ("order_id", models.CharField(blank=True, max_length=255)),
                        ("import_id", models.BigIntegerField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        ("happened_at", models.DateTimeField()),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stock.warehouse",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["contract", "sku", "id"], name="stock_entry_sku")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "opening",
                                            "received",
                                            "reserved",
                                            "released",
                                            "shipped",
                                            "returned",
                                            "returned_damaged",
                                            "damaged",
                                            "counted",
                                            "disposed",
                                            "adjusted",
                                        ],
                                    )
                                ),
                                name="stock_entry_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind__in", ("opening", "received", "damaged", "disposed")),
                                        _negated=True,
                                    ),
                                    ("by__isnull", False),
                                    _connector="OR",
                                ),
                                name="stock_entry_by_people",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("line_id", ""), _negated=True),
                                    ("by__isnull", False),
                                    _connector="OR",
                                ),
                                name="stock_entry_has_cause",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reservation",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "contract_id",
                                "line_id",
                                "sku",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("line_id", models.CharField(max_length=255)),
                        ("sku", models.CharField(max_length=255)),
                        ("order_id", models.CharField(max_length=255)),
                        ("paid_at", models.DateTimeField()),
                        ("reserved", models.BigIntegerField(default=0)),
                        ("short", models.BigIntegerField(default=0)),
                        ("shipped", models.BigIntegerField(default=0)),
                        ("missing", models.BigIntegerField(default=0)),
                        ("fit", models.BigIntegerField(default=0, help_text="came back fit for sale")),
                        ("damaged", models.BigIntegerField(default=0, help_text="came back unfit for sale")),
                        (
                            "contract",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "warehouse",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stock.warehouse",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["contract", "order_id"], name="reservation_order"),
                            models.Index(
                                condition=models.Q(("reserved__gt", 0)),
                                fields=["contract", "sku"],
                                name="reservation_held",
                            ),
                            models.Index(
                                condition=models.Q(("short__gt", 0), ("missing__gt", 0), _connector="OR"),
                                fields=["contract", "sku"],
                                name="reservation_open",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("missing__gte", 0),
                                    ("reserved__gte", 0),
                                    ("shipped__gte", 0),
                                    ("short__gte", 0),
                                    ("damaged__gte", 0),
                                    ("fit__gte", 0),
                                ),
                                name="reservation_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("warehouse__isnull", False),
                                    models.Q(("damaged", 0), ("fit", 0), ("reserved", 0), ("shipped", 0)),
                                    _connector="OR",
                                ),
                                name="reservation_somewhere",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GoodsList",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("rows", models.PositiveIntegerField()),
                        ("changed", models.PositiveIntegerField()),
                        ("import_id", models.BigIntegerField(null=True)),
                        ("declared_at", models.DateTimeField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "declared_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("contract", "number"), name="goods_list_number")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SkuPlan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sku", models.CharField(max_length=255)),
                        ("safety", models.BigIntegerField()),
                        ("lead_days", models.PositiveIntegerField()),
                        (
                            "contract",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("contract", "sku"), name="sku_plan_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("lead_days__gte", 1), ("lead_days__lte", 365), ("safety__gte", 0)
                                ),
                                name="sku_plan_sane",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StoreShare",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("parts", models.PositiveIntegerField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "store",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="orders.store",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("parts__lte", 1000)), name="store_share_sane"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SyncWish",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sku", models.CharField(max_length=255)),
                        ("quantity", models.BigIntegerField()),
                        ("wished_at", models.DateTimeField()),
                        ("pushed_quantity", models.BigIntegerField(null=True)),
                        ("pushed_at", models.DateTimeField(null=True)),
                        (
                            "contract",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "store",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="orders.store",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("pushed_quantity", None),
                                    models.Q(("pushed_quantity", models.F("quantity")), _negated=True),
                                    _connector="OR",
                                ),
                                fields=["contract", "wished_at"],
                                name="sync_wish_due",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "sku", "store"), name="sync_wish_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gte", 0)), name="sync_wish_not_negative"
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
