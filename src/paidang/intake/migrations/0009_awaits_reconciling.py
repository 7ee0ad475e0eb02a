"""What stores' interfaces brought is set against the bills once a minute, not with each batch."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0008_quiet")]
    operations = [
        migrations.AddField(
            "importfile",
            "awaits_reconciling",
            models.BooleanField(
                default=False,
                help_text="its orders are not set against the bills yet: that is done once a minute",
            ),
        ),
        migrations.AddIndex(
            "importfile",
            models.Index(
                condition=models.Q(("awaits_reconciling", True)),
                fields=["contract"],
                name="import_to_reconcile",
            ),
        ),
    ]
