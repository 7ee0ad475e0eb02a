import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from paidang.schema import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contracts", "0013_taken_back"),
        ("settlement", "0012_reimbursement"),
        ("team", "0012_api_tokens"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Proposal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("kind", models.CharField(max_length=12)),
                        ("state", models.CharField(max_length=10)),
                        (
                            "made_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("result_count", models.PositiveIntegerField(null=True)),
                        ("result_words", models.CharField(blank=True, max_length=500)),
                        (
                            "result_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("result_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["contract", "state", "number"], name="proposal_list")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("contract", "number"), name="proposal_number"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        ["search", "network", "article", "event", "other", "third_party"],
                                    ),
                                    (
                                        "state__in",
                                        ["draft", "asked", "approved", "declined", "asked_back", "ended"],
                                    ),
                                ),
                                name="proposal_words",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProposalVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="marketing.proposal",
                            ),
                        ),
                        ("version", models.PositiveIntegerField()),
                        ("title", models.CharField(max_length=120)),
                        ("plan", models.CharField(max_length=4000)),
                        ("place", models.CharField(blank=True, max_length=200)),
                        ("goal_sales_fen", models.BigIntegerField(null=True)),
                        ("goal_count", models.PositiveIntegerField(null=True)),
                        ("goal_unit", models.CharField(blank=True, max_length=40)),
                        ("budget_fen", models.BigIntegerField()),
                        ("since", models.DateField()),
                        ("until", models.DateField()),
                        ("store", models.CharField(blank=True, max_length=200)),
                        ("skus", models.JSONField(default=list)),
                        (
                            "written_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("written_at", models.DateTimeField()),
                        ("asked_at", models.DateTimeField(null=True)),
                        ("answer_by", models.DateField(null=True)),
                        ("verdict", models.CharField(blank=True, max_length=10)),
                        ("approved_fen", models.BigIntegerField(null=True)),
                        ("answer", models.CharField(blank=True, max_length=500)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("answered_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("proposal", "version"), name="proposal_version"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("budget_fen__gt", 0),
                                    ("since__lte", models.F("until")),
                                    models.Q(
                                        ("goal_sales_fen__gt", 0),
                                        models.Q(
                                            ("goal_count__gt", 0), models.Q(("goal_unit", ""), _negated=True)
                                        ),
                                        _connector="OR",
                                    ),
                                ),
                                name="proposal_terms",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answered_at", None),
                                        ("answered_by", None),
                                        ("approved_fen", None),
                                        ("verdict", ""),
                                    ),
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                        ("verdict", "approved"),
                                        ("approved_fen__gt", 0),
                                        ("approved_fen__lte", models.F("budget_fen")),
                                        ("asked_at__isnull", False),
                                    ),
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                        ("verdict__in", ["declined", "asked_back"]),
                                        ("approved_fen", None),
                                        ("asked_at__isnull", False),
                                        models.Q(("answer", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="proposal_answered",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SpendEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="spends",
                                to="marketing.proposal",
                            ),
                        ),
                        ("spent_on", models.DateField()),
                        ("amount_fen", models.BigIntegerField()),
                        ("supplier", models.CharField(max_length=120)),
                        ("what", models.CharField(max_length=200)),
                        ("source", models.CharField(max_length=6)),
                        ("key", models.CharField(blank=True, max_length=64)),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=500)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["proposal", "spent_on"], name="spend_days")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    models.Q(("key", ""), _negated=True), ("withdrawn_at", None)
                                ),
                                fields=("contract", "key"),
                                name="spend_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("amount_fen__gt", 0), ("key", ""), ("source", "hand")),
                                    models.Q(
                                        ("amount_fen__gt", 0),
                                        ("source", "import"),
                                        models.Q(("key", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="spend_sound",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reason", ""), ("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="spend_withdrawn",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Voucher",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="team.organisation",
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="vouchers",
                                to="marketing.proposal",
                            ),
                        ),
                        ("number", models.CharField(max_length=40)),
                        ("issued_on", models.DateField(null=True)),
                        ("seller", models.CharField(blank=True, max_length=200)),
                        ("amount_fen", models.BigIntegerField()),
                        ("amount_from", models.CharField(max_length=5)),
                        ("file_name", models.CharField(max_length=255)),
                        ("media", models.CharField(max_length=40)),
                        ("sha256", models.CharField(max_length=64)),
                        ("content", models.BinaryField()),
                        (
                            "brought_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("brought_at", models.DateTimeField()),
                        ("question", models.CharField(blank=True, max_length=500)),
                        (
                            "questioned_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("questioned_at", models.DateTimeField(null=True)),
                        ("answer", models.CharField(blank=True, max_length=500)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("answered_at", models.DateTimeField(null=True)),
                        (
                            "cleared_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("cleared_at", models.DateTimeField(null=True)),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=500)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["proposal", "id"], name="voucher_list")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at", None)),
                                fields=("agency", "number"),
                                name="voucher_number_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at", None)),
                                fields=("agency", "sha256"),
                                name="voucher_file_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("amount_fen__gt", 0),
                                    ("amount_from__in", ["read", "typed"]),
                                    models.Q(("number", ""), _negated=True),
                                ),
                                name="voucher_sound",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("question", ""), ("questioned_at", None)),
                                    models.Q(("question", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="voucher_question",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reason", ""), ("withdrawn_at", None), ("withdrawn_by", None)),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="voucher_withdrawn",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VoucherPart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "voucher",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="marketing.voucher",
                            ),
                        ),
                        (
                            "spend",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="marketing.spendentry",
                            ),
                        ),
                        ("amount_fen", models.BigIntegerField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_fen__gt", 0)), name="voucher_part_amount"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClaimedPart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claimed",
                                to="marketing.voucherpart",
                            ),
                        ),
                        (
                            "reimbursement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="settlement.reimbursement",
                            ),
                        ),
                        ("amount_fen", models.BigIntegerField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("reimbursement", "part"), name="claimed_part_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount_fen", 0), _negated=True),
                                name="claimed_part_amount",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
