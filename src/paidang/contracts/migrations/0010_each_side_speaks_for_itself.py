"""Whatever the application does: a side accepts for itself alone, and the other side confirms what one has recorded of paper."""

from django.db import migrations

from paidang.kit.rls import CURRENT_ORG

RECORDED_IT = f"""exists (select from contracts_contract c where c.id = contract_id
  and {CURRENT_ORG} = case side when 'a' then c.brand_id else c.agency_id end)"""
POLICIES = f"""
create policy own_word_only on contracts_acceptance as restrictive for insert with check (org_id = {CURRENT_ORG});
create policy other_side_answers on contracts_papersignature as restrictive for update
  with check (case verdict when 'withdrawn' then {RECORDED_IT} else not {RECORDED_IT} end);
"""
BACK = """
drop policy own_word_only on contracts_acceptance;
drop policy other_side_answers on contracts_papersignature;
"""


class Migration(migrations.Migration):
    dependencies = [("contracts", "0009_amendment")]
    operations = [migrations.RunSQL(POLICIES, BACK)]
