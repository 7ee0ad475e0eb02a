"""What was read in a picture: added by the worker, never changed; both sides see it."""

import django.db.models.deletion
from django.db import migrations, models

from paidang.kit.rls import protect_by_contract
from paidang.schema import CreateTables


class Migration(migrations.Migration):
    dependencies = [("contracts", "0013_taken_back"), ("studio", "0002_row_level_security")]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Reading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("permille", models.PositiveSmallIntegerField(null=True)),
                        ("lines", models.JSONField(default=list)),
                        ("read_at", models.DateTimeField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "version",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reading",
                                to="studio.version",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                name="reading_sane",
                                condition=models.Q(permille=None) | models.Q(permille__lte=1000),
                            )
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(
            protect_by_contract("studio_reading", grants="select, insert"), migrations.RunSQL.noop
        ),
    ]
