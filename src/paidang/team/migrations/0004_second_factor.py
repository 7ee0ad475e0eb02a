"""The second factor: a row per person, visible in that person's own name alone."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from paidang.kit.rls import protect

ONESELF = "person_id = nullif(current_setting('app.person', true), '')::bigint"


class Migration(migrations.Migration):
    dependencies = [
        ("team", "0003_mail"),
    ]

    operations = [
        migrations.CreateModel(
            name="SecondFactor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("secret", models.CharField(max_length=200)),
                ("begun_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("last_step", models.BigIntegerField(default=0)),
                (
                    "recovery",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), default=list, size=10
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="team.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("recovery__len__lte", 10)), name="second_factor_recovery"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_at__isnull", False), ("recovery__len", 0), _connector="OR"
                        ),
                        name="second_factor_codes_once_on",
                    ),
                ],
            },
        ),
        migrations.RunSQL(protect("team_secondfactor", ONESELF), migrations.RunSQL.noop),
    ]
