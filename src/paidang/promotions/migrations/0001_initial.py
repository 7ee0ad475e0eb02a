"""Promotions with their goods, the talk on them, what bears on them, and sales that nobody approved."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from paidang.schema import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalog", "0006_answer_by"),
        ("contracts", "0013_taken_back"),
        ("stock", "0003_replaced"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Promotion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        (
                            "lane",
                            models.CharField(
                                choices=[("planned", "计划"), ("sudden", "突发"), ("own", "自办")],
                                max_length=8,
                            ),
                        ),
                        ("channel", models.CharField(max_length=40)),
                        ("store", models.CharField(max_length=200)),
                        ("title", models.CharField(max_length=100)),
                        ("words", models.CharField(blank=True, max_length=500)),
                        ("starts_at", models.DateTimeField()),
                        ("ends_at", models.DateTimeField()),
                        ("answer_by", models.DateTimeField()),
                        ("budget_fen", models.BigIntegerField(null=True)),
                        ("made_at", models.DateTimeField()),
                        ("asked_at", models.DateTimeField(null=True)),
                        ("live_at", models.DateTimeField(null=True)),
                        ("live_words", models.CharField(blank=True, max_length=500)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        (
                            "asked_by",
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
                            "live_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "offer",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="promotion",
                                to="catalog.storeoffer",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["contract", "ends_at"], name="promotion_by_end")],
                        "constraints": [
                            models.UniqueConstraint(fields=("contract", "number"), name="promotion_number"),
                            models.CheckConstraint(
                                condition=models.Q(("lane__in", ["planned", "sudden", "own"])),
                                name="promotion_lane",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("title", ""), _negated=True),
                                    models.Q(("store", ""), _negated=True),
                                ),
                                name="promotion_named",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("answer_by__lte", models.F("starts_at")),
                                    ("starts_at__lt", models.F("ends_at")),
                                ),
                                name="promotion_times",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("budget_fen", None), ("budget_fen__gte", 0), _connector="OR"
                                ),
                                name="promotion_budget",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("asked_at", None), ("asked_by", None), ("offer", None)),
                                    models.Q(
                                        ("asked_at__isnull", False),
                                        ("asked_by__isnull", False),
                                        ("offer__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="promotion_asked_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("live_at", None), ("live_by", None), ("live_words", "")),
                                    models.Q(
                                        ("live_at__isnull", False),
                                        ("live_by__isnull", False),
                                        ("offer__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="promotion_live_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="promotion_withdrawn_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PromotionLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sku", models.CharField(max_length=255)),
                        ("price_fen", models.BigIntegerField()),
                        ("units", models.BigIntegerField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "promotion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="promotions.promotion",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("promotion", "sku"), name="promotion_line_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("price_fen__gt", 0),
                                    ("units__gte", 1),
                                    ("units__lte", 1000000000),
                                    models.Q(("sku", ""), _negated=True),
                                ),
                                name="promotion_line_sane",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PromotionNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("words", models.CharField(max_length=500)),
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
                            "promotion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notes",
                                to="promotions.promotion",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="promotion_note_said"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SeasonDates",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "season",
                            models.CharField(
                                choices=[
                                    ("tmall_0308", "天猫 38 节"),
                                    ("tmall_0618", "天猫 618"),
                                    ("tmall_0909", "天猫 99 大促"),
                                    ("tmall_1111", "天猫双 11"),
                                    ("tmall_1212", "天猫双 12"),
                                    ("tmall_new_year", "天猫年货节"),
                                    ("jd_0308", "京东 38 节"),
                                    ("jd_0618", "京东 618"),
                                    ("jd_1111", "京东 11.11"),
                                    ("jd_1212", "京东 12.12"),
                                    ("jd_new_year", "京东年货节"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("year", models.PositiveIntegerField()),
                        ("signup_by", models.DateField(null=True)),
                        ("presale_from", models.DateField(null=True)),
                        ("sale_from", models.DateField()),
                        ("sale_until", models.DateField()),
                        ("source", models.CharField(max_length=500)),
                        ("entered_at", models.DateTimeField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "season", "year"), name="season_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "season__in",
                                        [
                                            "tmall_0308",
                                            "tmall_0618",
                                            "tmall_0909",
                                            "tmall_1111",
                                            "tmall_1212",
                                            "tmall_new_year",
                                            "jd_0308",
                                            "jd_0618",
                                            "jd_1111",
                                            "jd_1212",
                                            "jd_new_year",
                                        ],
                                    )
                                ),
                                name="season_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sale_from__lte", models.F("sale_until")),
                                    models.Q(
                                        ("presale_from", None),
                                        ("presale_from__lte", models.F("sale_from")),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("signup_by", None),
                                        ("signup_by__lte", models.F("sale_from")),
                                        _connector="OR",
                                    ),
                                ),
                                name="season_days",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source", ""), _negated=True), name="season_has_source"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Supply",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sku", models.CharField(max_length=255)),
                        ("units", models.BigIntegerField()),
                        ("day", models.DateField()),
                        ("declared_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(null=True)),
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
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("units__gte", 1),
                                    ("units__lte", 1000000000),
                                    models.Q(("sku", ""), _negated=True),
                                ),
                                name="supply_sane",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UnapprovedSale",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("channel", models.CharField(max_length=40)),
                        ("store", models.CharField(max_length=200)),
                        ("sku", models.CharField(max_length=255)),
                        ("day", models.DateField()),
                        ("units", models.BigIntegerField()),
                        ("lowest_fen", models.BigIntegerField()),
                        ("regular_fen", models.BigIntegerField()),
                        ("seen_at", models.DateTimeField()),
                        ("answer", models.CharField(blank=True, max_length=500)),
                        ("answered_at", models.DateTimeField(null=True)),
                        (
                            "answered_by",
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
                            models.UniqueConstraint(
                                fields=("contract", "channel", "store", "sku", "day"),
                                name="unapproved_sale_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer", ""), ("answered_at", None), ("answered_by", None)),
                                    models.Q(
                                        models.Q(("answer", ""), _negated=True),
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="unapproved_sale_answered_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PackingCapacity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("units_a_day", models.PositiveIntegerField()),
                        ("ship_hours", models.PositiveIntegerField()),
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stock.warehouse",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ship_hours__gte", 1),
                                    ("ship_hours__lte", 720),
                                    ("units_a_day__gte", 1),
                                    ("units_a_day__lte", 1000000),
                                ),
                                name="packing_capacity_sane",
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
