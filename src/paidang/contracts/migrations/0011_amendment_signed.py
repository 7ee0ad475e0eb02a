"""Supplementary agreements are signed like the contract: they hold with the last signature, and until then can be taken back.

What one side has offered is answered once; what both agree to is signed once or taken back once; nothing else of it changes.
"""

import django.db.models.deletion
from django.db import migrations, models

from paidang.kit.rls import WEB_ROLE

# Agreements that both sides had accepted held at once before they were signed here.
HELD_ON_ACCEPTANCE = """
alter table contracts_amendment no force row level security;
update contracts_amendment set in_force_at = answered_at, signed_on = (answered_at at time zone 'Asia/Shanghai')::date
  where verdict = 'agreed';
alter table contracts_amendment force row level security;
"""
THEN_SIGNED = f"""
create or replace function contracts_amendment_once() returns trigger language plpgsql as $$
begin
  if old.signed_on is not null or (old.verdict <> '' and not (old.verdict = 'agreed' and (
      new.verdict = 'withdrawn' or (new.signed_on is not null and
      (new.verdict, new.reason, new.answered_by_id, new.answered_at) is not distinct from
      (old.verdict, old.reason, old.answered_by_id, old.answered_at))))) then
    raise exception 'a supplementary agreement is answered once and signed once (amendment %)', old.id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
grant update (signed_on, in_force_at) on contracts_amendment to {WEB_ROLE};
"""
ONCE = """
create or replace function contracts_amendment_once() returns trigger language plpgsql as $$
begin
  if old.verdict <> '' then
    raise exception 'a supplementary agreement is answered once (amendment %)', old.id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
"""
OF_ITS_CONTRACT = """
alter table contracts_amendment add constraint amendment_of_contract unique (id, contract_id);
""" + "".join(
    f"""
alter table {table} add constraint {table}_of_its_contract
  foreign key (amendment_id, contract_id) references contracts_amendment (id, contract_id);
"""
    for table in ("contracts_approval", "contracts_papersignature", "contracts_signingdocument")
)
BACK = "".join(
    f"alter table {table} drop constraint {table}_of_its_contract;"
    for table in ("contracts_approval", "contracts_papersignature", "contracts_signingdocument")
)
BACK += "alter table contracts_amendment drop constraint amendment_of_contract;"


def of_amendment() -> models.ForeignKey:
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contracts.amendment"
    )


class Migration(migrations.Migration):
    dependencies = [("contracts", "0010_each_side_speaks_for_itself")]

    operations = [
        migrations.AddField("amendment", "signed_on", models.DateField(null=True)),
        migrations.AddField("amendment", "in_force_at", models.DateTimeField(null=True)),
        migrations.RunSQL(
            "alter table contracts_amendment disable trigger contracts_amendment_once;"
            + HELD_ON_ACCEPTANCE
            + "alter table contracts_amendment enable trigger contracts_amendment_once;",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(THEN_SIGNED, ONCE),
        migrations.AddConstraint(
            "amendment",
            models.CheckConstraint(
                name="amendment_signed_whole",
                condition=models.Q(("in_force_at", None), ("signed_on", None))
                | models.Q(
                    ("in_force_at__isnull", False), ("signed_on__isnull", False), ("verdict", "agreed")
                ),
            ),
        ),
        migrations.AddField("approval", "amendment", of_amendment()),
        migrations.AddField("papersignature", "amendment", of_amendment()),
        migrations.AddField("signingdocument", "amendment", of_amendment()),
        migrations.RunSQL(OF_ITS_CONTRACT, BACK),
        migrations.RemoveConstraint("signingdocument", "signing_document_once"),
        migrations.AddConstraint(
            "signingdocument",
            models.UniqueConstraint(
                fields=("contract", "text", "amendment", "terms_sha256", "kind"),
                name="signing_document_once",
                nulls_distinct=False,
            ),
        ),
        migrations.RemoveConstraint("papersignature", "paper_signature_once"),
        migrations.AddConstraint(
            "papersignature",
            models.UniqueConstraint(
                condition=models.Q(("verdict__in", ["", "confirmed"])),
                fields=("contract", "text", "amendment", "terms_sha256"),
                name="paper_signature_once",
                nulls_distinct=False,
            ),
        ),
    ]
