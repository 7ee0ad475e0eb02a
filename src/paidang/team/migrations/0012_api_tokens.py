"""Tokens for programs, seen in their owner's name and by whoever knows the one exact token."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from paidang.kit.rls import protect

ONESELF = "person_id = nullif(current_setting('app.person', true), '')::bigint"
BY_TOKEN = (
    "create policy by_token on team_apitoken for select"
    " using (token_hash = nullif(current_setting('app.token', true), ''))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("team", "0011_answered_forms"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                (
                    "verbs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), size=None
                    ),
                ),
                ("until", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="api_token_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "verbs__contained_by",
                                [
                                    "read",
                                    "upload_contract",
                                    "share_contract",
                                    "decide_term",
                                    "accept_contract",
                                    "import_facts",
                                    "declare_price",
                                    "close_month",
                                    "send_statement",
                                    "answer_statement",
                                    "record_payment",
                                ],
                            ),
                            ("verbs__len__gte", 1),
                        ),
                        name="api_token_verbs",
                    ),
                ],
            },
        ),
        migrations.RunSQL(protect("team_apitoken", ONESELF), migrations.RunSQL.noop),
        migrations.RunSQL(BY_TOKEN, migrations.RunSQL.noop),
    ]
