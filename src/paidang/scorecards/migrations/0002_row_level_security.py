"""Both sides see targets and comments; a comment is written once, a target is answered once."""

from django.db import migrations

from paidang.kit.rls import protect_by_contract

GRANTS = {"target": "select, insert, update", "monthcomment": "select, insert"}


class Migration(migrations.Migration):
    dependencies = [("scorecards", "0001_initial"), ("contracts", "0002_row_level_security")]
    operations = [
        migrations.RunSQL(protect_by_contract(f"scorecards_{table}", grants=grants), migrations.RunSQL.noop)
        for table, grants in GRANTS.items()
    ]
