"""A statement names the declarations of factory prices for days past that both sides agreed to since the one before."""

from django.db import migrations, models

FREEZE = """
create or replace function settlement_freeze_sent() returns trigger language plpgsql as $$
begin
  if old.state <> 'closed' and (new.previous_id, new.closed_by_id, new.sent_by_id, new.confirm_by, new.note{more})
      is distinct from (old.previous_id, old.closed_by_id, old.sent_by_id, old.confirm_by, old.note{less}) then
    raise exception 'a sent statement never changes (statement %)', old.id using errcode = 'integrity_constraint_violation';
  end if;
  if old.state in ('confirmed', 'replaced') and (new.state, new.confirmed_by_id, new.confirmed_at, new.pay_by)
      is distinct from (old.state, old.confirmed_by_id, old.confirmed_at, old.pay_by) then
    raise exception 'a settled statement never changes (statement %)', old.id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_declared_with_its_word"), ("settlement", "0010_batch")]
    operations = [
        migrations.AddField(
            "statement",
            "past_prices",
            models.JSONField(
                default=list,
                help_text="numbers of the declarations for days past agreed to since the statement before",
            ),
        ),
        migrations.RunSQL(
            FREEZE.format(more=", new.past_prices", less=", old.past_prices"), FREEZE.format(more="", less="")
        ),
    ]
