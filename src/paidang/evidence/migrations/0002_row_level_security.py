"""The web role, and what it may see and do on the chain: read and append, never change."""

from django.db import migrations

from paidang.kit.rls import CURRENT_ORG, WEB_ROLE, protect

ROLE = f"""
do $$ begin
  if not exists (select from pg_roles where rolname = '{WEB_ROLE}') then create role {WEB_ROLE} nologin; end if;
  if not pg_has_role(current_user, '{WEB_ROLE}', 'set') then execute format('grant {WEB_ROLE} to %I with set true', current_user); end if;
end $$;
grant usage on schema public to {WEB_ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]
    operations = [
        migrations.RunSQL(ROLE, migrations.RunSQL.noop),
        migrations.RunSQL(
            protect("evidence_chain", f"{CURRENT_ORG} = any(orgs)", grants="select, insert, update"),
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            protect("evidence_entry", "chain_id in (select id from evidence_chain)", grants="select, insert"),
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            protect(
                "evidence_heldhead", "chain_id in (select id from evidence_chain)", grants="select, insert"
            ),
            migrations.RunSQL.noop,
        ),
    ]
