"""What the agency gives up by both words; the agency alone begins it, nothing is deleted."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from paidang.kit.rls import CURRENT_ORG, protect_by_contract

AGENCY_ONLY = f"""create policy agency_only on marketing_waiver as restrictive for insert with check (
  exists (select from contracts_contract c where c.id = contract_id and c.agency_id = {CURRENT_ORG}))"""


def to(model, **more):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, db_index=False, to=model, **{"related_name": "+", **more}
    )


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0013_taken_back"),
        ("marketing", "0002_row_level_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Waiver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount_fen", models.BigIntegerField()),
                ("words", models.CharField(max_length=500)),
                ("waived_at", models.DateTimeField()),
                ("agreed", models.BooleanField(null=True)),
                ("answer", models.CharField(blank=True, max_length=500)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", to(settings.AUTH_USER_MODEL, null=True)),
                ("contract", to("contracts.contract")),
                ("proposal", to("marketing.proposal", related_name="waivers")),
                ("waived_by", to(settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["proposal"],
                        condition=Q(agreed=None) | Q(agreed=True),
                        name="marketing_waiver_one_stands",
                    ),
                    models.CheckConstraint(name="marketing_waiver_amount", condition=Q(amount_fen__gt=0)),
                ],
            },
        ),
        migrations.RunSQL(
            protect_by_contract("marketing_waiver", grants="select, insert, update"), migrations.RunSQL.noop
        ),
        migrations.RunSQL(AGENCY_ONLY, migrations.RunSQL.noop),
    ]
