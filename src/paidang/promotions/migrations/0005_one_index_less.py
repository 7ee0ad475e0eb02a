"""Each row is written with one index less: another begins with the same column."""

from django.db import migrations

from paidang.schema import DropIndexes


class Migration(migrations.Migration):
    dependencies = [("promotions", "0004_pace_of_a_person")]
    operations = [
        DropIndexes(
            [
                ("promotionline", "promotion"),
                ("promotionprice", "link"),
                ("promotionprice", "promotion"),
            ]
        )
    ]
