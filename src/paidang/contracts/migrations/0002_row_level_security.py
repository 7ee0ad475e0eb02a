"""A contract's two organisations see it and all that lies under it; its parties see each other's names."""

from django.db import migrations

from paidang.kit.rls import CURRENT_ORG, protect, protect_by_contract

MEMBERS = f"{CURRENT_ORG} in (brand_id, agency_id)"
PARTIES = """
create policy counterparties on team_organisation for select
  using (exists (select from contracts_contract c where team_organisation.id in (c.brand_id, c.agency_id)));
create policy counterparties on team_person for select
  using (exists (select from contracts_contract c where team_person.org_id in (c.brand_id, c.agency_id)));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0001_initial"),
        ("team", "0002_row_level_security"),
        ("duties", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(
            protect("contracts_contract", MEMBERS, grants="select, insert, update"), migrations.RunSQL.noop
        ),
        migrations.RunSQL(PARTIES, migrations.RunSQL.noop),
        migrations.RunSQL(
            protect_by_contract("contracts_contracttext", grants="select, insert"), migrations.RunSQL.noop
        ),
        migrations.RunSQL(
            protect_by_contract("contracts_decision", grants="select, insert, update"), migrations.RunSQL.noop
        ),
        migrations.RunSQL(
            protect_by_contract("contracts_acceptance", grants="select, insert"), migrations.RunSQL.noop
        ),
        migrations.RunSQL(
            protect_by_contract("contracts_termsinforce", grants="select, insert"), migrations.RunSQL.noop
        ),
        migrations.RunSQL(
            protect_by_contract("duties_duty", grants="select, insert, update"), migrations.RunSQL.noop
        ),
    ]
