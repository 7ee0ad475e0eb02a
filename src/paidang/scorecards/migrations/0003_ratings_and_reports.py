"""Ratings of stores with the files they come from, reports as they were issued, and targets for what may now have one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from paidang.kit.rls import protect_by_contract
from paidang.schema import CreateTables

MONTH = "^\\d{4}-(0[1-9]|1[0-2])$"
PARTS = ("description", "service", "logistics")
MEASURES = [
    "revenue", "refund_rate", "shipped_48h", "response", "resolved", "description", "service", "logistics", "breaches",
    "duties_a", "duties_b",
]  # fmt: skip


def key():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def to(model):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=model)


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0013_taken_back"),
        ("scorecards", "0002_row_level_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="RatingFile",
                    fields=[
                        ("id", key()),
                        ("name", models.CharField(max_length=200)),
                        (
                            "media",
                            models.CharField(
                                help_text="what the bytes are; text/csv for a table", max_length=40
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64)),
                        ("content", models.BinaryField()),
                        ("handed_in_at", models.DateTimeField()),
                        ("contract", to("contracts.contract")),
                        ("handed_in_by", to(settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "sha256"), name="score_rating_file_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StoreRating",
                    fields=[
                        ("id", key()),
                        ("store", models.CharField(max_length=200)),
                        ("month", models.CharField(max_length=7)),
                        ("description", models.PositiveIntegerField(null=True)),
                        ("service", models.PositiveIntegerField(null=True)),
                        ("logistics", models.PositiveIntegerField(null=True)),
                        ("out_of", models.PositiveSmallIntegerField()),
                        ("contract", to("contracts.contract")),
                        ("file", to("scorecards.ratingfile")),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["contract", "month", "store"], name="score_rating_month")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=Q(month__regex=MONTH), name="score_rating_month_form"
                            ),
                            models.CheckConstraint(
                                condition=Q(out_of__in=(5, 10, 100)), name="score_rating_scale"
                            ),
                            models.CheckConstraint(
                                condition=Q(
                                    *(
                                        Q(**{f"{part}__isnull": True})
                                        | Q(**{f"{part}__lte": F("out_of") * 100})
                                        for part in PARTS
                                    )
                                )
                                & Q(*(Q(**{f"{part}__isnull": False}) for part in PARTS), _connector=Q.OR),
                                name="score_rating_within",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IssuedReport",
                    fields=[
                        ("id", key()),
                        ("number", models.PositiveIntegerField()),
                        ("month", models.CharField(max_length=7)),
                        ("span", models.CharField(max_length=8)),
                        ("language", models.CharField(max_length=2)),
                        ("side", models.CharField(max_length=1)),
                        ("sha256", models.CharField(max_length=64)),
                        ("document", models.BinaryField()),
                        ("issued_at", models.DateTimeField()),
                        ("contract", to("contracts.contract")),
                        ("issued_by", to(settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "number"), name="score_report_number"
                            ),
                            models.CheckConstraint(
                                condition=Q(month__regex=MONTH), name="score_report_month"
                            ),
                            models.CheckConstraint(
                                condition=Q(span__in=["month", "quarter", "year"]), name="score_report_span"
                            ),
                            models.CheckConstraint(
                                condition=Q(side__in=["a", "b"]), name="score_report_side"
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RemoveConstraint(model_name="target", name="score_target_measure"),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(condition=Q(measure__in=MEASURES), name="score_target_measure"),
        ),
        *(
            migrations.RunSQL(
                protect_by_contract(f"scorecards_{table}", grants="select, insert"), migrations.RunSQL.noop
            )
            for table in ("ratingfile", "storerating", "issuedreport")
        ),
    ]
