"""What a person packs in an hour, where somebody said it."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0013_taken_back"),
        ("promotions", "0003_prices_out"),
        ("stock", "0004_listrhythm"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="packingcapacity",
            name="units_an_hour",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name="packingcapacity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("units_an_hour", None),
                    models.Q(("units_an_hour__gte", 1), ("units_an_hour__lte", 10000)),
                    _connector="OR",
                ),
                name="packing_pace_sane",
            ),
        ),
    ]
