"""Each row is written with one index less: another begins with the same column."""

from django.db import migrations

from paidang.schema import DropIndexes


class Migration(migrations.Migration):
    dependencies = [("promotions", "0003_prices_out")]
    operations = [
        DropIndexes(
            [
                ("promotionline", "promotion"),
                ("promotionprice", "link"),
                ("promotionprice", "promotion"),
            ]
        )
    ]
