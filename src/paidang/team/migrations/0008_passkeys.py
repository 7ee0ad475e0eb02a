"""Passkeys: visible in their owner's name, and to whoever names the one exact credential (sign-in)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from paidang.kit.rls import protect

ONESELF = "person_id = nullif(current_setting('app.person', true), '')::bigint"
BY_CREDENTIAL = (
    "create policy by_credential on team_passkey for select"
    " using (credential_id = nullif(current_setting('app.passkey', true), ''))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("team", "0007_sessions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Passkey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("credential_id", models.CharField(max_length=1364, unique=True)),
                ("public_key", models.BinaryField()),
                ("sign_count", models.BigIntegerField()),
                ("host", models.CharField(max_length=253)),
                ("added_at", models.DateTimeField()),
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
                        condition=models.Q(("name", ""), _negated=True), name="passkey_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sign_count__gte", 0)), name="passkey_sign_count"
                    ),
                ],
            },
        ),
        migrations.RunSQL(protect("team_passkey", ONESELF), migrations.RunSQL.noop),
        migrations.RunSQL(BY_CREDENTIAL, migrations.RunSQL.noop),
    ]
