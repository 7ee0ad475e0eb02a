"""The registered name under which an organisation signs contracts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("team", "0004_second_factor"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="legal_name",
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
