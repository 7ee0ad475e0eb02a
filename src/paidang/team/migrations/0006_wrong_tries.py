"""Wrong passwords and codes, counted for all machines together; visible to whoever knows the key they are counted under."""

from django.db import migrations, models

from paidang.kit.rls import protect

KNOWN_KEY = "key = nullif(current_setting('app.tries', true), '')"


class Migration(migrations.Migration):
    dependencies = [
        ("team", "0005_legal_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="WrongTry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["key", "at"], name="wrong_tries_of_a_key")],
            },
        ),
        migrations.RunSQL(
            protect("team_wrongtry", KNOWN_KEY, grants="select, insert, delete"), migrations.RunSQL.noop
        ),
    ]
