"""How often the list of sellable goods is due, as both sides agreed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from paidang.kit.rls import protect_by_contract


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0013_taken_back"),
        ("stock", "0003_replaced"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ListRhythm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("every_days", models.PositiveSmallIntegerField()),
                ("side", models.CharField(help_text="whose proposal it is: a, b", max_length=1)),
                ("proposed_at", models.DateTimeField()),
                ("agreed", models.BooleanField(null=True)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.contract"
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
                    models.UniqueConstraint(fields=("contract", "number"), name="list_rhythm_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("agreed", None)),
                        fields=("contract",),
                        name="list_rhythm_one_waits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("every_days__gte", 1), ("every_days__lte", 366)),
                        name="list_rhythm_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["a", "b"])), name="list_rhythm_side"
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            protect_by_contract("stock_listrhythm", grants="select, insert, update"), migrations.RunSQL.noop
        ),
    ]
