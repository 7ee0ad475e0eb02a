"""Each row is written with one index less: another begins with the same column."""

from django.db import migrations

from paidang.schema import DropIndexes


class Migration(migrations.Migration):
    dependencies = [("stores", "0010_replaced")]
    operations = [
        DropIndexes(
            [
                ("pulleddocument", "link"),
                ("pushedmessage", "link"),
                ("storecase", "contract"),
                ("storecase", "link"),
                ("storecheck", "link"),
                ("storeorder", "contract"),
                ("storeorder", "link"),
            ]
        )
    ]
