"""Charges and fees by when they were made: whether a month's have come is seen at its end, however many were settled before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contracts", "0013_taken_back"), ("orders", "0009_person_by_phone")]
    operations = [
        migrations.AddIndex(
            model_name="logisticscharge",
            index=models.Index(fields=["contract", "charged_at"], name="logistics_charged"),
        ),
        migrations.AddIndex(
            model_name="platformfee",
            index=models.Index(fields=["contract", "charged_at"], name="platform_fee_charged"),
        ),
    ]
