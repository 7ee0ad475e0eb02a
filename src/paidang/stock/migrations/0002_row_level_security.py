"""Stock is seen by the contract's two organisations; no entry of the ledger and no list is ever changed."""

from django.db import migrations

from paidang.kit.rls import protect_by_contract

WRITTEN_ONCE, KEPT_UP = "select, insert", "select, insert, update"
GRANTS = {
    "warehouse": WRITTEN_ONCE,
    "stockentry": WRITTEN_ONCE,
    "goodslist": WRITTEN_ONCE,
    "stocklevel": KEPT_UP,
    "reservation": KEPT_UP,
    "skuplan": KEPT_UP,
    "storeshare": KEPT_UP,
    "syncwish": KEPT_UP,
}


class Migration(migrations.Migration):
    dependencies = [("stock", "0001_initial"), ("contracts", "0002_row_level_security")]
    operations = [
        migrations.RunSQL(protect_by_contract(f"stock_{table}", grants=grants), migrations.RunSQL.noop)
        for table, grants in GRANTS.items()
    ]
