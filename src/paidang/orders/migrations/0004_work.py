import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import paidang.kit.sentence
from paidang.schema import CreateTables


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0013_taken_back"),
        ("orders", "0003_bills"),
        ("team", "__first__"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="DeliveryArea",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("store", models.CharField(blank=True, max_length=200)),
                        (
                            "provinces",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("same_city", models.CharField(blank=True, max_length=40)),
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
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("contract", "store"), name="delivery_area_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DirectCustomer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("note", models.CharField(blank=True, max_length=500)),
                        ("named_at", models.DateTimeField()),
                        ("confirmed_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "confirmed_by",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "named_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("contract", "name"), name="direct_customer_once"),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="direct_customer_name"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("confirmed_at", None), ("confirmed_by", None)),
                                    models.Q(
                                        ("confirmed_at__isnull", False), ("confirmed_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="direct_customer_confirmed_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrderAct",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order_id", models.CharField(max_length=255)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("held", "拦截"),
                                    ("released", "放行"),
                                    ("remarked", "备注"),
                                    ("flagged", "插旗"),
                                    ("assigned", "指派"),
                                    ("readdressed", "改地址"),
                                    ("packed", "装箱"),
                                    ("shipped", "发出"),
                                    ("unpacked", "拆箱"),
                                    ("seen", "查看收货信息"),
                                    ("exported", "导出收货信息"),
                                    ("erased", "删除收货信息"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "words",
                            models.JSONField(
                                decoder=paidang.kit.sentence.SentenceDecoder,
                                encoder=paidang.kit.sentence.SentenceEncoder,
                                help_text="what was done, as a sentence; nothing about buyers",
                            ),
                        ),
                        ("before", models.JSONField(default=dict)),
                        ("batch", models.CharField(blank=True, max_length=40)),
                        ("at", models.DateTimeField()),
                        ("undone_at", models.DateTimeField(null=True)),
                        (
                            "by",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["contract", "order_id"], name="order_act_order"),
                            models.Index(
                                condition=models.Q(("batch", ""), _negated=True),
                                fields=["batch"],
                                name="order_act_batch",
                            ),
                            models.Index(fields=["contract", "kind", "at"], name="order_act_kind"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "held",
                                            "released",
                                            "remarked",
                                            "flagged",
                                            "assigned",
                                            "readdressed",
                                            "packed",
                                            "shipped",
                                            "unpacked",
                                            "seen",
                                            "exported",
                                            "erased",
                                        ],
                                    )
                                ),
                                name="order_act_kind",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrderAddress",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order_id", models.CharField(max_length=255)),
                        ("version", models.PositiveIntegerField()),
                        ("sealed", models.TextField(blank=True, help_text="the receiver; empty once erased")),
                        (
                            "by_buyer",
                            models.BooleanField(help_text="the buyer asked for it, else the agency"),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        ("at", models.DateTimeField()),
                        ("replaced_at", models.DateTimeField(null=True)),
                        ("erased_at", models.DateTimeField(null=True)),
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
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("replaced_at", None)),
                                fields=("contract", "order_id"),
                                name="order_address_stands",
                            ),
                            models.UniqueConstraint(
                                fields=("contract", "order_id", "version"), name="order_address_version"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("erased_at", None), models.Q(("sealed", ""), _negated=True)),
                                    models.Q(("erased_at__isnull", False), ("sealed", "")),
                                    _connector="OR",
                                ),
                                name="order_address_erased",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrderHold",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order_id", models.CharField(max_length=255)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("fraud", "疑似异常"),
                                    ("price", "低于底价"),
                                    ("sku", "商品没对上，或没有出厂价"),
                                    ("area", "超出配送范围"),
                                    ("address", "地址待核"),
                                    ("hand", "人工拦截"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "why",
                            models.JSONField(
                                decoder=paidang.kit.sentence.SentenceDecoder,
                                encoder=paidang.kit.sentence.SentenceEncoder,
                            ),
                        ),
                        ("raised_at", models.DateTimeField()),
                        ("released_at", models.DateTimeField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "raised_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "released_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["contract", "order_id"], name="order_hold_order")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("released_at", None)),
                                fields=("contract", "order_id", "kind"),
                                name="order_hold_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["fraud", "price", "sku", "area", "address", "hand"])
                                ),
                                name="order_hold_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reason", ""), ("released_at", None), ("released_by", None)),
                                    models.Q(
                                        ("reason", ""), ("released_at__isnull", False), ("released_by", None)
                                    ),
                                    models.Q(
                                        ("released_at__isnull", False),
                                        ("released_by__isnull", False),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="order_hold_released_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrderMark",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order_id", models.CharField(max_length=255)),
                        (
                            "flag",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("red", "红旗"),
                                    ("yellow", "黄旗"),
                                    ("green", "绿旗"),
                                    ("blue", "蓝旗"),
                                    ("purple", "紫旗"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "assignee",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("contract", "order_id"), name="order_mark_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("flag", ""),
                                    ("flag__in", ["red", "yellow", "green", "blue", "purple"]),
                                    _connector="OR",
                                ),
                                name="order_mark_flag",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrderPerson",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order_id", models.CharField(max_length=255)),
                        ("province", models.CharField(blank=True, max_length=40)),
                        ("city", models.CharField(blank=True, max_length=40)),
                        ("name", models.CharField(blank=True, max_length=32)),
                        ("phone", models.CharField(blank=True, max_length=32)),
                        ("last_four", models.CharField(blank=True, max_length=32)),
                        ("same", models.CharField(blank=True, max_length=32)),
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
                        "indexes": [
                            models.Index(
                                condition=models.Q(("name", ""), _negated=True),
                                fields=["contract", "name"],
                                name="order_person_name",
                            ),
                            models.Index(
                                condition=models.Q(("phone", ""), _negated=True),
                                fields=["contract", "phone"],
                                name="order_person_phone",
                            ),
                            models.Index(
                                condition=models.Q(("last_four", ""), _negated=True),
                                fields=["contract", "last_four"],
                                name="order_person_last_four",
                            ),
                            models.Index(
                                condition=models.Q(("city", ""), _negated=True),
                                fields=["contract", "city"],
                                name="order_person_city",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("contract", "order_id"), name="order_person_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrderWaybill",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order_id", models.CharField(max_length=255)),
                        ("waybill", models.CharField(max_length=100)),
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
                            models.UniqueConstraint(
                                fields=("contract", "waybill", "order_id"), name="order_waybill_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Parcel",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=40)),
                        ("carrier", models.CharField(blank=True, max_length=20)),
                        ("waybill", models.CharField(blank=True, max_length=60)),
                        ("weight_g", models.PositiveIntegerField(null=True)),
                        ("freight_fen", models.BigIntegerField(null=True)),
                        ("packed_at", models.DateTimeField()),
                        ("shipped_at", models.DateTimeField(null=True)),
                        ("unpacked_at", models.DateTimeField(null=True)),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "packed_by",
                            models.ForeignKey(
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
                            "unpacked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["contract", "waybill"], name="parcel_waybill")],
                        "constraints": [
                            models.UniqueConstraint(fields=("contract", "code"), name="parcel_code"),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    models.Q(("waybill", ""), _negated=True), ("unpacked_at", None)
                                ),
                                fields=("contract", "carrier", "waybill"),
                                name="parcel_waybill_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("code", ""), _negated=True), name="parcel_has_code"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("freight_fen", None), ("freight_fen__gte", 0), _connector="OR"
                                ),
                                name="parcel_freight",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("shipped_at", None), ("shipped_by", None)),
                                    models.Q(
                                        ("shipped_at__isnull", False),
                                        ("shipped_by__isnull", False),
                                        ("unpacked_at", None),
                                        models.Q(("waybill", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="parcel_shipped_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("unpacked_at", None), ("unpacked_by", None)),
                                    models.Q(("unpacked_at__isnull", False), ("unpacked_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="parcel_unpacked_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ParcelLine",
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
                        ("quantity", models.BigIntegerField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "parcel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="orders.parcel",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["contract", "order_id"], name="parcel_line_order")],
                        "constraints": [
                            models.UniqueConstraint(fields=("parcel", "line_id"), name="parcel_line_once"),
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gte", 1)), name="parcel_line_quantity"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Remark",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order_id", models.CharField(max_length=255)),
                        ("text", models.CharField(max_length=500)),
                        ("at", models.DateTimeField()),
                        ("taken_back_at", models.DateTimeField(null=True)),
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
                    ],
                    options={
                        "indexes": [models.Index(fields=["contract", "order_id"], name="remark_order")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="remark_text"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SavedView",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=40)),
                        (
                            "query",
                            models.CharField(
                                help_text="the address's question, as the list writes it", max_length=1000
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("person", "name"), name="saved_view_once"),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="saved_view_name"
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.AddIndex(
            model_name="orderline",
            index=models.Index(fields=["contract", "sku", "paid_at"], name="order_line_sku"),
        ),
        migrations.AddField(
            model_name="orderline",
            name="order_end",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.text.Reverse("order_id"),
                help_text="the number backwards, to be found by its end: under row-level security no index of an expression is used",
                output_field=models.CharField(max_length=255),
            ),
        ),
        migrations.AddIndex(
            model_name="orderline",
            index=models.Index(fields=["contract", "order_end"], name="order_line_end"),
        ),
    ]
