"""What a store's interface brings every minute and goes in whole is not among the files that people look at."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0007_column_mapping")]
    operations = [
        migrations.AddField(
            "importfile",
            "is_quiet",
            models.BooleanField(
                default=False,
                help_text="came by a store's interface and went in whole: a person need not look at it",
            ),
        ),
        migrations.AddIndex(
            "importfile",
            models.Index(
                condition=models.Q(("is_quiet", False)), fields=["contract", "id"], name="import_to_look_at"
            ),
        ),
    ]
