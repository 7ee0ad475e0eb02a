"""Who sees what of signing, and that what was signed never changes: by the database itself.

Steps and words of internal approval are the organisation's own, and so are its seal and its signatories; who has
received a signature sees the signatory's authority. A side signs for itself alone.
"""

from django.db import migrations

from paidang.kit.rls import CURRENT_ORG, protect, protect_by_contract

OWN = f"org_id = {CURRENT_ORG}"
OWN_SIDE = f"""exists (select from contracts_contract c where c.id = contract_id
  and {CURRENT_ORG} = case side when 'a' then c.brand_id else c.agency_id end)"""
SEEN_BY_RECEIVERS = """
create policy who_received_a_signature on contracts_signatory for select
  using (id in (select signatory_id from contracts_signing));
"""
FIXED = f"""
create policy own_side_only on contracts_signing as restrictive for insert with check ({OWN_SIDE});
create policy own_side_only on contracts_papersignature as restrictive for insert with check ({OWN_SIDE});
create policy while_draft_added on contracts_annex as restrictive for insert
  with check (contract_id in (select id from contracts_contract where state = 'draft'));
create policy while_draft_removed on contracts_annex as restrictive for update
  using (contract_id in (select id from contracts_contract where state = 'draft'));
create function contracts_paper_once() returns trigger language plpgsql as $$
begin
  if old.verdict <> '' and (new.verdict, new.reason, new.answered_by_id, new.answered_at)
      is distinct from (old.verdict, old.reason, old.answered_by_id, old.answered_at) then
    raise exception 'a signature on paper is answered once (%)', old.id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger contracts_paper_once before update on contracts_papersignature
  for each row execute function contracts_paper_once();
create function contracts_signed_once() returns trigger language plpgsql as $$
begin
  if old.state <> 'draft' and (new.signed_on, new.signing_order) is distinct from (old.signed_on, old.signing_order) then
    raise exception 'a contract is signed once (contract %)', old.id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger contracts_signed_once before update on contracts_contract
  for each row execute function contracts_signed_once();
"""
BACK = "drop function contracts_paper_once cascade; drop function contracts_signed_once cascade;"


class Migration(migrations.Migration):
    dependencies = [("contracts", "0007_signing")]
    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop)
        for sql in (
            protect("contracts_organisationseal", OWN, grants="select, insert, update"),
            protect("contracts_signatory", OWN, grants="select, insert, update (ended_at)"),
            protect("contracts_approvalstep", OWN, grants="select, insert, update (ended_at)"),
            protect(
                "contracts_approval",
                f"{OWN} and contract_id in (select id from contracts_contract)",
                grants="select, insert",
            ),
            protect_by_contract(
                "contracts_annex", grants="select, insert, update (removed_by_id, removed_at)"
            ),
            protect_by_contract("contracts_signingdocument", grants="select, insert"),
            protect_by_contract("contracts_signing", grants="select, insert"),
            protect_by_contract(
                "contracts_papersignature",
                grants="select, insert, update (verdict, reason, answered_by_id, answered_at)",
            ),
            SEEN_BY_RECEIVERS,
        )
    ] + [migrations.RunSQL(FIXED, BACK)]
