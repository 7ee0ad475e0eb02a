"""The row that an incident was reported from."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0002_row_level_security")]
    operations = [
        migrations.AddField(
            model_name="incident",
            name="source",
            field=models.CharField(
                blank=True, default="", help_text="the row it was reported from", max_length=300
            ),
            preserve_default=False,
        ),
    ]
