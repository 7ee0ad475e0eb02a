"""The cases that ended lately are found by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("aftersales", "0002_row_level_security"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", ["done", "withdrawn"])),
                fields=["contract", "-turned_at", "-id"],
                name="case_ended",
            ),
        ),
    ]
