"""Both sides may agree on another day for a task, earlier or later."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from paidang.kit.rls import protect_by_contract
from paidang.schema import CreateTables

TABLE = "projects_dayproposal"
GRANTS = "select, insert, update (agreed, answer, answered_by_id, answered_at)"


def _to(
    model: str, *, null: bool = False, name: str = "+"
) -> "models.ForeignKey[models.Model, models.Model]":
    return models.ForeignKey(
        null=null, on_delete=django.db.models.deletion.PROTECT, related_name=name, to=model
    )


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0013_taken_back"),
        ("projects", "0003_not_before"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("task", "settled_from", models.DateField(null=True)),
        migrations.AddField("task", "settled_days", models.PositiveIntegerField(null=True)),
        migrations.AddConstraint(
            "task",
            models.CheckConstraint(
                condition=Q(settled_days=None, settled_from=None)
                | Q(settled_days__gte=1, settled_from__isnull=False),
                name="project_task_settled_whole",
            ),
        ),
        CreateTables(
            [
                migrations.CreateModel(
                    name="DayProposal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("due_on", models.DateField()),
                        ("due_before", models.DateField()),
                        ("reason", models.CharField(max_length=1000)),
                        ("side", models.CharField(max_length=1)),
                        ("proposed_at", models.DateTimeField()),
                        ("agreed", models.BooleanField(null=True)),
                        ("answer", models.CharField(blank=True, max_length=1000)),
                        ("answered_at", models.DateTimeField(null=True)),
                        ("answered_by", _to(settings.AUTH_USER_MODEL, null=True)),
                        ("contract", _to("contracts.contract")),
                        ("proposed_by", _to(settings.AUTH_USER_MODEL)),
                        ("task", _to("projects.task", name="day_proposals")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=Q(agreed=None), fields=("task",), name="project_day_one_waits"
                            ),
                            models.CheckConstraint(
                                condition=Q(("side__in", ["a", "b"])) & ~Q(reason=""), name="project_day_sane"
                            ),
                            models.CheckConstraint(
                                condition=Q(agreed=None, answered_at=None, answered_by=None)
                                | Q(
                                    agreed__isnull=False,
                                    answered_at__isnull=False,
                                    answered_by__isnull=False,
                                ),
                                name="project_day_answered_whole",
                            ),
                        ]
                    },
                )
            ]
        ),
        migrations.RunSQL(protect_by_contract(TABLE, grants=GRANTS), migrations.RunSQL.noop),
    ]
