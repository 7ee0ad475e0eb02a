"""Factory prices are declared with the brand's word; for days past they wait for the agency's. Each side speaks for itself.

Prices that were declared before have no such word.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from paidang.kit.rls import CURRENT_ORG, WEB_ROLE, protect_by_contract

ID = (
    "id",
    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
)


def _to(model: str, *, null: bool = False, related_name: str = "+") -> models.ForeignKey:
    return models.ForeignKey(
        null=null, on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=model
    )


PERSON = settings.AUTH_USER_MODEL
IS_SIDE = f"exists (select from contracts_contract c where c.id = contract_id and c.{{side}} = {CURRENT_ORG})"
WHO_WRITES = f"""
grant update (state, answer, answered_by_id, answered_at) on catalog_pricedeclaration to {WEB_ROLE};
grant update (until) on catalog_pastprice to {WEB_ROLE};
create policy brand_declares on catalog_pricedeclaration as restrictive for insert
  with check ({IS_SIDE.format(side="brand_id")});
create policy agency_answers on catalog_pricedeclaration as restrictive for update
  with check (case state when 'withdrawn' then {IS_SIDE.format(side="brand_id")} else {IS_SIDE.format(side="agency_id")} end);
create policy brand_attaches on catalog_priceinvoice as restrictive for insert
  with check ({IS_SIDE.format(side="brand_id")});
create function catalog_answered_once() returns trigger language plpgsql as $$
begin
  if old.state <> 'waiting' then
    raise exception 'an answered declaration never changes (%)', old.id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger catalog_answered_once before update on catalog_pricedeclaration
  for each row execute function catalog_answered_once();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0002_row_level_security"),
        ("contracts", "0012_signing_by_passkey"),
        migrations.swappable_dependency(PERSON),
    ]

    operations = [
        migrations.CreateModel(
            name="PriceDeclaration",
            fields=[
                ID,
                ("number", models.PositiveIntegerField()),
                ("words", models.CharField(max_length=500)),
                ("prices", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("import_id", models.BigIntegerField(null=True)),
                ("declared_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "已生效"),
                            ("waiting", "等乙方答复"),
                            ("agreed", "双方同意"),
                            ("declined", "乙方不同意"),
                            ("withdrawn", "甲方撤回"),
                        ],
                        max_length=9,
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=500)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", _to(PERSON, null=True)),
                ("contract", _to("contracts.contract", related_name="price_declarations")),
                ("declared_by", _to(PERSON)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "number"), name="price_declaration_number"),
                    models.CheckConstraint(
                        condition=Q(("words", ""), _negated=True), name="price_declaration_words"
                    ),
                    models.CheckConstraint(
                        name="price_declaration_answered",
                        condition=Q(state__in=["", "waiting"], answered_by=None, answered_at=None, answer="")
                        | Q(
                            state__in=["agreed", "withdrawn"],
                            answered_by__isnull=False,
                            answered_at__isnull=False,
                        )
                        | Q(state="declined", answered_by__isnull=False, answered_at__isnull=False)
                        & ~Q(answer=""),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PastPrice",
            fields=[
                ID,
                ("sku", models.CharField(max_length=255)),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("old_fen", models.BigIntegerField(null=True)),
                ("new_fen", models.BigIntegerField()),
                ("lines", models.BigIntegerField()),
                ("units", models.BigIntegerField()),
                ("contract", _to("contracts.contract")),
                ("declaration", _to("catalog.pricedeclaration", related_name="past")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("declaration", "sku", "since"), name="past_price_once"),
                    models.CheckConstraint(condition=Q(("since__lt", F("until"))), name="past_price_days"),
                    models.CheckConstraint(condition=Q(("new_fen__gte", 0)), name="past_price_not_negative"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PriceInvoice",
            fields=[
                ID,
                ("sku", models.CharField(max_length=255)),
                ("valid_from", models.DateField()),
                ("file_name", models.CharField(max_length=255)),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                ("added_at", models.DateTimeField()),
                ("added_by", _to(PERSON)),
                ("contract", _to("contracts.contract")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "sku", "valid_from", "sha256"), name="price_invoice_once"
                    )
                ],
            },
        ),
        migrations.AddField("factoryprice", "declaration", _to("catalog.pricedeclaration", null=True)),
        *(
            migrations.RunSQL(
                protect_by_contract(f"catalog_{table}", grants="select, insert"), migrations.RunSQL.noop
            )
            for table in ("pricedeclaration", "pastprice", "priceinvoice")
        ),
        migrations.RunSQL(WHO_WRITES, "drop function catalog_answered_once cascade"),
    ]
