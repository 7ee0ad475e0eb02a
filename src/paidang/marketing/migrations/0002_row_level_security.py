"""Both sides see marketing, the agency alone begins any of it. Nothing is deleted, and nobody is given a yuan twice."""

from django.db import migrations

from paidang.kit.rls import CURRENT_ORG, protect_by_contract

WRITTEN_ONCE, KEPT_UP = "select, insert", "select, insert, update"
GRANTS = {
    "proposal": KEPT_UP,
    "proposalversion": KEPT_UP,
    "spendentry": KEPT_UP,
    "voucher": KEPT_UP,
    "voucherpart": WRITTEN_ONCE,
    "claimedpart": WRITTEN_ONCE,
}
AGENCY_ONLY = """create policy agency_only on marketing_{table} as restrictive for insert with check (
  exists (select from contracts_contract c where c.id = contract_id and c.agency_id = {org}))"""
TERMS = "title, plan, place, goal_sales_fen, goal_count, goal_unit, budget_fen, since, until, store, skus"
ANSWER = "verdict, approved_fen, answer, answered_by_id, answered_at, asked_at, answer_by"


def _row(record: str, columns: str) -> str:
    return f"({', '.join(f'{record}.{column}' for column in columns.split(', '))})"


FROZEN = f"""
create function marketing_freeze_asked() returns trigger language plpgsql as $$
begin
  if old.asked_at is not null and {_row("new", TERMS)} is distinct from {_row("old", TERMS)}
     or old.verdict <> '' and {_row("new", ANSWER)} is distinct from {_row("old", ANSWER)} then
    raise exception 'what the brand was asked never changes (version %)', old.id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger marketing_freeze_asked before update on marketing_proposalversion
  for each row execute function marketing_freeze_asked();
"""
COVERED = """
create function marketing_part_within() returns trigger language plpgsql as $$
begin
  if (select sum(p.amount_fen) from marketing_voucherpart p join marketing_spendentry s on s.id = p.spend_id
        where p.voucher_id = new.voucher_id and s.withdrawn_at is null)
      > (select amount_fen from marketing_voucher where id = new.voucher_id)
     or (select sum(p.amount_fen) from marketing_voucherpart p join marketing_voucher v on v.id = p.voucher_id
        where p.spend_id = new.spend_id and v.withdrawn_at is null)
      > (select amount_fen from marketing_spendentry where id = new.spend_id) then
    raise exception 'a voucher or a spend is used beyond its amount' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger marketing_part_within after insert on marketing_voucherpart
  for each row execute function marketing_part_within();
"""
CLAIMED_ONCE = """
create function marketing_claimed_once() returns trigger language plpgsql as $$
begin
  if (select sum(amount_fen) from marketing_claimedpart where part_id = new.part_id)
      not between 0 and (select amount_fen from marketing_voucherpart where id = new.part_id) then
    raise exception 'a yuan is claimed twice (part %)', new.part_id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger marketing_claimed_once after insert on marketing_claimedpart
  for each row execute function marketing_claimed_once();
"""


class Migration(migrations.Migration):
    dependencies = [("marketing", "0001_initial"), ("contracts", "0002_row_level_security")]
    operations = [
        *(
            migrations.RunSQL(
                protect_by_contract(f"marketing_{table}", grants=grants), migrations.RunSQL.noop
            )
            for table, grants in GRANTS.items()
        ),
        *(
            migrations.RunSQL(AGENCY_ONLY.format(table=table, org=CURRENT_ORG), migrations.RunSQL.noop)
            for table in GRANTS
        ),
        *(migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (FROZEN, COVERED, CLAIMED_ONCE)),
    ]
