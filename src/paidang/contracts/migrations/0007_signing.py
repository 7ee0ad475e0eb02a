"""What signing needs: who may sign, annexes, internal approval, documents, signatures, and the day of the last of them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Contracts that came into force before signatures were kept had their day of signing in their terms.
SIGNED_DAYS = """
alter table contracts_contract no force row level security;
alter table contracts_termsinforce no force row level security;
update contracts_contract c set signed_on = coalesce(
    (select (terms->>'signed_on')::date from contracts_termsinforce t where t.contract_id = c.id order by from_month limit 1),
    (in_force_at at time zone 'Asia/Shanghai')::date)
  where state <> 'draft';
alter table contracts_contract force row level security;
alter table contracts_termsinforce force row level security;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0006_model_proposals"),
        ("evidence", "0002_row_level_security"),
        ("team", "0005_legal_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Annex",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("title", models.CharField(max_length=100)),
                ("name", models.CharField(max_length=255)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
                ("added_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("terms_sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("verdict", models.CharField(max_length=10)),
                ("reason", models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name="ApprovalStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("role", models.CharField(blank=True, max_length=30)),
                ("set_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="OrganisationSeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("picture", models.BinaryField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PaperSignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("terms_sha256", models.CharField(max_length=64)),
                ("side", models.CharField(max_length=1)),
                ("signed_on", models.DateField()),
                ("scan_name", models.CharField(max_length=255)),
                ("scan_sha256", models.CharField(max_length=64)),
                ("scan", models.BinaryField()),
                ("recorded_at", models.DateTimeField()),
                ("verdict", models.CharField(blank=True, max_length=10)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("answered_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Signatory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ground", models.CharField(max_length=10)),
                ("title", models.CharField(blank=True, max_length=80)),
                ("letter_name", models.CharField(blank=True, max_length=255)),
                ("letter_sha256", models.CharField(blank=True, max_length=64)),
                ("letter", models.BinaryField(null=True)),
                ("until", models.DateField(null=True)),
                ("added_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Signing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("side", models.CharField(max_length=1)),
                ("organisation", models.CharField(max_length=200)),
                ("seal", models.BinaryField(null=True)),
                ("at", models.DateTimeField()),
                ("entry_seq", models.BigIntegerField()),
                ("entry_hash", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="SigningDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("terms_sha256", models.CharField(max_length=64)),
                ("kind", models.CharField(choices=[("to_sign", "待签"), ("signed", "已签")], max_length=10)),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="contract",
            name="contract_in_force_is_whole",
        ),
        migrations.AddField(
            model_name="contract",
            name="signed_on",
            field=models.DateField(null=True),
        ),
        migrations.RunSQL(SIGNED_DAYS, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="contract",
            name="signing_order",
            field=models.CharField(
                choices=[("any", "any"), ("a", "a"), ("b", "b")], default="any", max_length=3
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(("signing_order__in", ("any", "a", "b"))), name="contract_signing_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "draft"),
                    models.Q(
                        ("agency__isnull", False),
                        ("brand__isnull", False),
                        ("in_force_at__isnull", False),
                        ("signed_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="contract_in_force_is_whole",
            ),
        ),
        migrations.AddField(
            model_name="annex",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="annex",
            name="contract",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="annexes", to="contracts.contract"
            ),
        ),
        migrations.AddField(
            model_name="annex",
            name="removed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="contract",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="approvals", to="contracts.contract"
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="org",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="team.organisation"
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="text",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.contracttext"
            ),
        ),
        migrations.AddField(
            model_name="approvalstep",
            name="org",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="team.organisation"
            ),
        ),
        migrations.AddField(
            model_name="approvalstep",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="approvalstep",
            name="set_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="step",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.approvalstep"
            ),
        ),
        migrations.AddField(
            model_name="organisationseal",
            name="org",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="team.organisation"
            ),
        ),
        migrations.AddField(
            model_name="papersignature",
            name="answered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="papersignature",
            name="contract",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="contracts.contract"
            ),
        ),
        migrations.AddField(
            model_name="papersignature",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="papersignature",
            name="text",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.contracttext"
            ),
        ),
        migrations.AddField(
            model_name="signatory",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="signatory",
            name="org",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="team.organisation"
            ),
        ),
        migrations.AddField(
            model_name="signatory",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="signing",
            name="contract",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="signings", to="contracts.contract"
            ),
        ),
        migrations.AddField(
            model_name="signing",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="signing",
            name="signatory",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.signatory"
            ),
        ),
        migrations.AddField(
            model_name="signingdocument",
            name="contract",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="contracts.contract"
            ),
        ),
        migrations.AddField(
            model_name="signingdocument",
            name="text",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.contracttext"
            ),
        ),
        migrations.AddField(
            model_name="signing",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signings",
                to="contracts.signingdocument",
            ),
        ),
        migrations.AddConstraint(
            model_name="annex",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None)), fields=("contract", "sha256"), name="annex_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="annex",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["price_list", "norms", "fee_table", "other"])),
                name="annex_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="annex",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("title", ""), _negated=True), ("size__gt", 0)),
                name="annex_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="annex",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("removed_at", None), ("removed_by", None)),
                    models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                    _connector="OR",
                ),
                name="annex_removed_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalstep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("org", "number"), name="approval_step_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("person", None), models.Q(("role", ""), _negated=True)),
                    models.Q(("person__isnull", False), ("role", "")),
                    _connector="OR",
                ),
                name="approval_step_names_one",
            ),
        ),
        migrations.AddIndex(
            model_name="approval",
            index=models.Index(fields=["contract", "terms_sha256"], name="approvals_of_a_version"),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["approved", "sent_back"])), name="approval_verdict"
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", "sent_back"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="approval_sent_back_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="papersignature",
            constraint=models.UniqueConstraint(
                condition=models.Q(("verdict__in", ["", "confirmed"])),
                fields=("contract", "text", "terms_sha256"),
                name="paper_signature_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="papersignature",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ("a", "b"))), name="paper_signature_side"
            ),
        ),
        migrations.AddConstraint(
            model_name="papersignature",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["", "confirmed", "disputed", "withdrawn"])),
                name="paper_signature_verdict",
            ),
        ),
        migrations.AddConstraint(
            model_name="papersignature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("answered_by", None), ("verdict", "")),
                    models.Q(
                        models.Q(("verdict", ""), _negated=True),
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="paper_signature_answered_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="papersignature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", "disputed"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="paper_signature_disputed_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="signatory",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("person",), name="signatory_current"
            ),
        ),
        migrations.AddConstraint(
            model_name="signatory",
            constraint=models.CheckConstraint(
                condition=models.Q(("ground__in", ["legal", "letter", "position"])), name="signatory_ground"
            ),
        ),
        migrations.AddConstraint(
            model_name="signatory",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ground", "letter"), ("letter__isnull", False), ("until__isnull", False)),
                    models.Q(
                        models.Q(("ground", "letter"), _negated=True), ("letter", None), ("until", None)
                    ),
                    _connector="OR",
                ),
                name="signatory_letter_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingdocument",
            constraint=models.UniqueConstraint(
                fields=("contract", "text", "terms_sha256", "kind"), name="signing_document_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="signingdocument",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["to_sign", "signed"])), name="signing_document_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="signing",
            constraint=models.UniqueConstraint(fields=("document", "side"), name="signing_once"),
        ),
        migrations.AddConstraint(
            model_name="signing",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ("a", "b"))), name="signing_side"
            ),
        ),
    ]
