"""Own organisation and its people; one organisation by its exact code; one person by the exact e-mail (sign-in)."""

from django.db import migrations

from paidang.kit.rls import CURRENT_ORG, WEB_ROLE, protect

ORGANISATION = f"id = {CURRENT_ORG}"
PERSON = f"org_id = {CURRENT_ORG}"
BY_CODE = "create policy by_code on team_organisation for select using (code = nullif(current_setting('app.org_code', true), ''))"
SELF = (
    "create policy oneself on team_person for select using ("
    "id = nullif(current_setting('app.person', true), '')::bigint or email = nullif(current_setting('app.email', true), ''))"
)
FRAMEWORK = f"""
grant select, insert, update, delete on django_session to {WEB_ROLE};
grant select on django_content_type to {WEB_ROLE};
grant select, insert, update, delete on procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers to {WEB_ROLE};
grant usage on all sequences in schema public to {WEB_ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [
        ("team", "0001_initial"),
        ("evidence", "0002_row_level_security"),
        ("sessions", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]
    operations = [
        migrations.RunSQL(
            protect("team_organisation", ORGANISATION, grants="select, insert, update"),
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            protect("team_person", PERSON, grants="select, insert, update"), migrations.RunSQL.noop
        ),
        migrations.RunSQL(BY_CODE, migrations.RunSQL.noop),
        migrations.RunSQL(SELF, migrations.RunSQL.noop),
        migrations.RunSQL(FRAMEWORK, migrations.RunSQL.noop),
    ]
