"""Both sides see the norms and what checks measured; a check is written once, a version is answered once."""

from django.db import migrations

from paidang.kit.rls import protect_by_contract

KEPT = {
    "stores_storenorms": "select, insert, update",
    "stores_storecheck": "select, insert",
    "stores_storecheckday": "select, insert, update",
}


class Migration(migrations.Migration):
    dependencies = [("stores", "0005_norms")]
    operations = [
        migrations.RunSQL(protect_by_contract(table, grants=grants), migrations.RunSQL.noop)
        for table, grants in KEPT.items()
    ]
