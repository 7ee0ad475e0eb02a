"""When a store's stock was last compared with what it was told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stores", "0011_one_index_less"),
    ]

    operations = [
        migrations.AddField(
            model_name="storelink",
            name="looked_at",
            field=models.DateTimeField(
                help_text="when its stock was last compared with what it was told", null=True
            ),
        ),
    ]
