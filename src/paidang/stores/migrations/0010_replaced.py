"""A price that waits is replaced by a later one, not rewritten."""

from django.db import migrations, models

STATES = ["waiting", "done", "failed", "replaced"]


class Migration(migrations.Migration):
    dependencies = [("stores", "0009_answers")]
    operations = [
        migrations.AlterField(
            "outgoingact",
            "state",
            models.CharField(
                choices=[
                    ("waiting", "等着发出"),
                    ("done", "平台已收下"),
                    ("failed", "平台没有收下"),
                    ("replaced", "被后来的价格代替"),
                ],
                max_length=8,
            ),
        ),
        migrations.RemoveConstraint("outgoingact", "outgoing_act"),
        migrations.AddConstraint(
            "outgoingact",
            models.CheckConstraint(
                name="outgoing_act",
                condition=models.Q(("kind__in", ["ship", "price", "answer"]), ("state__in", STATES)),
            ),
        ),
    ]
