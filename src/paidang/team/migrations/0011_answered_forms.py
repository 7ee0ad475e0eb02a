"""Forms that a person has sent, so that one sent twice is answered twice and done once; seen by that person alone."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from paidang.kit.rls import WEB_ROLE, protect

ONESELF = "person_id = nullif(current_setting('app.person', true), '')::bigint"
ANSWER_ALONE = f"grant update (answer) on team_answeredform to {WEB_ROLE}"


class Migration(migrations.Migration):
    dependencies = [
        ("team", "0010_what_is_oneselfs_alone"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnsweredForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("answer", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "key"), name="answered_form_once")],
            },
        ),
        migrations.RunSQL(
            protect("team_answeredform", ONESELF, grants="select, insert, delete"), migrations.RunSQL.noop
        ),
        migrations.RunSQL(ANSWER_ALONE, migrations.RunSQL.noop),
    ]
