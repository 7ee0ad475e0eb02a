"""Each row is written with one index less: another begins with the same column."""

from django.db import migrations

from paidang.schema import DropIndexes


class Migration(migrations.Migration):
    dependencies = [("aftersales", "0003_ended_lately")]
    operations = [
        DropIndexes(
            [
                ("case", "contract"),
                ("caseline", "case"),
                ("caseline", "contract"),
            ]
        )
    ]
