"""What the sets in a parcel are made of: each part is fetched and scanned."""

import django.db.models.deletion
from django.db import migrations, models

from paidang.kit.rls import protect_by_contract
from paidang.schema import CreateTables

TABLE = "fulfilment_packpart"
GRANTS = "select, insert, update (quantity, scanned)"


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0002_row_level_security"),
        ("fulfilment", "0004_one_index_less"),
        ("orders", "0008_one_parcel"),
    ]
    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="PackPart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sku", models.CharField(max_length=255)),
                        ("quantity", models.BigIntegerField(help_text="in all sets of the line together")),
                        ("scanned", models.BigIntegerField(default=0)),
                        (
                            "contract",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "parcel_line",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="orders.parcelline",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("parcel_line", "sku"), name="pack_part_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("scanned__gte", 0), ("scanned__lte", models.F("quantity"))
                                ),
                                name="pack_part_scanned",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gte", 1)), name="pack_part_quantity"
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(protect_by_contract(TABLE, grants=GRANTS), migrations.RunSQL.noop),
    ]
