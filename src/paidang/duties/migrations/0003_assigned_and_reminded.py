"""Whom a duty was given to: both sides see it. Who was reminded of it: the person's own organisation alone."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from paidang.kit.rls import CURRENT_ORG, protect, protect_by_contract

OWN_PEOPLE = f"person_id in (select id from team_person where org_id = {CURRENT_ORG})"
OF_CONTRACTS = "contract_id in (select id from contracts_contract)"


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0002_done_with_proof"),
        ("contracts", "0002_row_level_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("contract_id", models.BigIntegerField()),
                ("key", models.CharField(max_length=120)),
                ("side", models.CharField(choices=[("a", "甲方"), ("b", "乙方")], max_length=1)),
                ("assigned_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "assigned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("contract_id", "key", "side"),
                        name="assignment_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["a", "b"])), name="assignment_side"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("contract_id", models.BigIntegerField()),
                ("key", models.CharField(max_length=120)),
                ("due_on", models.DateField()),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("before_3", "before_3"),
                            ("before_1", "before_1"),
                            ("on_day", "on_day"),
                            ("overdue_1", "overdue_1"),
                            ("overdue_3", "overdue_3"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "pending"),
                            ("sent", "sent"),
                            ("dropped", "dropped"),
                            ("failed", "failed"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("planned_at", models.DateTimeField()),
                ("next_at", models.DateTimeField()),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("sent_at", models.DateTimeField(null=True)),
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
                "indexes": [models.Index(fields=["state", "next_at"], name="reminder_waiting")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract_id", "key", "due_on", "person", "step"), name="reminder_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("step__in", ("before_3", "before_1", "on_day", "overdue_1", "overdue_3"))
                        ),
                        name="reminder_step",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(("sent_at", None), ("state__in", ["pending", "dropped", "failed"])),
                            _connector="OR",
                        ),
                        name="reminder_sent_whole",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            protect_by_contract("duties_assignment", grants="select, insert, update (ended_at)"),
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            protect(
                "duties_reminder",
                f"{OWN_PEOPLE} and {OF_CONTRACTS}",
                grants="select, insert, update (state, next_at, attempts, reason, sent_at)",
            ),
            migrations.RunSQL.noop,
        ),
    ]
