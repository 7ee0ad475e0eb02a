"""What a store offers otherwise than it was told, since when, and what was seen."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0013_taken_back"),
        ("orders", "0011_one_index_less"),
        ("stock", "0004_listrhythm"),
    ]

    operations = [
        migrations.AddField(
            model_name="syncwish",
            name="drifted_at",
            field=models.DateTimeField(
                help_text="since when the platform offers another number than it was told", null=True
            ),
        ),
        migrations.AddField(
            model_name="syncwish",
            name="seen_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="syncwish",
            name="seen_quantity",
            field=models.BigIntegerField(
                help_text="what it offered when last looked at, if adrift", null=True
            ),
        ),
        migrations.AddIndex(
            model_name="syncwish",
            index=models.Index(
                condition=models.Q(("drifted_at__isnull", False)),
                fields=["contract", "sku"],
                name="sync_wish_adrift",
            ),
        ),
        migrations.AddConstraint(
            model_name="syncwish",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("drifted_at__isnull", True),
                        ("seen_at__isnull", True),
                        ("seen_quantity__isnull", True),
                    ),
                    models.Q(
                        ("drifted_at__isnull", False),
                        ("seen_at__isnull", False),
                        ("seen_quantity__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="sync_wish_adrift",
            ),
        ),
    ]
