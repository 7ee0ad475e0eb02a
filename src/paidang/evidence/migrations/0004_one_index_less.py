"""Each row is written with one index less: another begins with the same column."""

from django.db import migrations

from paidang.schema import DropIndexes


class Migration(migrations.Migration):
    dependencies = [("evidence", "0003_found_by_act")]
    operations = [
        DropIndexes(
            [
                ("entry", "chain"),
            ]
        )
    ]
