"""Both sides of a contract see its promotions. Talk and what packers manage are only ever added to."""

from django.db import migrations

from paidang.kit.rls import protect_by_contract

WRITTEN_ONCE, KEPT_UP = "select, insert", "select, insert, update"
GRANTS = {
    "promotion": KEPT_UP,
    "promotionline": "select, insert, delete",
    "promotionnote": WRITTEN_ONCE,
    "packingcapacity": WRITTEN_ONCE,
    "supply": KEPT_UP,
    "seasondates": KEPT_UP,
    "unapprovedsale": KEPT_UP,
}


class Migration(migrations.Migration):
    dependencies = [("promotions", "0001_initial"), ("contracts", "0002_row_level_security")]
    operations = [
        migrations.RunSQL(protect_by_contract(f"promotions_{table}", grants=grants), migrations.RunSQL.noop)
        for table, grants in GRANTS.items()
    ]
