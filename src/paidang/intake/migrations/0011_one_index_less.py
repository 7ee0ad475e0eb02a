"""Each row is written with one index less: another begins with the same column."""

from django.db import migrations

from paidang.schema import DropIndexes


class Migration(migrations.Migration):
    dependencies = [("intake", "0010_cut")]
    operations = [
        DropIndexes(
            [
                ("heldorder", "contract"),
                ("importfile", "contract"),
                ("importpart", "file"),
                ("quarantinerow", "file"),
            ]
        )
    ]
