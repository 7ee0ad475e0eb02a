"""Closing and sending of many contracts at once: an organisation's own affair."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from paidang.kit.rls import CURRENT_ORG, WEB_ROLE, protect
from paidang.kit.sentence import SentenceDecoder, SentenceEncoder

OWN = f"org_id = {CURRENT_ORG}"
OF_BATCH = (
    "batch_id in (select id from settlement_batch) and contract_id in (select id from contracts_contract)"
)
WHO_WRITES = f"""
grant update (done_at) on settlement_batch to {WEB_ROLE};
grant update (state, refusal) on settlement_batchitem to {WEB_ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0011_amendment_signed"),
        ("settlement", "0009_paid_in_parts_and_invoiced_anew"),
        ("team", "0009_company_sign_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=5)),
                ("month", models.CharField(max_length=7)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("asked_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "org",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="team.organisation"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=Q(("kind__in", ["close", "send"])), name="batch_kind"),
                    models.UniqueConstraint(
                        condition=Q(("done_at", None)), fields=("org", "month"), name="batch_one_at_a_time"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BatchItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("state", models.CharField(default="waiting", max_length=9)),
                (
                    "refusal",
                    models.JSONField(decoder=SentenceDecoder, encoder=SentenceEncoder, null=True),
                ),
                (
                    "batch",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="items", to="settlement.batch"),
                ),
                (
                    "contract",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="contracts.contract"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "contract"), name="batch_item_once"),
                    models.CheckConstraint(
                        condition=Q(("state__in", ["waiting", "done", "unchanged", "parked"])),
                        name="batch_item_state",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            Q(("refusal__isnull", False), ("state", "parked")),
                            Q(Q(("state", "parked"), _negated=True), ("refusal", None)),
                            _connector="OR",
                        ),
                        name="batch_item_parked_with_reason",
                    ),
                ],
            },
        ),
        migrations.RunSQL(protect("settlement_batch", OWN, grants="select, insert"), migrations.RunSQL.noop),
        migrations.RunSQL(
            protect("settlement_batchitem", OF_BATCH, grants="select, insert"), migrations.RunSQL.noop
        ),
        migrations.RunSQL(WHO_WRITES, migrations.RunSQL.noop),
    ]
