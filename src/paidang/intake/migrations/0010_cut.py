"""A file is cut to what is not about persons when their time is over: no other file's bytes can be deleted."""

from django.db import migrations, models

from paidang.kit.rls import WEB_ROLE

MAY_BE_CUT = f"""
    grant delete on intake_importpart to {WEB_ROLE};
    create policy only_when_cut on intake_importpart as restrictive for delete
        using (exists (select from intake_importfile f where f.id = file_id and f.cut_at is not null))
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0009_awaits_reconciling")]
    operations = [
        migrations.AddField("importfile", "cut_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "importfile",
            "kept_sha256",
            models.CharField(blank=True, default="", help_text="empty where nothing is kept", max_length=64),
            preserve_default=False,
        ),
        migrations.RunSQL(MAY_BE_CUT, migrations.RunSQL.noop),
    ]
