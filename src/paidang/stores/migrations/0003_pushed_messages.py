import django.db.models.deletion
from django.db import migrations, models

import paidang.kit.sentence
from paidang.schema import CreateTables


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0013_taken_back"),
        ("stores", "0002_row_level_security"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="PushAddress",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org_id", models.BigIntegerField()),
                        ("code", models.CharField(max_length=60, unique=True)),
                        (
                            "link",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stores.storelink",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PushedMessage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org_id", models.BigIntegerField()),
                        (
                            "key",
                            models.CharField(
                                help_text="the platform's number of the message", max_length=200
                            ),
                        ),
                        (
                            "sealed",
                            models.TextField(
                                blank=True,
                                help_text="orders and cases, or numbers of orders; empty once taken in",
                            ),
                        ),
                        ("documents", models.PositiveIntegerField(help_text="how many of them")),
                        ("received_at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "等着收进来"),
                                    ("taken", "已收进来"),
                                    ("refused", "收不进来"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "reason",
                            models.JSONField(
                                decoder=paidang.kit.sentence.SentenceDecoder,
                                encoder=paidang.kit.sentence.SentenceEncoder,
                                null=True,
                            ),
                        ),
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
                            "link",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stores.storelink",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["link", "id"],
                                name="pushed_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("link", "key"), name="pushed_message_once"),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["waiting", "taken", "refused"])),
                                name="pushed_message_state",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PushRefusal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField()),
                        ("code", models.CharField(max_length=30)),
                        ("times", models.PositiveIntegerField(default=0)),
                        (
                            "reason",
                            models.JSONField(
                                decoder=paidang.kit.sentence.SentenceDecoder,
                                encoder=paidang.kit.sentence.SentenceEncoder,
                            ),
                        ),
                        ("last_at", models.DateTimeField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "link",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stores.storelink",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("link", "day", "code"), name="push_refusal_once")
                        ],
                    },
                ),
            ]
        ),
    ]
