"""The two sides see how their stores do; secrets, and documents as they came, are the agency's. What was said stays said."""

from django.db import migrations

from paidang.kit.rls import CURRENT_ORG, protect, protect_by_contract

KEPT = {
    "stores_storelink": "select, insert, update",
    "stores_linkday": "select, insert, update",
    "stores_storeorder": "select, insert, update",
    "stores_storeorderchange": "select, insert",
    "stores_storecase": "select, insert, update",
    "stores_outgoingact": "select, insert, update",
}
OWN = {
    "stores_storesecret": "select, insert, update, delete",
    "stores_pulleddocument": "select, insert, update",
}


class Migration(migrations.Migration):
    dependencies = [("stores", "0001_initial"), ("contracts", "0002_row_level_security")]
    operations = [
        *(
            migrations.RunSQL(protect_by_contract(table, grants=grants), migrations.RunSQL.noop)
            for table, grants in KEPT.items()
        ),
        *(
            migrations.RunSQL(
                protect(table, f"org_id = {CURRENT_ORG}", grants=grants), migrations.RunSQL.noop
            )
            for table, grants in OWN.items()
        ),
    ]
