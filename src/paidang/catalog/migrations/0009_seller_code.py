"""By which code of the seller's a listing is named in orders: a set is known by it there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0008_one_index_less"),
    ]

    operations = [
        migrations.AddField(
            model_name="listing",
            name="seller_code",
            field=models.CharField(
                blank=True,
                default="",
                help_text="the seller's code of it at the platform, by which orders name it",
                max_length=255,
            ),
        ),
    ]
