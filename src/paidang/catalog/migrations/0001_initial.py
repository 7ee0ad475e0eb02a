import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from paidang.schema import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contracts", "0002_row_level_security"),
        ("team", "__first__"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="PriceChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "table",
                            models.CharField(
                                choices=[("costs", "出厂价"), ("prices", "零售价")], max_length=20
                            ),
                        ),
                        ("sku", models.CharField(max_length=255)),
                        ("valid_from", models.DateField()),
                        ("before", models.JSONField()),
                        ("import_id", models.BigIntegerField(null=True)),
                        ("at", models.DateTimeField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="FactoryPrice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sku", models.CharField(max_length=255)),
                        ("valid_from", models.DateField()),
                        ("factory_price_fen", models.BigIntegerField()),
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
                            models.UniqueConstraint(
                                fields=("contract", "sku", "valid_from"), name="factory_price_day"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("factory_price_fen__gte", 0)),
                                name="factory_price_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sku", ""), _negated=True), name="factory_price_sku"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RetailPrice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sku", models.CharField(max_length=255)),
                        ("valid_from", models.DateField()),
                        ("min_retail_price_fen", models.BigIntegerField()),
                        ("suggested_price_fen", models.BigIntegerField(null=True)),
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
                            models.UniqueConstraint(
                                fields=("contract", "sku", "valid_from"), name="retail_price_day"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("min_retail_price_fen__gte", 0),
                                    models.Q(
                                        ("suggested_price_fen", None),
                                        ("suggested_price_fen__gte", models.F("min_retail_price_fen")),
                                        _connector="OR",
                                    ),
                                ),
                                name="retail_price_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sku", ""), _negated=True), name="retail_price_sku"
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
