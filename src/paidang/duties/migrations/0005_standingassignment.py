"""Whom one side has given all duties of a kind to: written whole by whoever knows the roles."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from paidang.kit.rls import protect_by_contract


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0004_asked"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StandingAssignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("contract_id", models.BigIntegerField()),
                ("side", models.CharField(choices=[("a", "甲方"), ("b", "乙方")], max_length=1)),
                ("kind", models.CharField(max_length=40)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
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
                        fields=("contract_id", "side", "kind", "since"), name="standing_assignment_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("since__lte", models.F("until")), _connector="OR"
                        ),
                        name="standing_assignment_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["a", "b"])), name="standing_assignment_side"
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            protect_by_contract("duties_standingassignment", grants="select, insert, delete"),
            migrations.RunSQL.noop,
        ),
    ]
