"""A store's latest order and its messages put aside are found at once among a million."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stores", "0007_asks_invoice")]
    operations = [
        migrations.AddIndex(
            "storeorder", models.Index(fields=["link", "created_at"], name="store_order_latest")
        ),
        migrations.AddIndex(
            "pushedmessage",
            models.Index(
                condition=models.Q(("state", "refused")), fields=["link", "id"], name="pushed_aside"
            ),
        ),
    ]
