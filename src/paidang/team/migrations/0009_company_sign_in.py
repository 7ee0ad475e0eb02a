"""Company sign-in: an organisation's own OpenID provider, visible to its people alone."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from paidang.kit.rls import CURRENT_ORG, protect


class Migration(migrations.Migration):
    dependencies = [
        ("team", "0008_passkeys"),
    ]

    operations = [
        migrations.CreateModel(
            name="CompanySignIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("issuer", models.CharField(max_length=500)),
                ("client_id", models.CharField(max_length=200)),
                ("secret", models.CharField(max_length=3000)),
                (
                    "domains",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=253), size=None
                    ),
                ),
                ("set_at", models.DateTimeField()),
                ("tested_at", models.DateTimeField(null=True)),
                ("required", models.BooleanField(default=False)),
                (
                    "org",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="team.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("domains__len__gte", 1)), name="company_sign_in_domains"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("required", False), ("tested_at__isnull", False), _connector="OR"
                        ),
                        name="company_sign_in_required_once_tested",
                    ),
                ],
            },
        ),
        migrations.RunSQL(protect("team_companysignin", f"org_id = {CURRENT_ORG}"), migrations.RunSQL.noop),
    ]
