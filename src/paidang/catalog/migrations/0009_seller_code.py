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
                help_text="by which orders name it, where that is no code of the brand's",
                max_length=255,
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                condition=models.Q(("seller_code", ""), _negated=True),
                fields=["contract", "channel", "store", "seller_code"],
                name="listing_by_code",
            ),
        ),
    ]
