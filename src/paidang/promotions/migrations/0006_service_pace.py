"""What customer service has to do for a sale, where somebody said it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from paidang.kit.rls import protect_by_contract
from paidang.schema import CreateTables


def _to(model: str) -> "models.ForeignKey[models.Model, models.Model]":
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=model)


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0013_taken_back"),
        ("promotions", "0005_one_index_less"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="ServicePace",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("of_100_orders", models.PositiveIntegerField()),
                        ("minutes", models.PositiveIntegerField()),
                        ("set_at", models.DateTimeField()),
                        ("contract", _to("contracts.contract")),
                        ("set_by", _to(settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    of_100_orders__gte=1,
                                    of_100_orders__lte=10**4,
                                    minutes__gte=1,
                                    minutes__lte=480,
                                ),
                                name="service_pace_sane",
                            )
                        ]
                    },
                )
            ]
        ),
        migrations.RunSQL(
            protect_by_contract("promotions_servicepace", grants="select, insert"), migrations.RunSQL.noop
        ),
    ]
