"""What happened in a contract is found by its act, not by reading the whole chain."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0002_row_level_security")]
    operations = [
        migrations.AddIndex("entry", models.Index(fields=["chain", "act", "at"], name="evidence_entry_act")),
    ]
