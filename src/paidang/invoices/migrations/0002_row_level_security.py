"""Buyers' invoices are seen by the contract's two organisations, the brand's e-invoice service by the brand alone."""

from django.db import migrations

from paidang.kit.rls import CURRENT_ORG, protect, protect_by_contract

WRITTEN_ONCE, KEPT_UP = "select, insert", "select, insert, update"
GRANTS = {
    "invoicerequest": KEPT_UP,
    "buyerinvoice": KEPT_UP,
    "invoicerow": WRITTEN_ONCE,
    "invoiceditem": KEPT_UP,
    "goodstax": KEPT_UP,
    "invoicedays": KEPT_UP,
}


class Migration(migrations.Migration):
    dependencies = [("invoices", "0001_initial"), ("contracts", "0002_row_level_security")]
    operations = [
        *(
            migrations.RunSQL(protect_by_contract(f"invoices_{table}", grants=grants), migrations.RunSQL.noop)
            for table, grants in GRANTS.items()
        ),
        migrations.RunSQL(
            protect(
                "invoices_invoiceservice",
                f"org_id = {CURRENT_ORG} and contract_id in (select id from contracts_contract)",
            ),
            migrations.RunSQL.noop,
        ),
    ]
