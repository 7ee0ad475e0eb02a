"""The platforms' bills beside the orders: their lines, what was computed of them, and people's words on it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from paidang.kit.rls import protect_by_contract

GRANTS = {
    "billline": "select, insert, update",
    "billitem": "select, insert, update, delete",
    "billmonth": "select, insert, update, delete",
    "billfee": "select, insert, update, delete",
    "billexplanation": "select, insert, update (withdrawn_by_id, withdrawn_at)",
}


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0011_amendment_signed"),
        ("orders", "0002_row_level_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BillFee",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "contract_id",
                        "month",
                        "name",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("month", models.CharField(max_length=7)),
                ("name", models.CharField(max_length=255)),
                ("billed_fen", models.BigIntegerField()),
                ("facts_fen", models.BigIntegerField()),
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
            ],
        ),
        migrations.CreateModel(
            name="BillMonth",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "contract_id",
                        "month",
                        "channel",
                        "store",
                        "state",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("month", models.CharField(max_length=7)),
                ("channel", models.CharField(max_length=40)),
                ("store", models.CharField(max_length=200)),
                ("state", models.CharField(max_length=10)),
                ("items", models.BigIntegerField()),
                ("paid_fen", models.BigIntegerField()),
                ("refunded_fen", models.BigIntegerField()),
                ("bill_paid_fen", models.BigIntegerField()),
                ("bill_refunded_fen", models.BigIntegerField()),
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
            ],
        ),
        migrations.CreateModel(
            name="BillExplanation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_order", models.BooleanField()),
                ("item", models.CharField(max_length=255)),
                ("expected_fen", models.BigIntegerField()),
                ("billed_fen", models.BigIntegerField()),
                ("reason", models.CharField(max_length=20)),
                ("words", models.CharField(blank=True, max_length=500)),
                ("explained_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.contract"
                    ),
                ),
                (
                    "explained_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("contract", "is_order", "item"),
                        name="bill_explanation_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reason__in",
                                [
                                    "platform_subsidy",
                                    "fee",
                                    "other_month",
                                    "paid_twice",
                                    "other_account",
                                    "no_sale",
                                    "other",
                                ],
                            )
                        ),
                        name="bill_explanation_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", "other"), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="bill_explanation_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="bill_explanation_withdrawn_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BillItem",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "contract_id",
                        "is_order",
                        "item",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("is_order", models.BooleanField()),
                ("item", models.CharField(max_length=255)),
                ("month", models.CharField(max_length=7)),
                ("channel", models.CharField(max_length=40)),
                ("store", models.CharField(max_length=200)),
                ("state", models.CharField(max_length=10)),
                ("kind", models.CharField(max_length=20)),
                ("first_at", models.DateTimeField()),
                ("paid_fen", models.BigIntegerField()),
                ("refunded_fen", models.BigIntegerField()),
                ("bill_paid_fen", models.BigIntegerField()),
                ("bill_refunded_fen", models.BigIntegerField()),
                ("platform_fen", models.BigIntegerField()),
                (
                    "name",
                    models.CharField(help_text="what the bill calls a line without an order", max_length=255),
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["contract", "month", "state", "first_at"], name="bill_item_month")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "open", "other"])),
                        name="bill_item_state",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BillLine",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "contract_id",
                        "entry_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("entry_id", models.CharField(max_length=255)),
                ("channel", models.CharField(max_length=40)),
                ("store", models.CharField(max_length=200)),
                ("order_id", models.CharField(max_length=255, null=True)),
                ("kind", models.CharField(max_length=10)),
                ("item", models.CharField(max_length=255)),
                ("amount_fen", models.BigIntegerField()),
                ("booked_at", models.DateTimeField()),
                ("extra", models.JSONField(null=True)),
                ("import_id", models.BigIntegerField(null=True)),
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
            ],
            options={
                "indexes": [models.Index(fields=["contract", "order_id"], name="bill_line_order")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("payment", "refund", "fee", "other"))),
                        name="bill_line_kind",
                    )
                ],
            },
        ),
        *(
            migrations.RunSQL(protect_by_contract(f"orders_{table}", grants=grants), migrations.RunSQL.noop)
            for table, grants in GRANTS.items()
        ),
    ]
