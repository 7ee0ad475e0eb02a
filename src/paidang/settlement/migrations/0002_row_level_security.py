"""Who sees a statement; and that a sent one never changes, whatever the application does.

A statement that is not sent yet is the agency's own. Only such a one may be deleted, with its bundle.
"""

from django.db import migrations

from paidang.kit.rls import CURRENT_ORG, protect, protect_by_contract

SEES = f"contract_id in (select id from contracts_contract c where settlement_statement.state <> 'closed' or c.agency_id = {CURRENT_ORG})"
OF_STATEMENT = "statement_id in (select id from settlement_statement)"
FREEZE = """
create policy unsent_only on settlement_statement as restrictive for delete using (state = 'closed');
create policy unsent_only on settlement_bundlefile as restrictive for delete
  using (statement_id in (select id from settlement_statement where state = 'closed'));
create function settlement_freeze() returns trigger language plpgsql as $$
begin
  if old.state <> 'closed' and (new.contract_id, new.month, new.version, new.figures, new.terms, new.sources, new.digest,
      new.closed_at, new.sent_at) is distinct from (old.contract_id, old.month, old.version, old.figures, old.terms,
      old.sources, old.digest, old.closed_at, old.sent_at) then
    raise exception 'a sent statement never changes (statement %)', old.id using errcode = 'integrity_constraint_violation';
  end if;
  if new.state = 'closed' and old.state <> 'closed' then
    raise exception 'a sent statement cannot be unsent (statement %)', old.id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger settlement_freeze before update on settlement_statement for each row execute function settlement_freeze();
"""


class Migration(migrations.Migration):
    dependencies = [("settlement", "0001_initial"), ("contracts", "0002_row_level_security")]
    operations = [
        migrations.RunSQL(protect("settlement_statement", SEES), migrations.RunSQL.noop),
        migrations.RunSQL(
            protect("settlement_bundlefile", OF_STATEMENT, grants="select, insert, delete"),
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            protect_by_contract("settlement_settledrow", grants="select, insert, delete"),
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            protect("settlement_question", OF_STATEMENT, grants="select, insert, update"),
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(FREEZE, "drop function settlement_freeze cascade"),
    ]
