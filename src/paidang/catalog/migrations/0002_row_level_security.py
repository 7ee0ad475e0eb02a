"""Prices are seen by the contract's two organisations; a changed price leaves a line that nobody changes."""

from django.db import migrations

from paidang.kit.rls import protect_by_contract


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial"), ("contracts", "0002_row_level_security")]
    operations = [
        migrations.RunSQL(
            protect_by_contract("catalog_factoryprice", grants="select, insert, update"),
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            protect_by_contract("catalog_retailprice", grants="select, insert, update"),
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            protect_by_contract("catalog_pricechange", grants="select, insert"), migrations.RunSQL.noop
        ),
    ]
