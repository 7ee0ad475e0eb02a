import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from paidang.schema import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("evidence", "0002_row_level_security"),
        ("team", "0002_row_level_security"),
        ("team", "__first__"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Contract",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=40, unique=True)),
                        ("title", models.CharField(max_length=200)),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "草稿"), ("in_force", "履行中"), ("ended", "已终止")],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("in_force_at", models.DateTimeField(null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="team.organisation",
                            ),
                        ),
                        (
                            "brand",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="team.organisation",
                            ),
                        ),
                        (
                            "chain",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="evidence.chain",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("brand__isnull", False), ("agency__isnull", False), _connector="OR"
                                ),
                                name="contract_has_a_side",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("brand", None),
                                    ("agency", None),
                                    models.Q(("brand", models.F("agency")), _negated=True),
                                    _connector="OR",
                                ),
                                name="contract_two_sides",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "draft"),
                                    models.Q(
                                        ("agency__isnull", False),
                                        ("brand__isnull", False),
                                        ("in_force_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="contract_in_force_is_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Acceptance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text_sha256", models.CharField(max_length=64)),
                        ("terms_sha256", models.CharField(max_length=64)),
                        ("at", models.DateTimeField()),
                        (
                            "org",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="team.organisation",
                            ),
                        ),
                        (
                            "person",
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
                                related_name="acceptances",
                                to="contracts.contract",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "org", "text_sha256", "terms_sha256"),
                                name="acceptance_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContractText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("file_name", models.CharField(max_length=255)),
                        ("sha256", models.CharField(max_length=64)),
                        ("text", models.TextField()),
                        ("document", models.PositiveIntegerField(default=0)),
                        ("reading", models.JSONField()),
                        (
                            "party_a",
                            models.CharField(
                                choices=[("brand", "品牌方"), ("agency", "代运营")], max_length=10
                            ),
                        ),
                        ("uploaded_at", models.DateTimeField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="texts",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "number"), name="contract_text_number"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=60)),
                        ("value", models.JSONField()),
                        ("reason", models.CharField(max_length=500)),
                        ("number", models.PositiveIntegerField(null=True)),
                        ("proposed_at", models.DateTimeField()),
                        ("agreed_at", models.DateTimeField(null=True)),
                        ("replaced_at", models.DateTimeField(null=True)),
                        (
                            "agreed_by",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="contracts.contract",
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
                            models.UniqueConstraint(
                                condition=models.Q(("replaced_at", None)),
                                fields=("contract", "key"),
                                name="decision_current",
                            ),
                            models.UniqueConstraint(fields=("contract", "number"), name="decision_number"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("agreed_at", None), ("agreed_by", None), ("number", None)),
                                    models.Q(
                                        ("agreed_at__isnull", False),
                                        ("agreed_by__isnull", False),
                                        ("number__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="decision_agreed_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TermsInForce",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("from_month", models.CharField(max_length=7)),
                        ("terms", models.JSONField()),
                        ("sources", models.JSONField()),
                        ("by_hand", models.JSONField(default=list)),
                        ("sha256", models.CharField(max_length=64)),
                        ("agreed_at", models.DateTimeField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="terms",
                                to="contracts.contract",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "from_month"), name="terms_from_month"
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
