"""Findings that somebody lets stand: seen by the contract's two sides; of a row only its end is ever written again."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from paidang.kit.rls import protect_by_contract


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0002_row_level_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="AcceptedFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=64)),
                ("reason", models.CharField(max_length=500)),
                ("accepted_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accepted_findings",
                        to="contracts.contract",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("contract", "key"),
                        name="accepted_finding_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True), models.Q(("key", ""), _negated=True)
                        ),
                        name="accepted_finding_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            protect_by_contract("contracts_acceptedfinding", grants="select, insert, update (revoked_at)"),
            migrations.RunSQL.noop,
        ),
    ]
