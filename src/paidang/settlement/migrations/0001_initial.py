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
                    name="Statement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("month", models.CharField(max_length=7)),
                        ("version", models.PositiveIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("closed", "已算出，未发出"),
                                    ("sent", "待甲方确认"),
                                    ("questioned", "甲方有疑问"),
                                    ("confirmed", "已确认"),
                                    ("replaced", "已被新版代替"),
                                ],
                                default="closed",
                                max_length=12,
                            ),
                        ),
                        ("figures", models.JSONField()),
                        ("terms", models.JSONField()),
                        ("sources", models.JSONField()),
                        ("digest", models.CharField(max_length=64)),
                        ("closed_at", models.DateTimeField()),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("confirm_by", models.DateField(null=True)),
                        ("note", models.CharField(blank=True, max_length=500)),
                        ("confirmed_at", models.DateTimeField(null=True)),
                        ("pay_by", models.DateField(null=True)),
                        (
                            "closed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
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
                                related_name="statements",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "previous",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="settlement.statement",
                            ),
                        ),
                        (
                            "sent_by",
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
                                fields=("contract", "month", "version"), name="statement_version"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "replaced"), _negated=True),
                                fields=("contract", "month"),
                                name="statement_current",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "closed"),
                                    models.Q(("sent_at__isnull", False), ("sent_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="statement_sent_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "confirmed"), _negated=True),
                                    ("confirmed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="statement_confirmed_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SettledRow",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "contract_id",
                                "kind",
                                "row_id",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("kind", models.CharField(max_length=12)),
                        ("row_id", models.TextField()),
                        ("month", models.CharField(max_length=7)),
                        ("price_fen", models.BigIntegerField(null=True)),
                        ("line_id", models.TextField(null=True)),
                        ("quantity", models.BigIntegerField(null=True)),
                        ("amount_fen", models.BigIntegerField(null=True)),
                        (
                            "contract",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "statement",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="settlement.statement",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Question",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("rows", models.JSONField(default=list)),
                        ("reason", models.CharField(max_length=2000)),
                        ("asked_at", models.DateTimeField()),
                        ("answer", models.CharField(blank=True, max_length=2000)),
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
                            "asked_by",
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
                                related_name="questions",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "statement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="questions",
                                to="settlement.statement",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="BundleFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("sha256", models.CharField(max_length=64)),
                        ("content", models.BinaryField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "statement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="files",
                                to="settlement.statement",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("statement", "name"), name="bundle_file_name")
                        ],
                    },
                ),
            ]
        ),
    ]
