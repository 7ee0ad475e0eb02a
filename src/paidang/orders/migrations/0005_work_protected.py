"""Work on orders is seen by the contract's two organisations, saved views by oneself; what was said and done stays so."""

from django.db import migrations

from paidang.kit.rls import protect, protect_by_contract

GRANTS = {
    "orderhold": "select, insert, update",
    "deliveryarea": "select, insert, update",
    "parcel": "select, insert, update",
    "parcelline": "select, insert",
    "remark": "select, insert, update (taken_back_at)",
    "ordermark": "select, insert, update",
    "orderact": "select, insert, update (undone_at)",
    "orderwaybill": "select, insert",
    "orderperson": "select, insert, update",
    "orderaddress": "select, insert, update (sealed, replaced_at, erased_at)",
    "directcustomer": "select, insert, update",
}
ONESELF = "person_id = nullif(current_setting('app.person', true), '')::bigint"


class Migration(migrations.Migration):
    dependencies = [("orders", "0004_work"), ("contracts", "0002_row_level_security")]
    operations = [
        *(
            migrations.RunSQL(protect_by_contract(f"orders_{table}", grants=grants), migrations.RunSQL.noop)
            for table, grants in GRANTS.items()
        ),
        migrations.RunSQL(protect("orders_savedview", ONESELF), migrations.RunSQL.noop),
    ]
