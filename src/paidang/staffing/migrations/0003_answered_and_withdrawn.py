"""A sample is answered and, where it is contested, decided; the brand's consent to a sub-contractor can be taken back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from paidang.kit.rls import protect_by_contract
from paidang.schema import CreateTables

TABLE = "staffing_sampleanswer"
GRANTS = "select, insert, update (marks, score, decision, decided_by_id, decided_at)"


def _to(model: str, *, null: bool = False) -> "models.ForeignKey[models.Model, models.Model]":
    return models.ForeignKey(
        null=null, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=model
    )


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0013_taken_back"),
        ("staffing", "0002_row_level_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("subcontractor", "ends_on", models.DateField(null=True)),
        migrations.AddField("subcontractor", "withdrawn_by", _to(settings.AUTH_USER_MODEL, null=True)),
        migrations.AddField("subcontractor", "withdrawn_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "subcontractor", "withdrawn_reason", models.CharField(blank=True, max_length=1000)
        ),
        migrations.AddField("subcontractor", "noted_by", _to(settings.AUTH_USER_MODEL, null=True)),
        migrations.AddField("subcontractor", "noted_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "subcontractor",
            models.CheckConstraint(
                condition=Q(ends_on=None, withdrawn_by=None, withdrawn_at=None, noted_at=None)
                | Q(
                    consents=True,
                    ends_on__isnull=False,
                    withdrawn_by__isnull=False,
                    withdrawn_at__isnull=False,
                ),
                name="subcontractor_withdrawn_whole",
            ),
        ),
        CreateTables(
            [
                migrations.CreateModel(
                    name="SampleAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("contested", models.JSONField()),
                        ("words", models.CharField(blank=True, max_length=1000)),
                        ("answered_at", models.DateTimeField()),
                        ("marks", models.JSONField(null=True)),
                        ("score", models.PositiveSmallIntegerField(null=True)),
                        ("decision", models.CharField(blank=True, max_length=1000)),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("answered_by", _to(settings.AUTH_USER_MODEL)),
                        ("contract", _to("contracts.contract")),
                        ("decided_by", _to(settings.AUTH_USER_MODEL, null=True)),
                        (
                            "sample",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answer",
                                to="staffing.qualitysample",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=Q(marks__isnull=True, score=None, decided_by=None, decided_at=None)
                                | Q(
                                    marks__isnull=False,
                                    score__lte=100,
                                    decided_by__isnull=False,
                                    decided_at__isnull=False,
                                ),
                                name="sample_answer_decided_whole",
                            )
                        ]
                    },
                )
            ]
        ),
        migrations.RunSQL(protect_by_contract(TABLE, grants=GRANTS), migrations.RunSQL.noop),
    ]
