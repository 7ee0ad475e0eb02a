"""What the agency laid out and the next statement brings in: written once, by the agency alone."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from paidang.kit.rls import CURRENT_ORG, protect_by_contract

AGENCY_ONLY = f"""create policy agency_only on settlement_reimbursement as restrictive for insert with check (
  exists (select from contracts_contract c where c.id = contract_id and c.agency_id = {CURRENT_ORG}))"""


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0013_taken_back"),
        ("settlement", "0011_past_prices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Reimbursement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=16)),
                ("amount_fen", models.BigIntegerField()),
                ("reason", models.CharField(max_length=200)),
                ("clause", models.CharField(max_length=80)),
                ("rows", models.JSONField(default=list)),
                ("claimed_at", models.DateTimeField()),
                (
                    "claimed_by",
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
                        related_name="reimbursements",
                        to="contracts.contract",
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="settlement.reimbursement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "number"), name="reimbursement_number"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("reimbursement", "third_party_cost"))),
                        name="reimbursement_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount_fen__gt", 0), ("reverses", None)),
                            models.Q(("amount_fen__lt", 0), ("reverses__isnull", False)),
                            _connector="OR",
                        ),
                        name="reimbursement_amount",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            protect_by_contract("settlement_reimbursement", grants="select, insert"), migrations.RunSQL.noop
        ),
        migrations.RunSQL(AGENCY_ONLY, migrations.RunSQL.noop),
    ]
