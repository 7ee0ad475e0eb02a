"""Imports are seen by the contract's two organisations; progress by the one that runs the import. Bytes are kept."""

from django.db import migrations

from paidang.kit.rls import CURRENT_ORG, protect, protect_by_contract

BYTES_AS_THEY_ARE = "alter table intake_importpart alter column content set storage external"


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("contracts", "0002_row_level_security")]
    operations = [
        migrations.RunSQL(
            protect_by_contract("intake_importfile", grants="select, insert, update"), migrations.RunSQL.noop
        ),
        migrations.RunSQL(
            protect_by_contract("intake_importpart", grants="select, insert"), migrations.RunSQL.noop
        ),
        migrations.RunSQL(BYTES_AS_THEY_ARE, migrations.RunSQL.noop),
        migrations.RunSQL(protect_by_contract("intake_quarantinerow"), migrations.RunSQL.noop),
        migrations.RunSQL(
            protect_by_contract("intake_heldorder", grants="select, insert, update"), migrations.RunSQL.noop
        ),
        migrations.RunSQL(protect("intake_progress", f"org_id = {CURRENT_ORG}"), migrations.RunSQL.noop),
    ]
