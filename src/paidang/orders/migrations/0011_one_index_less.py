"""Each row is written with one index less: another begins with the same column."""

from django.db import migrations

from paidang.schema import DropIndexes


class Migration(migrations.Migration):
    dependencies = [("orders", "0010_charges_by_time")]
    operations = [
        DropIndexes(
            [
                ("breach", "contract"),
                ("orderact", "contract"),
                ("orderaddress", "contract"),
                ("orderhold", "contract"),
                ("ordermark", "contract"),
                ("parcel", "contract"),
                ("parcelline", "contract"),
                ("parcelline", "parcel"),
                ("remark", "contract"),
            ]
        )
    ]
