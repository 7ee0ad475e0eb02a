"""Each row is written with one index less: another begins with the same column."""

from django.db import migrations

from paidang.schema import DropIndexes


class Migration(migrations.Migration):
    dependencies = [("settlement", "0013_agreed_adjustments")]
    operations = [
        DropIndexes(
            [
                ("settledrow", "contract"),
            ]
        )
    ]
