"""Each row is written with one index less: another begins with the same column."""

from django.db import migrations

from paidang.schema import DropIndexes


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0003_one_parcel")]
    operations = [
        DropIndexes(
            [
                ("pack", "contract"),
                ("pack", "wave"),
                ("scan", "contract"),
                ("trackingevent", "parcel"),
            ]
        )
    ]
