"""Until when the changes of days past were asked for again, and of what the day's calls are spent."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stores", "0012_looked_at"),
    ]

    operations = [
        migrations.AddField(
            model_name="storelink",
            name="back_until",
            field=models.DateTimeField(
                help_text="what changed before, one to three days ago, was asked for again", null=True
            ),
        ),
        migrations.AddField(
            model_name="storelink",
            name="spent",
            field=models.JSONField(
                default=dict, help_text="of which the day's calls are spent, each until when it answers again"
            ),
        ),
    ]
