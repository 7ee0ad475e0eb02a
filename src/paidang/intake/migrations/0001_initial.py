import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from paidang.schema import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contracts", "0002_row_level_security"),
        ("team", "__first__"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Progress",
                    fields=[
                        ("import_id", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("org_id", models.BigIntegerField()),
                        ("phase", models.CharField(max_length=20)),
                        ("rows_done", models.BigIntegerField()),
                        ("rows_total", models.BigIntegerField(null=True)),
                        ("at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="ImportFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=255)),
                        ("sha256", models.CharField(max_length=64)),
                        ("size_bytes", models.BigIntegerField()),
                        ("format", models.CharField(blank=True, max_length=20)),
                        ("channel", models.CharField(blank=True, max_length=40)),
                        ("store", models.CharField(blank=True, max_length=200)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("received", "已收到"),
                                    ("test_read", "已试读"),
                                    ("writing", "正在写入"),
                                    ("written", "已写入"),
                                    ("unchanged", "未变"),
                                    ("refused", "已拒绝"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("mode", models.CharField(default="good_rows", max_length=16)),
                        (
                            "problem",
                            models.JSONField(help_text="why the file as a whole is refused", null=True),
                        ),
                        ("counts", models.JSONField(default=dict)),
                        ("notes", models.JSONField(default=list)),
                        ("received_at", models.DateTimeField()),
                        ("read_at", models.DateTimeField(null=True)),
                        ("written_at", models.DateTimeField(null=True)),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "received_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["contract", "received_at"], name="import_latest")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "written")),
                                fields=("contract", "sha256"),
                                name="import_written_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "received",
                                            "test_read",
                                            "writing",
                                            "written",
                                            "unchanged",
                                            "refused",
                                        ],
                                    )
                                ),
                                name="import_state",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportPart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("content", models.BinaryField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="intake.importfile",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("file", "number"), name="import_part_number")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QuarantineRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("row_number", models.BigIntegerField()),
                        ("group", models.CharField(blank=True, max_length=255)),
                        ("cells", models.JSONField()),
                        (
                            "original",
                            models.JSONField(
                                help_text="the cells as they came, where a person has changed them", null=True
                            ),
                        ),
                        ("faults", models.JSONField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "待修"),
                                    ("found", "试读发现"),
                                    ("mended", "已修好"),
                                    ("discarded", "已放弃"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("done_by", models.BigIntegerField(null=True)),
                        ("done_at", models.DateTimeField(null=True)),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bad_rows",
                                to="intake.importfile",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "open")),
                                fields=["contract"],
                                name="quarantine_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("file", "row_number"), name="quarantine_row_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "found", "mended", "discarded"])),
                                name="quarantine_state",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HeldOrder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("format", models.CharField(max_length=20)),
                        ("order_id", models.CharField(max_length=255)),
                        ("rows", models.JSONField()),
                        ("is_paid", models.BooleanField(default=True)),
                        ("import_id", models.BigIntegerField()),
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
                                fields=("contract", "format", "order_id"), name="held_order_once"
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
