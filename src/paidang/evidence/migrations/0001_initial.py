import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from paidang.schema import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Chain",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.UUIDField(default=uuid.uuid4, unique=True)),
                        (
                            "orgs",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, size=None
                            ),
                        ),
                        ("head_seq", models.BigIntegerField(default=0)),
                        (
                            "head_hash",
                            models.CharField(
                                default="0000000000000000000000000000000000000000000000000000000000000000",
                                max_length=64,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="HeldHead",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("seq", models.BigIntegerField()),
                        ("hash", models.CharField(max_length=64)),
                        ("document", models.CharField(max_length=200)),
                        ("holder", models.BigIntegerField()),
                        ("at", models.DateTimeField()),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="heads",
                                to="evidence.chain",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("seq", models.BigIntegerField()),
                        ("at", models.DateTimeField()),
                        ("org", models.BigIntegerField()),
                        ("person", models.BigIntegerField(null=True)),
                        ("act", models.CharField(max_length=60)),
                        ("subject", models.CharField(max_length=120)),
                        ("facts", models.JSONField(default=dict)),
                        ("previous", models.CharField(max_length=64)),
                        ("hash", models.CharField(max_length=64)),
                        (
                            "chain",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="evidence.chain",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["chain", "seq"],
                        "constraints": [
                            models.UniqueConstraint(fields=("chain", "seq"), name="evidence_entry_seq")
                        ],
                    },
                ),
            ]
        ),
    ]
