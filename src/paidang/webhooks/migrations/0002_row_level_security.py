"""Webhooks are the organisation's own; the other side of a contract knows nothing of them."""

from django.db import migrations

from paidang.kit.rls import CURRENT_ORG, protect

TABLES = ("webhooks_webhook", "webhooks_webhookplace", "webhooks_webhookdelivery")


class Migration(migrations.Migration):
    dependencies = [("webhooks", "0001_initial")]

    operations = [
        migrations.RunSQL(protect(table, f"org_id = {CURRENT_ORG}"), migrations.RunSQL.noop)
        for table in TABLES
    ]
