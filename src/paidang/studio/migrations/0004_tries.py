"""A picture at which the reader failed is tried again: its reading counts the tries, and only the worker's columns change."""

from django.db import migrations, models

from paidang.kit.rls import WEB_ROLE

TRIED_AGAIN = f"grant update (tries, read_at, lines, permille) on studio_reading to {WEB_ROLE}"


class Migration(migrations.Migration):
    dependencies = [("contracts", "0013_taken_back"), ("studio", "0003_reading")]

    operations = [
        migrations.AddField("reading", "tries", models.PositiveSmallIntegerField(default=1, db_default=1)),
        migrations.AddIndex(
            "reading",
            models.Index(fields=["contract"], condition=models.Q(permille=None), name="reading_failed"),
        ),
        migrations.RunSQL(TRIED_AGAIN, migrations.RunSQL.noop),
    ]
