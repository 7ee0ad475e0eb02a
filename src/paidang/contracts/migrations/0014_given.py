"""What each side gave under a contract is known by its digest; both sides see it, nobody changes it."""

import django.db.models.deletion
from django.db import migrations, models

from paidang.kit.rls import protect_by_contract
from paidang.schema import CreateTables


class Migration(migrations.Migration):
    dependencies = [("contracts", "0013_taken_back")]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Given",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("side", models.CharField(max_length=1)),
                        ("sha256", models.CharField(max_length=64)),
                        ("given_at", models.DateTimeField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["sha256"], name="given_by_digest")],
                        "constraints": [
                            models.UniqueConstraint(fields=("contract", "sha256"), name="given_once"),
                            models.CheckConstraint(
                                condition=models.Q(("side__in", ["a", "b"])), name="given_side"
                            ),
                        ],
                    },
                )
            ]
        ),
        migrations.RunSQL(
            protect_by_contract("contracts_given", grants="select, insert"), migrations.RunSQL.noop
        ),
    ]
