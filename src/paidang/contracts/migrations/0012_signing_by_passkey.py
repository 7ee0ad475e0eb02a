"""A signature may rest on a passkey instead of a code; those made before rest on a code."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contracts", "0011_amendment_signed")]
    operations = [
        migrations.AddField("signing", "proof", models.CharField(max_length=10, default="code")),
        migrations.AddConstraint(
            "signing",
            models.CheckConstraint(name="signing_proof", condition=models.Q(proof__in=["code", "passkey"])),
        ),
    ]
