"""What the brand states with a list of factory prices is kept with the file, so that the worker can declare under it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0005_sentences")]
    operations = [
        migrations.AddField(
            "importfile",
            "words",
            models.CharField(
                blank=True,
                default="",
                help_text="what the brand states with factory prices (OP-3-D)",
                max_length=500,
            ),
        )
    ]
