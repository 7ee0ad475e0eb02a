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
                    name="ScoreSheet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("criteria", models.JSONField()),
                        ("set_at", models.DateTimeField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("contract", "number"), name="score_sheet_number")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QualitySample",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("store", models.CharField(max_length=200)),
                        ("about", models.CharField(max_length=100)),
                        ("marks", models.JSONField()),
                        ("score", models.PositiveSmallIntegerField()),
                        ("words", models.CharField(blank=True, max_length=1000)),
                        ("sampled_at", models.DateTimeField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "sampled_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "sheet",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="staffing.scoresheet",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "number"), name="quality_sample_number"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("score__lte", 100)), name="quality_sample_score"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ServiceDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("store", models.CharField(max_length=200)),
                        ("day", models.DateField()),
                        ("conversations", models.PositiveIntegerField()),
                        ("first_response_seconds", models.PositiveIntegerField()),
                        ("resolved", models.PositiveIntegerField()),
                        ("file_sha256", models.CharField(max_length=64)),
                        ("handed_in_at", models.DateTimeField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "handed_in_by",
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
                                fields=("contract", "store", "day", "file_sha256"), name="service_day_of_file"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("resolved__lte", models.F("conversations"))),
                                name="service_day_sane",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Subcontractor",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("name", models.CharField(max_length=100)),
                        ("scope", models.CharField(max_length=1000)),
                        ("sha256", models.CharField(max_length=64)),
                        ("asked_at", models.DateTimeField()),
                        ("consents", models.BooleanField(null=True)),
                        ("answered_at", models.DateTimeField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=1000)),
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
                            "asked_by",
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
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "number"), name="subcontractor_number"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answered_at", None), ("answered_by", None), ("consents", None)
                                    ),
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                        ("consents__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="subcontractor_answered_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Shift",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("role", models.CharField(max_length=20)),
                        ("side", models.CharField(max_length=1)),
                        ("store", models.CharField(blank=True, max_length=200)),
                        ("day", models.DateField()),
                        ("from_hour", models.PositiveSmallIntegerField()),
                        ("until_hour", models.PositiveSmallIntegerField()),
                        ("put_at", models.DateTimeField()),
                        ("dropped_at", models.DateTimeField(null=True)),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "put_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "firm",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="staffing.subcontractor",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["contract", "role", "day"], name="shift_by_day")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("from_hour__lt", models.F("until_hour")), ("until_hour__lte", 24)
                                ),
                                name="shift_hours",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "role__in",
                                        [
                                            "project_manager",
                                            "editor",
                                            "technician",
                                            "warehouse",
                                            "customer_service",
                                        ],
                                    ),
                                    ("side__in", ["a", "b"]),
                                ),
                                name="shift_role",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("firm", None), ("person__isnull", False)),
                                    models.Q(("firm__isnull", False), ("person", None)),
                                    _connector="OR",
                                ),
                                name="shift_of_one",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Post",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("role", models.CharField(max_length=20)),
                        ("side", models.CharField(max_length=1)),
                        ("since", models.DateField()),
                        ("words", models.CharField(blank=True, max_length=1000)),
                        ("named_at", models.DateTimeField()),
                        ("taken_at", models.DateTimeField(null=True)),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "named_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "firm",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="staffing.subcontractor",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "role", "side", "since"), name="post_day_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "role__in",
                                        [
                                            "project_manager",
                                            "editor",
                                            "technician",
                                            "warehouse",
                                            "customer_service",
                                        ],
                                    ),
                                    ("side__in", ["a", "b"]),
                                ),
                                name="post_role",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("firm", None), ("person__isnull", False)),
                                    models.Q(("firm__isnull", False), ("person", None)),
                                    _connector="OR",
                                ),
                                name="post_of_one",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Absence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("role", models.CharField(max_length=20)),
                        ("side", models.CharField(max_length=1)),
                        ("since", models.DateField()),
                        ("until", models.DateField()),
                        ("said_at", models.DateTimeField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "cover",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "said_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "role__in",
                                        [
                                            "project_manager",
                                            "editor",
                                            "technician",
                                            "warehouse",
                                            "customer_service",
                                        ],
                                    ),
                                    ("side__in", ["a", "b"]),
                                ),
                                name="absence_role",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("since__lte", models.F("until"))), name="absence_days"
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
