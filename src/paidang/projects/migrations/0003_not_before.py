"""A task that was added by hand begins on the day it was added at the earliest."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_row_level_security")]

    operations = [
        migrations.AddField(model_name="task", name="not_before", field=models.DateField(null=True))
    ]
