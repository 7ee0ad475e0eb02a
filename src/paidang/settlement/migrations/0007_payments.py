"""Payments in parts, against any debt, reversible; fee invoices; bank statements, which are their organisation's own.

A payment that was recorded so far is one of the whole statement.
"""

from django.conf import settings
from django.db import migrations, models

from paidang.kit.rls import CURRENT_ORG, protect, protect_by_contract

TABLES = ("settlement_payment", "settlement_paymentpart", "settlement_paymentreversal")
READ_BY_OWNER = "".join(
    f"alter table {table} {{0}} force row level security;"
    for table in ("settlement_statement", "settlement_paymentbefore")
)
# Before the new tables are protected: the owner of a forced table sees no rows of it either.
CARRY_OVER = (
    READ_BY_OWNER.format("no")
    + """
insert into settlement_payment
    (contract_id, payer, paid_on, amount_fen, named, note, key, recorded_by_id, recorded_at)
select p.contract_id, s.figures ->> 'payer', p.paid_on, (s.figures ->> 'amount_due')::bigint, 'statement-' || s.month, '',
    'before-' || p.id, p.recorded_by_id, p.recorded_at
from settlement_paymentbefore p join settlement_statement s on s.id = p.statement_id order by p.id;
insert into settlement_paymentpart (payment_id, contract_id, debt, is_fee, amount_fen)
select id, contract_id, named, false, amount_fen from settlement_payment;
"""
    + READ_BY_OWNER.format("")
)
# Whatever the application does: no more of a bank line is recorded than came in, and no statement is paid twice.
NOT_TWICE = """
create function settlement_payment_not_twice() returns trigger language plpgsql as $$
begin
  if new.bank_line_id is not null and (
      select coalesce(sum(p.amount_fen), 0) from settlement_payment p where p.bank_line_id = new.bank_line_id
        and not exists (select from settlement_paymentreversal r where r.payment_id = p.id))
      > (select amount_fen from settlement_bankline l where l.id = new.bank_line_id) then
    raise exception 'more than bank line % brought in', new.bank_line_id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger settlement_payment_not_twice after insert on settlement_payment
  for each row execute function settlement_payment_not_twice();
create function settlement_part_not_twice() returns trigger language plpgsql as $$
begin
  if not new.is_fee and new.debt like 'statement-%' and (
      select sum(p.amount_fen) from settlement_paymentpart p
        where p.contract_id = new.contract_id and p.debt = new.debt and not p.is_fee
        and not exists (select from settlement_paymentreversal r where r.payment_id = p.payment_id))
      > (select max((s.figures ->> 'amount_due')::bigint) from settlement_statement s
        where s.contract_id = new.contract_id and 'statement-' || s.month = new.debt
        and s.state in ('sent', 'questioned', 'confirmed')) then
    raise exception '% is paid twice', new.debt using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger settlement_part_not_twice after insert on settlement_paymentpart
  for each row execute function settlement_part_not_twice();
"""
UNDO_NOT_TWICE = """
drop function settlement_payment_not_twice cascade;
drop function settlement_part_not_twice cascade;
"""
OWN = f"org_id = {CURRENT_ORG}"


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0006_model_proposals"),
        ("settlement", "0006_settled_lines_as_they_were"),
        ("team", "0003_mail"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameModel("Payment", "PaymentBefore"),
        migrations.CreateModel(
            name="BankFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "org",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="team.organisation"),
                ),
                ("name", models.CharField(max_length=255)),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                (
                    "received_by",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("received_at", models.DateTimeField()),
                ("taken_in_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("org", "sha256"), name="bank_file_once")],
            },
        ),
        migrations.CreateModel(
            name="BankLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "org",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="team.organisation"),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="lines", to="settlement.bankfile"
                    ),
                ),
                ("account", models.CharField(max_length=64)),
                ("serial", models.CharField(max_length=100)),
                ("day", models.DateField()),
                ("amount_fen", models.BigIntegerField()),
                ("payer_name", models.CharField(max_length=200)),
                ("remark", models.CharField(max_length=500)),
                ("set_aside", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("org", "account", "serial", "day", "amount_fen"), name="bank_line_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_fen__gt", 0)), name="bank_line_amount"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="payments", to="contracts.contract"
                    ),
                ),
                ("payer", models.CharField(max_length=1)),
                ("paid_on", models.DateField()),
                ("amount_fen", models.BigIntegerField()),
                ("named", models.CharField(blank=True, max_length=60)),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "bank_line",
                    models.ForeignKey(
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="payments",
                        to="settlement.bankline",
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "key"), name="payment_once"),
                    models.CheckConstraint(
                        condition=models.Q(("payer__in", ["a", "b"])), name="payment_payer"
                    ),
                    models.CheckConstraint(condition=models.Q(("amount_fen__gt", 0)), name="payment_amount"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="parts", to="settlement.payment"
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="contracts.contract"),
                ),
                ("debt", models.CharField(max_length=60)),
                ("is_fee", models.BooleanField()),
                ("amount_fen", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("payment", "debt", "is_fee"), name="payment_part_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_fen__gt", 0)), name="payment_part_amount"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentReversal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "payment",
                    models.OneToOneField(
                        on_delete=models.PROTECT, related_name="reversal", to="settlement.payment"
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="contracts.contract"),
                ),
                ("reason", models.CharField(max_length=500)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Invoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "statement",
                    models.OneToOneField(
                        on_delete=models.PROTECT, related_name="invoice", to="settlement.statement"
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="invoices", to="contracts.contract"
                    ),
                ),
                ("number", models.CharField(max_length=40)),
                ("amount_fen", models.BigIntegerField()),
                ("file_name", models.CharField(max_length=255)),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                (
                    "delivered_by",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("delivered_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "number"), name="invoice_number_once")
                ],
            },
        ),
        migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop),
        migrations.DeleteModel("PaymentBefore"),
        *(
            migrations.RunSQL(protect_by_contract(table, grants="select, insert"), migrations.RunSQL.noop)
            for table in (*TABLES, "settlement_invoice")
        ),
        migrations.RunSQL(
            protect("settlement_bankfile", OWN, grants="select, insert, update"), migrations.RunSQL.noop
        ),
        migrations.RunSQL(
            protect("settlement_bankline", OWN, grants="select, insert, update"), migrations.RunSQL.noop
        ),
        migrations.RunSQL(NOT_TWICE, UNDO_NOT_TWICE),
    ]
