"""Adjustments that one side proposes and the other agrees to, and the files beside them and beside questions."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from paidang.kit.rls import CURRENT_ORG, WEB_ROLE, protect_by_contract
from paidang.schema import CreateTables


def _id() -> tuple[str, models.BigAutoField]:
    return (
        "id",
        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
    )


def _to(model: str, *, null: bool = False, related_name: str = "+") -> models.ForeignKey:
    return models.ForeignKey(
        null=null, on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=model
    )


PERSON = settings.AUTH_USER_MODEL
OWN_SIDE = f"""exists (select from contracts_contract c where c.id = contract_id
    and {CURRENT_ORG} = case side when 'a' then c.brand_id else c.agency_id end)"""
OTHER_SIDE = f"""exists (select from contracts_contract c where c.id = contract_id
    and {CURRENT_ORG} = case side when 'a' then c.agency_id else c.brand_id end)"""
WHO_WRITES = f"""
grant update (state, answer, answered_by_id, answered_at) on settlement_adjustment to {WEB_ROLE};
create policy own_side_proposes on settlement_adjustment as restrictive for insert
  with check (state = 'waiting' and {OWN_SIDE});
create policy other_side_answers on settlement_adjustment as restrictive for update
  using (true) with check (case state when 'withdrawn' then {OWN_SIDE} else {OTHER_SIDE} end);
create policy own_side_attaches on settlement_attachment as restrictive for insert with check ({OWN_SIDE});
create function settlement_answered_once() returns trigger language plpgsql as $$
begin
  if old.state <> 'waiting' then
    raise exception 'an answered adjustment never changes (%)', old.id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger settlement_answered_once before update on settlement_adjustment
  for each row execute function settlement_answered_once();
"""

ADJUSTMENT = migrations.CreateModel(
    name="Adjustment",
    fields=[
        _id(),
        ("number", models.PositiveIntegerField()),
        ("kind", models.CharField(max_length=16)),
        ("amount_fen", models.BigIntegerField()),
        ("reason", models.CharField(max_length=200)),
        ("clause", models.CharField(blank=True, max_length=80)),
        ("rows", models.JSONField(default=list)),
        ("side", models.CharField(max_length=1)),
        ("proposed_at", models.DateTimeField()),
        (
            "state",
            models.CharField(
                choices=[
                    ("waiting", "待答复"),
                    ("agreed", "已同意"),
                    ("declined", "不同意"),
                    ("withdrawn", "已撤回"),
                ],
                default="waiting",
                max_length=9,
            ),
        ),
        ("answer", models.CharField(blank=True, max_length=500)),
        ("answered_at", models.DateTimeField(null=True)),
        ("answered_by", _to(PERSON, null=True)),
        ("contract", _to("contracts.contract", related_name="adjustments")),
        ("proposed_by", _to(PERSON)),
        ("statement", _to("settlement.statement", related_name="adjustments")),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(fields=("contract", "number"), name="adjustment_number"),
            models.CheckConstraint(
                name="adjustment_sane",
                condition=Q(side__in=["a", "b"])
                & Q(kind__in=("dispute", "other"))
                & ~Q(amount_fen=0)
                & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="adjustment_answered_whole",
                condition=Q(state="waiting", answered_at=None, answered_by=None)
                | ~Q(state="waiting") & Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="adjustment_declined_with_reason", condition=~Q(state="declined") | ~Q(answer="")
            ),
        ]
    },
)
ATTACHMENT = migrations.CreateModel(
    name="Attachment",
    fields=[
        _id(),
        ("side", models.CharField(max_length=1)),
        ("name", models.CharField(max_length=255)),
        ("sha256", models.CharField(max_length=64)),
        ("size_bytes", models.PositiveIntegerField()),
        ("content", models.BinaryField()),
        ("added_at", models.DateTimeField()),
        ("added_by", _to(PERSON)),
        ("adjustment", _to("settlement.adjustment", null=True, related_name="files")),
        ("contract", _to("contracts.contract")),
        ("question", _to("settlement.question", null=True, related_name="files")),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(fields=("question", "side", "sha256"), name="question_file_once"),
            models.UniqueConstraint(fields=("adjustment", "sha256"), name="adjustment_file_once"),
            models.CheckConstraint(
                name="attachment_sane",
                condition=Q(side__in=["a", "b"], size_bytes__gte=1, size_bytes__lte=10 * 2**20)
                & (Q(question=None, adjustment__isnull=False) | Q(question__isnull=False, adjustment=None)),
            ),
        ]
    },
)


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0013_taken_back"),
        ("settlement", "0012_reimbursement"),
        migrations.swappable_dependency(PERSON),
    ]
    operations = [
        CreateTables([ADJUSTMENT, ATTACHMENT]),
        *(
            migrations.RunSQL(
                protect_by_contract(f"settlement_{table}", grants="select, insert"), migrations.RunSQL.noop
            )
            for table in ("adjustment", "attachment")
        ),
        migrations.RunSQL(WHO_WRITES, "drop function settlement_answered_once cascade"),
    ]
