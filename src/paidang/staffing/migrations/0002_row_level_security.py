"""Both sides of a contract see its staffing. Figures and samples are only ever added to; the rest goes on."""

from django.db import migrations

from paidang.kit.rls import protect_by_contract

WRITTEN_ONCE = "select, insert"
GRANTS = {
    "subcontractor": "select, insert, update",
    "post": "select, insert, update (taken_at)",
    "absence": WRITTEN_ONCE,
    "shift": "select, insert, update (dropped_at)",
    "serviceday": WRITTEN_ONCE,
    "scoresheet": WRITTEN_ONCE,
    "qualitysample": WRITTEN_ONCE,
}


class Migration(migrations.Migration):
    dependencies = [("staffing", "0001_initial"), ("contracts", "0002_row_level_security")]
    operations = [
        migrations.RunSQL(protect_by_contract(f"staffing_{table}", grants=grants), migrations.RunSQL.noop)
        for table, grants in GRANTS.items()
    ]
