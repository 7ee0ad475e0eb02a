"""An offer goes out with the brand's word only; prices are drafted or proposed before the brand publishes them.

Each side speaks for itself: the brand answers offers and proposals, the agency puts out what was approved, as it was.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from paidang.kit.rls import CURRENT_ORG, WEB_ROLE, protect_by_contract

IS_SIDE = f"exists (select from contracts_contract c where c.id = contract_id and c.{{side}} = {CURRENT_ORG})"
BRAND, AGENCY = IS_SIDE.format(side="brand_id"), IS_SIDE.format(side="agency_id")

# What was out before the brand had a word in it counts on, and waits for that word.
WAITS_FOR_THE_BRAND = """
alter table catalog_storeoffer no force row level security;
update catalog_storeoffer set state = 'checked' where state = 'out';
alter table catalog_storeoffer force row level security;
"""
EACH_SIDE_SPEAKS = f"""
create policy agency_makes on catalog_storeoffer as restrictive for insert
  with check (state in ('checked', 'refused') and {AGENCY});
create policy brand_answers on catalog_storeoffer as restrictive for update
  with check (case when state in ('approved', 'declined') then {BRAND} when state = 'refused' then true else {AGENCY} end);
create function catalog_offer_as_approved() returns trigger language plpgsql as $$
begin
  if new.state in ('approved', 'declined', 'out') and
      (to_jsonb(new) - '{{state,checked_at,answer,answered_by_id,answered_at}}'::text[]) is distinct from
      (to_jsonb(old) - '{{state,checked_at,answer,answered_by_id,answered_at}}'::text[]) then
    raise exception 'what the brand saw of an offer stays (offer %)', old.id using errcode = 'integrity_constraint_violation';
  end if;
  if new.state = 'out' and (old.state not in ('approved', 'out') or new.answered_by_id is distinct from old.answered_by_id) then
    raise exception 'an offer goes out with the brand''s word (offer %)', old.id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger catalog_offer_as_approved before update on catalog_storeoffer
  for each row execute function catalog_offer_as_approved();

grant update (state, answer, answered_by_id, answered_at) on catalog_pricedraft to {WEB_ROLE};
create policy brand_publishes on catalog_pricedraft as restrictive for update
  with check (state = 'withdrawn' or {BRAND});
create function catalog_draft_answered_once() returns trigger language plpgsql as $$
begin
  if old.state <> 'open' then
    raise exception 'an answered draft never changes (%)', old.id using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger catalog_draft_answered_once before update on catalog_pricedraft
  for each row execute function catalog_draft_answered_once();
"""
BACK = "drop function catalog_offer_as_approved cascade; drop function catalog_draft_answered_once cascade;"


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0004_goods_offers_market"),
        ("contracts", "0013_taken_back"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PriceDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("since", models.DateField()),
                ("rows", models.JSONField()),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "草案"),
                            ("published", "甲方已发布"),
                            ("declined", "甲方不采用"),
                            ("withdrawn", "已撤回"),
                        ],
                        max_length=9,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("answer", models.CharField(blank=True, max_length=500)),
                ("answered_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="storeoffer",
            name="store_offer_state",
        ),
        migrations.AddField(
            model_name="storeoffer",
            name="answer",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="storeoffer",
            name="answered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="storeoffer",
            name="answered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="storeoffer",
            name="state",
            field=models.CharField(
                choices=[
                    ("checked", "核对过，等甲方批准"),
                    ("refused", "会低于底价，不能发布"),
                    ("approved", "甲方已批准，可以发布"),
                    ("declined", "甲方不批准"),
                    ("out", "已发布"),
                    ("ended", "已停用"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="storeoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["checked", "refused", "approved", "declined", "out", "ended"])
                ),
                name="store_offer_state",
            ),
        ),
        migrations.RunSQL(WAITS_FOR_THE_BRAND, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="storeoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answer", ""),
                        ("answered_at", None),
                        ("answered_by", None),
                        ("state__in", ["checked", "refused"]),
                    ),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        ("state__in", ["approved", "out"]),
                    ),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        ("state", "declined"),
                        models.Q(("answer", ""), _negated=True),
                    ),
                    ("state", "ended"),
                    _connector="OR",
                ),
                name="store_offer_answered",
            ),
        ),
        migrations.AddField(
            model_name="pricedraft",
            name="answered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="pricedraft",
            name="contract",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="price_drafts",
                to="contracts.contract",
            ),
        ),
        migrations.AddField(
            model_name="pricedraft",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="pricedraft",
            constraint=models.UniqueConstraint(fields=("contract", "number"), name="price_draft_number"),
        ),
        migrations.AddConstraint(
            model_name="pricedraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at", None), ("answered_by", None), ("state", "open")),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        ("state__in", ["published", "withdrawn"]),
                    ),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        ("state", "declined"),
                        models.Q(("answer", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="price_draft_answered",
            ),
        ),
        migrations.RunSQL(
            protect_by_contract("catalog_pricedraft", grants="select, insert"), migrations.RunSQL.noop
        ),
        migrations.RunSQL(EACH_SIDE_SPEAKS, BACK),
    ]
