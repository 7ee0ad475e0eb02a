"""Both sides of a contract see its cases. Evidence, texts, limits and norms are only ever added to; a case goes on."""

from django.db import migrations

from paidang.kit.rls import protect_by_contract

WRITTEN_ONCE, KEPT_UP = "select, insert", "select, insert, update"
GRANTS = {
    "case": KEPT_UP,
    "caseline": KEPT_UP,
    "servicenorm": KEPT_UP,
    "casefile": WRITTEN_ONCE,
    "caseparcel": WRITTEN_ONCE,
    "replytext": WRITTEN_ONCE,
    "storelimit": WRITTEN_ONCE,
}


class Migration(migrations.Migration):
    dependencies = [("aftersales", "0001_initial"), ("contracts", "0002_row_level_security")]
    operations = [
        migrations.RunSQL(protect_by_contract(f"aftersales_{table}", grants=grants), migrations.RunSQL.noop)
        for table, grants in GRANTS.items()
    ]
