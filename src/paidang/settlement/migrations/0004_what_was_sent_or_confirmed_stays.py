"""After sending also by whom, with which note and until when; after the confirmation who, when and the day of payment.

Nothing leads back from confirmed or replaced, and nothing is added to the bundle of a sent statement.
"""

from django.db import migrations

FREEZE = """
create function settlement_freeze_sent() returns trigger language plpgsql as $$
begin
  if old.state <> 'closed' and (new.previous_id, new.closed_by_id, new.sent_by_id, new.confirm_by, new.note)
      is distinct from (old.previous_id, old.closed_by_id, old.sent_by_id, old.confirm_by, old.note) then
    raise exception 'a sent statement never changes (statement %)', old.id using errcode = 'integrity_constraint_violation';
  end if;
  if old.state in ('confirmed', 'replaced') and (new.state, new.confirmed_by_id, new.confirmed_at, new.pay_by)
      is distinct from (old.state, old.confirmed_by_id, old.confirmed_at, old.pay_by) then
    raise exception 'a settled statement never changes (statement %)', old.id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger settlement_freeze_sent before update on settlement_statement for each row execute function settlement_freeze_sent();
create policy unsent_only_new on settlement_bundlefile as restrictive for insert
  with check (statement_id in (select id from settlement_statement where state = 'closed'));
"""
UNFREEZE = """
drop policy unsent_only_new on settlement_bundlefile;
drop function settlement_freeze_sent cascade;
"""


class Migration(migrations.Migration):
    dependencies = [("settlement", "0003_new_version_beside_questioned")]
    operations = [migrations.RunSQL(FREEZE, UNFREEZE)]
