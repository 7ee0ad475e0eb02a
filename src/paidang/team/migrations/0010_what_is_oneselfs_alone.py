"""The address is seen by one's own organisation alone, the password by oneself alone, a session by who knows its key.

So far all of a person stood in one row, which the other side of a contract sees for the name. What people have is moved.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from paidang.kit.rls import CURRENT_ORG, protect

OWN_PEOPLE = f"person_id in (select id from team_person where org_id = {CURRENT_ORG})"
CURRENT_PERSON = "nullif(current_setting('app.person', true), '')::bigint"
ONESELF = f"person_id = {CURRENT_PERSON}"

MOVE = """
alter table team_person no force row level security;
insert into team_account (person_id, email, mail, language) select id, email, mail, language from team_person;
insert into team_credential (person_id, password, sessions) select id, password, sessions from team_person;
alter table team_person force row level security;
set constraints all immediate;
drop policy oneself on team_person;
"""
BY_ADDRESS = f"""
create policy oneself on team_account for select using ({ONESELF} or email = nullif(current_setting('app.email', true), ''));
create policy oneself on team_person for select using (id = {CURRENT_PERSON});
"""
MOVED = ("email", "mail", "language", "password", "sessions")
BY_KEY = (
    "session_key = nullif(current_setting('app.session', true), '')"
    " or current_setting('app.session', true) = 'expired' and expire_date < statement_timestamp()"
)


def _of_person(name: str) -> models.OneToOneField:
    return models.OneToOneField(
        on_delete=django.db.models.deletion.PROTECT,
        primary_key=True,
        related_name=name,
        serialize=False,
        to=settings.AUTH_USER_MODEL,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("team", "0009_company_sign_in"),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("person", _of_person("account")),
                ("email", models.EmailField(max_length=254, unique=True)),
                (
                    "mail",
                    models.CharField(
                        choices=[("digest", "digest"), ("now", "now"), ("off", "off")],
                        default="digest",
                        max_length=10,
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("zh-hans", "zh-hans"), ("en", "en")], default="zh-hans", max_length=10
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("mail__in", ("digest", "now", "off"))), name="account_mail"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ("zh-hans", "en"))), name="account_language"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Credential",
            fields=[
                ("person", _of_person("credential")),
                ("password", models.CharField(max_length=128)),
                ("sessions", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.RemoveConstraint("person", "person_mail"),
        migrations.RemoveConstraint("person", "person_language"),
        *(migrations.RemoveField("person", name) for name in MOVED),
        migrations.RunSQL(
            protect("team_account", OWN_PEOPLE, grants="select, insert, update (mail, language)"),
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            protect("team_credential", ONESELF, grants="select, insert, update (password, sessions)"),
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(BY_ADDRESS, migrations.RunSQL.noop),
        migrations.RunSQL(protect("django_session", BY_KEY, grants="select"), migrations.RunSQL.noop),
    ]
