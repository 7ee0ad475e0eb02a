"""Replies to clauses of a version, never changed; versions made of what both sides have accepted."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from paidang.kit.rls import protect_by_contract


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0003_accepted_finding"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="contracttext",
            name="composed",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="ClauseReply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("key", models.CharField(max_length=64)),
                ("clause", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("remark", "意见"),
                            ("accept", "接受"),
                            ("decline", "不接受"),
                            ("offer", "还价"),
                        ],
                        max_length=10,
                    ),
                ),
                ("body", models.CharField(blank=True, max_length=5000)),
                ("at", models.DateTimeField()),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="contracts.contract",
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
            ],
            options={
                "indexes": [models.Index(fields=["contract", "version"], name="replies_to_a_version")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("remark", "accept", "decline", "offer"))),
                        name="clause_reply_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["accept", "decline"]),
                            models.Q(("body", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="clause_reply_says_something",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            protect_by_contract("contracts_clausereply", grants="select, insert"),
            migrations.RunSQL.noop,
        ),
    ]
