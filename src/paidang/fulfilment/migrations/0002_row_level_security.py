"""The warehouse's work is seen by the contract's two organisations, its carrier account by the brand alone."""

from django.db import migrations

from paidang.kit.rls import CURRENT_ORG, protect, protect_by_contract

WRITTEN_ONCE, KEPT_UP = "select, insert", "select, insert, update"
GRANTS = {
    "wave": WRITTEN_ONCE,
    "scan": WRITTEN_ONCE,
    "trackingevent": WRITTEN_ONCE,
    "freightrate": WRITTEN_ONCE,
    "carrierbill": WRITTEN_ONCE,
    "pack": KEPT_UP,
    "packitem": KEPT_UP,
    "shelf": "select, insert, update, delete",
}


class Migration(migrations.Migration):
    dependencies = [("fulfilment", "0001_initial"), ("contracts", "0002_row_level_security")]
    operations = [
        migrations.RunSQL(
            protect("fulfilment_carrieraccount", f"org_id = {CURRENT_ORG}", grants=KEPT_UP),
            migrations.RunSQL.noop,
        ),
        *(
            migrations.RunSQL(
                protect_by_contract(f"fulfilment_{table}", grants=grants), migrations.RunSQL.noop
            )
            for table, grants in GRANTS.items()
        ),
    ]
