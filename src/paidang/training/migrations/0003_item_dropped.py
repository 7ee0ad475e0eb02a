"""What is not given over yet may be taken off the hand-over list."""

from django.db import migrations

from paidang.kit.rls import WEB_ROLE


class Migration(migrations.Migration):
    dependencies = [("training", "0002_row_level_security")]
    operations = [
        migrations.RunSQL(f"grant delete on training_handoveritem to {WEB_ROLE}", migrations.RunSQL.noop)
    ]
