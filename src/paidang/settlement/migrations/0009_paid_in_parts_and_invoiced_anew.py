"""What no question touches is owed in time; an invoice can be replaced; who may write what of payments, by the database."""

from django.db import migrations, models
from django.db.models import Q

from paidang.kit.rls import CURRENT_ORG, WEB_ROLE

# A statement may be owed in two debts, `statement-2026-03` and `statement-2026-03-rest`: together they are paid once.
NOT_TWICE = """
create or replace function settlement_part_not_twice() returns trigger language plpgsql as $$
begin
  if not new.is_fee and new.debt like 'statement-%' and (
      select sum(p.amount_fen) from settlement_paymentpart p
        where p.contract_id = new.contract_id and left(p.debt, 17) = left(new.debt, 17) and not p.is_fee
        and not exists (select from settlement_paymentreversal r where r.payment_id = p.payment_id))
      > (select max((s.figures ->> 'amount_due')::bigint) from settlement_statement s
        where s.contract_id = new.contract_id and 'statement-' || s.month = left(new.debt, 17)
        and s.state in ('sent', 'questioned', 'confirmed')) then
    raise exception '% is paid twice', new.debt using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
"""
PAYEE = f"""exists (select from contracts_contract c where c.id = contract_id
  and {CURRENT_ORG} = case payer when 'a' then c.agency_id else c.brand_id end)"""
OF_PAYEE = f"""exists (select from settlement_payment p join contracts_contract c on c.id = p.contract_id where p.id = payment_id
  and p.contract_id = {{0}}.contract_id and {CURRENT_ORG} = case p.payer when 'a' then c.agency_id else c.brand_id end)"""
AGENCY = f"exists (select from contracts_contract c where c.id = contract_id and c.agency_id = {CURRENT_ORG})"
WHO_WRITES = f"""
create policy payee_only on settlement_payment as restrictive for insert with check ({PAYEE});
create policy payee_only on settlement_paymentpart as restrictive for insert with check ({OF_PAYEE.format("settlement_paymentpart")});
create policy payee_only on settlement_paymentreversal as restrictive for insert with check ({OF_PAYEE.format("settlement_paymentreversal")});
create policy agency_only on settlement_invoice as restrictive for insert with check ({AGENCY});
revoke update on settlement_bankfile, settlement_bankline, settlement_question from {WEB_ROLE};
grant update (taken_in_at) on settlement_bankfile to {WEB_ROLE};
grant update (set_aside) on settlement_bankline to {WEB_ROLE};
grant update (answer, answered_by_id, answered_at) on settlement_question to {WEB_ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [("settlement", "0008_settled_rows_stay")]

    operations = [
        migrations.AddField("question", "undisputed_fen", models.BigIntegerField(default=0)),
        migrations.AlterField(
            "invoice",
            "statement",
            models.ForeignKey(on_delete=models.PROTECT, related_name="invoices", to="settlement.statement"),
        ),
        migrations.AddField(
            "invoice",
            "replaces",
            models.OneToOneField(
                null=True, on_delete=models.PROTECT, related_name="replaced_by", to="settlement.invoice"
            ),
        ),
        migrations.AddField("invoice", "reason", models.CharField(blank=True, max_length=200)),
        migrations.AddConstraint(
            "invoice",
            models.UniqueConstraint(
                condition=Q(("replaces", None)), fields=("statement",), name="invoice_first_once"
            ),
        ),
        migrations.AddConstraint(
            "invoice",
            models.CheckConstraint(
                condition=Q(
                    Q(("reason", ""), ("replaces", None)),
                    Q(("replaces__isnull", False), Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="invoice_replaces_with_reason",
            ),
        ),
        migrations.RunSQL(NOT_TWICE, migrations.RunSQL.noop),
        migrations.RunSQL(WHO_WRITES, migrations.RunSQL.noop),
    ]
