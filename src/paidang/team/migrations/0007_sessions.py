"""A count that ends a person's open sessions when it goes up."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("team", "0006_wrong_tries"),
    ]

    operations = [
        migrations.AddField("person", "sessions", models.PositiveIntegerField(default=0)),
    ]
