"""Both sides of a contract see its projects. Files and papers are only ever added to; the rest goes on."""

from django.db import migrations

from paidang.kit.rls import protect_by_contract

WRITTEN_ONCE, KEPT_UP = "select, insert", "select, insert, update"
GRANTS = {
    "project": KEPT_UP,
    "task": KEPT_UP,
    "slip": KEPT_UP,
    "delivery": KEPT_UP,
    "deliveryfile": WRITTEN_ONCE,
    "paper": WRITTEN_ONCE,
}


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial"), ("contracts", "0002_row_level_security")]
    operations = [
        migrations.RunSQL(protect_by_contract(f"projects_{table}", grants=grants), migrations.RunSQL.noop)
        for table, grants in GRANTS.items()
    ]
