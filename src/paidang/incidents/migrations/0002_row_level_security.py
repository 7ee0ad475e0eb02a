"""Both sides of a contract see its incidents and penalties. Evidence is only ever added to; an incident goes on."""

from django.db import migrations

from paidang.kit.rls import protect_by_contract

WRITTEN_ONCE, KEPT_UP = "select, insert", "select, insert, update"
GRANTS = {"incident": KEPT_UP, "incidentfile": WRITTEN_ONCE, "penalty": KEPT_UP}


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial"), ("contracts", "0002_row_level_security")]
    operations = [
        migrations.RunSQL(protect_by_contract(f"incidents_{table}", grants=grants), migrations.RunSQL.noop)
        for table, grants in GRANTS.items()
    ]
