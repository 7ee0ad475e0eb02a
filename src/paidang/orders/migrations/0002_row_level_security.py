"""Facts are seen by the contract's two organisations; no row of facts is ever deleted, history is never changed."""

from django.db import migrations

from paidang.kit.rls import protect_by_contract

CHANGEABLE = ["orderline", "refund", "logisticscharge", "platformfee", "breach", "store"]


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial"), ("contracts", "0002_row_level_security")]
    operations = [
        *(
            migrations.RunSQL(
                protect_by_contract(f"orders_{table}", grants="select, insert, update"),
                migrations.RunSQL.noop,
            )
            for table in CHANGEABLE
        ),
        migrations.RunSQL(
            protect_by_contract("orders_history", grants="select, insert"), migrations.RunSQL.noop
        ),
    ]
