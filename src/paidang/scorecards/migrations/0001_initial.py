import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from paidang.schema import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contracts", "0013_taken_back"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="MonthComment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("month", models.CharField(max_length=7)),
                        ("side", models.CharField(max_length=1)),
                        ("version", models.PositiveIntegerField()),
                        ("text", models.CharField(blank=True, max_length=2000)),
                        ("written_at", models.DateTimeField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "written_by",
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
                                fields=("contract", "month", "side", "version"), name="score_comment_version"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("month__regex", "^\\d{4}-(0[1-9]|1[0-2])$")),
                                name="score_comment_month",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("side__in", ["a", "b"])), name="score_comment_side"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Target",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("measure", models.CharField(max_length=20)),
                        ("value", models.BigIntegerField()),
                        ("from_month", models.CharField(max_length=7)),
                        ("note", models.CharField(blank=True, max_length=500)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "等对方答复"),
                                    ("agreed", "双方同意"),
                                    ("declined", "没有同意"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("side", models.CharField(help_text="whose proposal it is: a, b", max_length=1)),
                        ("proposed_at", models.DateTimeField()),
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
                        (
                            "proposed_by",
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
                                fields=("contract", "number"), name="score_target_number"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "proposed")),
                                fields=("contract", "measure"),
                                name="score_target_one_waits",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "measure__in",
                                        [
                                            "revenue",
                                            "refund_rate",
                                            "shipped_48h",
                                            "breaches",
                                            "duties_a",
                                            "duties_b",
                                        ],
                                    )
                                ),
                                name="score_target_measure",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("value__gte", 0)), name="score_target_value"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("from_month__regex", "^\\d{4}-(0[1-9]|1[0-2])$")),
                                name="score_target_month",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("side__in", ["a", "b"])), name="score_target_side"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answered_at", None), ("answered_by", None), ("state", "proposed")
                                    ),
                                    models.Q(
                                        ("state__in", ["agreed", "declined"]),
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="score_target_answered_whole",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
