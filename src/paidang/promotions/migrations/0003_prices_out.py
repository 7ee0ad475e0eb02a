"""Prices that go out through the stores' interfaces: only at what the brand approved, and what was written of one stays."""

import django.db.models.deletion
from django.db import migrations, models

import paidang.kit.sentence
from paidang.kit.rls import WEB_ROLE, protect_by_contract

SENTENCES = {
    "decoder": paidang.kit.sentence.SentenceDecoder,
    "encoder": paidang.kit.sentence.SentenceEncoder,
    "null": True,
}
KEPT_UP = "out_id, refused, back_id, back_refused, seen_fen, seen_at, live_at, back_at"
AS_APPROVED = f"""
grant update ({KEPT_UP}) on promotions_promotionprice to {WEB_ROLE};
create function promotions_price_as_approved() returns trigger language plpgsql as $$
begin
  if not exists (
    select from promotions_promotion p join catalog_storeoffer o on o.id = p.offer_id
    where p.id = new.promotion_id and p.contract_id = new.contract_id and p.approved_digest <> '' and o.state = 'out'
      and (o.prices ->> new.sku)::bigint = new.price_fen) then
    raise exception 'a price goes out as the brand approved it (promotion %)', new.promotion_id
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger promotions_price_as_approved after insert on promotions_promotionprice
  for each row execute function promotions_price_as_approved();
"""
BACK = "drop function promotions_price_as_approved cascade;"


def _to(
    model: str, *, null: bool = False, name: str = "+"
) -> "models.ForeignKey[models.Model, models.Model]":
    return models.ForeignKey(
        null=null, on_delete=django.db.models.deletion.PROTECT, related_name=name, to=model
    )


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0013_taken_back"),
        ("promotions", "0002_row_level_security"),
        ("stores", "0010_replaced"),
    ]
    operations = [
        migrations.AddField("promotion", "approved_digest", models.CharField(blank=True, max_length=64)),
        migrations.AddField("promotion", "by_link", models.BooleanField(default=False)),
        migrations.CreateModel(
            name="PromotionPrice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sku", models.CharField(max_length=255)),
                ("platform_sku", models.CharField(max_length=100)),
                ("price_fen", models.BigIntegerField()),
                ("before_fen", models.BigIntegerField()),
                ("made_at", models.DateTimeField()),
                ("refused", models.JSONField(**SENTENCES)),
                ("back_refused", models.JSONField(**SENTENCES)),
                ("seen_fen", models.BigIntegerField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                ("live_at", models.DateTimeField(null=True)),
                ("back_at", models.DateTimeField(null=True)),
                ("back", _to("stores.outgoingact", null=True)),
                ("contract", _to("contracts.contract")),
                ("link", _to("stores.storelink")),
                ("out", _to("stores.outgoingact", null=True)),
                ("promotion", _to("promotions.promotion", name="prices")),
            ],
            options={
                "indexes": [models.Index(fields=["link", "platform_sku"], name="promotion_price_of")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("promotion", "platform_sku"), name="promotion_price_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("before_fen__gt", 0),
                            ("price_fen__gt", 0),
                            models.Q(("platform_sku", ""), _negated=True),
                        ),
                        name="promotion_price_sane",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            protect_by_contract("promotions_promotionprice", grants="select, insert"), migrations.RunSQL.noop
        ),
        migrations.RunSQL(AS_APPROVED, BACK),
    ]
