"""What was sold of a SKU is found without looking at all that was sold."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0005_work_protected")]
    operations = [
        migrations.AddIndex(
            "orderline", models.Index(fields=["contract", "sku", "paid_at"], name="order_line_sku")
        ),
    ]
