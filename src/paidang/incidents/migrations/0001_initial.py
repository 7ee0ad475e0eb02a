import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from paidang.schema import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contracts", "0013_taken_back"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Incident",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("kind", models.CharField(max_length=20)),
                        ("side", models.CharField(max_length=1)),
                        ("at_fault", models.CharField(blank=True, max_length=1)),
                        ("channel", models.CharField(blank=True, max_length=40)),
                        ("store", models.CharField(blank=True, max_length=200)),
                        ("found_by", models.CharField(max_length=200)),
                        ("seen_at", models.DateTimeField()),
                        ("words", models.CharField(max_length=1000)),
                        ("link", models.CharField(blank=True, max_length=500)),
                        ("state", models.CharField(max_length=10)),
                        ("turn", models.CharField(blank=True, max_length=1)),
                        ("turned_at", models.DateTimeField(help_text="since when it is in its state")),
                        ("reported_at", models.DateTimeField()),
                        ("verdict", models.CharField(blank=True, max_length=10)),
                        ("answer", models.CharField(blank=True, max_length=1000)),
                        ("answered_at", models.DateTimeField(null=True)),
                        ("close_words", models.CharField(blank=True, max_length=1000)),
                        ("closed_at", models.DateTimeField(null=True)),
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
                            "closed_by",
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
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "notice",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.notice",
                            ),
                        ),
                        (
                            "reported_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["contract", "state"], name="incident_by_state")],
                        "constraints": [
                            models.UniqueConstraint(fields=("contract", "number"), name="incident_number"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("at_fault__in", ["a", "b", ""]),
                                    (
                                        "kind__in",
                                        [
                                            "counterfeit",
                                            "offline_sale",
                                            "other_network",
                                            "price_breach",
                                            "promotion",
                                            "brand_use",
                                            "over_shipment",
                                            "data_leak",
                                            "platform_penalty",
                                            "other",
                                        ],
                                    ),
                                    ("side__in", ["a", "b"]),
                                    (
                                        "state__in",
                                        [
                                            "reported",
                                            "accepted",
                                            "disputed",
                                            "noticed",
                                            "cured",
                                            "settled",
                                            "claimed",
                                            "ended",
                                            "withdrawn",
                                        ],
                                    ),
                                    ("verdict__in", ["", "accepted", "disputed"]),
                                ),
                                name="incident_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ("cured", "settled", "claimed", "ended", "withdrawn")),
                                        ("turn", ""),
                                    ),
                                    models.Q(
                                        ("turn__in", ["a", "b"]),
                                        models.Q(
                                            (
                                                "state__in",
                                                ("cured", "settled", "claimed", "ended", "withdrawn"),
                                            ),
                                            _negated=True,
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="incident_turn",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_at", None), ("answered_by", None), ("verdict", "")),
                                    models.Q(
                                        models.Q(("verdict", ""), _negated=True),
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="incident_answered_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closed_at__isnull", False),
                                        ("closed_by__isnull", False),
                                        ("state__in", ("cured", "settled", "claimed", "ended", "withdrawn")),
                                    ),
                                    models.Q(
                                        ("closed_at", None),
                                        ("closed_by", None),
                                        models.Q(
                                            (
                                                "state__in",
                                                ("cured", "settled", "claimed", "ended", "withdrawn"),
                                            ),
                                            _negated=True,
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="incident_closed_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IncidentFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("side", models.CharField(max_length=1)),
                        ("name", models.CharField(max_length=255)),
                        ("media", models.CharField(max_length=20)),
                        ("sha256", models.CharField(max_length=64)),
                        ("size_bytes", models.PositiveIntegerField()),
                        ("content", models.BinaryField()),
                        ("added_at", models.DateTimeField()),
                        (
                            "added_by",
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
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="incidents.incident",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("incident", "sha256"), name="incident_file_once"),
                            models.CheckConstraint(
                                condition=models.Q(("side__in", ["a", "b"]), ("size_bytes__lte", 10485760)),
                                name="incident_file_sane",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Penalty",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("channel", models.CharField(max_length=40)),
                        ("store", models.CharField(max_length=200)),
                        ("penalised_on", models.DateField()),
                        ("rule", models.CharField(max_length=200)),
                        ("points", models.PositiveIntegerField(default=0)),
                        ("money_fen", models.BigIntegerField(default=0)),
                        ("cause", models.CharField(max_length=1000)),
                        ("brand_says", models.CharField(blank=True, max_length=4)),
                        ("agency_says", models.CharField(blank=True, max_length=4)),
                        ("appeal_by", models.DateField(null=True)),
                        ("outcome", models.CharField(max_length=10)),
                        ("outcome_words", models.CharField(blank=True, max_length=1000)),
                        ("entered_at", models.DateTimeField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["contract", "penalised_on"], name="penalty_by_day")],
                        "constraints": [
                            models.UniqueConstraint(fields=("contract", "number"), name="penalty_number"),
                            models.UniqueConstraint(
                                fields=("contract", "channel", "store", "penalised_on", "rule"),
                                name="penalty_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("agency_says__in", ["", "a", "b", "none"]),
                                    ("brand_says__in", ["", "a", "b", "none"]),
                                    ("money_fen__gte", 0),
                                    ("outcome__in", ["open", "appealed", "upheld", "reduced", "lifted"]),
                                ),
                                name="penalty_sane",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
