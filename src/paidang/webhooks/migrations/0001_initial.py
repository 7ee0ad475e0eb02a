import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import paidang.kit.sentence
from paidang.schema import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("team", "__first__"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Webhook",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org_id", models.BigIntegerField(db_index=True)),
                        ("url", models.CharField(max_length=300)),
                        (
                            "kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20), size=None
                            ),
                        ),
                        ("sealed", models.TextField()),
                        (
                            "state",
                            models.CharField(
                                choices=[("on", "on"), ("paused", "paused")], default="on", max_length=6
                            ),
                        ),
                        ("failures", models.PositiveIntegerField(default=0)),
                        ("next_at", models.DateTimeField()),
                        (
                            "problem",
                            models.JSONField(
                                decoder=paidang.kit.sentence.SentenceDecoder,
                                encoder=paidang.kit.sentence.SentenceEncoder,
                                null=True,
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("org_id", "url"), name="webhook_once"),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["on", "paused"])), name="webhook_state"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WebhookDelivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org_id", models.BigIntegerField(db_index=True)),
                        ("number", models.CharField(max_length=80)),
                        ("act", models.CharField(max_length=60)),
                        ("at", models.DateTimeField()),
                        ("status", models.PositiveIntegerField(null=True)),
                        ("took_ms", models.PositiveIntegerField()),
                        (
                            "webhook",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deliveries",
                                to="webhooks.webhook",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["webhook", "-at"], name="webhook_delivery_latest")],
                    },
                ),
                migrations.CreateModel(
                    name="WebhookPlace",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org_id", models.BigIntegerField(db_index=True)),
                        ("chain_id", models.BigIntegerField()),
                        ("seq", models.BigIntegerField()),
                        (
                            "webhook",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="places",
                                to="webhooks.webhook",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("webhook", "chain_id"), name="webhook_place_once")
                        ],
                    },
                ),
            ]
        ),
    ]
