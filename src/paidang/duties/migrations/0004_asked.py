"""A step for what has no day but waits for somebody's word: told once, when it is their turn."""

from django.db import migrations, models

STEPS = ["before_3", "before_1", "on_day", "overdue_1", "overdue_3", "asked"]


class Migration(migrations.Migration):
    dependencies = [("duties", "0003_assigned_and_reminded")]

    operations = [
        migrations.AlterField(
            model_name="reminder",
            name="step",
            field=models.CharField(choices=[(step, step) for step in STEPS], max_length=10),
        ),
        migrations.RemoveConstraint(model_name="reminder", name="reminder_step"),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.CheckConstraint(condition=models.Q(("step__in", STEPS)), name="reminder_step"),
        ),
    ]
