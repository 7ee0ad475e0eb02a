"""The index of imports that await reconciling, which 0011 dropped where it ran before it spared named indexes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("intake", "0011_one_index_less")]
    operations = [
        migrations.RunSQL(
            "create index if not exists import_to_reconcile on intake_importfile (contract_id) where awaits_reconciling",
            migrations.RunSQL.noop,
        )
    ]
