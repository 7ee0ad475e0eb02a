"""Lines whose platform states a cost are found by an index of their own: few are, and all lines were read for them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0013_taken_back"),
        ("orders", "0012_shorter_end"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="orderline",
            index=models.Index(
                condition=models.Q(("extra__has_key", "platform_cost")),
                fields=["contract"],
                name="order_line_cost",
            ),
        ),
    ]
