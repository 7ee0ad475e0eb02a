"""Messages and their addresses are the agency's; who knows an address finds it. How many were refused both sides see."""

from django.db import migrations

from paidang.kit.rls import CURRENT_ORG, protect, protect_by_contract

BY_CODE = "create policy by_code on stores_pushaddress for select using (code = nullif(current_setting('app.push_code', true), ''))"
OWN = {"stores_pushaddress": "select, insert", "stores_pushedmessage": "select, insert, update"}


class Migration(migrations.Migration):
    dependencies = [("stores", "0003_pushed_messages")]
    operations = [
        *(
            migrations.RunSQL(
                protect(table, f"org_id = {CURRENT_ORG}", grants=grants), migrations.RunSQL.noop
            )
            for table, grants in OWN.items()
        ),
        migrations.RunSQL(BY_CODE, migrations.RunSQL.noop),
        migrations.RunSQL(
            protect_by_contract("stores_pushrefusal", grants="select, insert, update"), migrations.RunSQL.noop
        ),
    ]
