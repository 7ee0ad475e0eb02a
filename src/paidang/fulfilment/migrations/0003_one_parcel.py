"""A wave's parcel becomes the orders' parcel: what stood in both tables stands in one, rows brought over."""

import django.db.models.deletion
from django.db import migrations, models

from paidang.fulfilment.rules.states import STAGES

# Every parcel of a wave gets its row among the parcels; one that was checked has it already, under the same code.
_ROWS = """
insert into orders_parcel (contract_id, code, carrier, waybill, weight_g, wave, province, city, district, route,
    waybill_by_us, unpacked_by_id, unpacked_at)
select p.contract_id, p.code, p.carrier, p.waybill, p.weight_g, w.code, p.province, p.city, p.district, p.route, p.waybill_by_us,
    case when p.state in ('skipped', 'cancelled') then w.made_by_id end,
    case when p.state in ('skipped', 'cancelled') then w.made_at end
from fulfilment_pack p join fulfilment_wave w on w.id = p.wave_id
where not exists (select from orders_parcel b where b.contract_id = p.contract_id and b.code = p.code);

insert into orders_parcelline (contract_id, parcel_id, order_id, line_id, sku, quantity, scanned)
select i.contract_id, b.id, i.order_id, i.line_id, i.sku, i.quantity, i.scanned
from fulfilment_packitem i join fulfilment_pack p on p.id = i.pack_id
join orders_parcel b on b.contract_id = p.contract_id and b.code = p.code
where not exists (select from orders_parcelline l where l.parcel_id = b.id);

update orders_parcel b set carrier = p.carrier, wave = w.code, province = p.province, city = p.city, district = p.district,
    route = p.route, waybill_by_us = p.waybill_by_us, delivered_by_id = p.delivered_by_id, delivered_at = p.delivered_at,
    freight_fen = coalesce(p.freight_fen, b.freight_fen), booked_fen = p.freight_fen,
    waybill = case when b.shipped_at is null and b.unpacked_at is null then p.waybill else b.waybill end
from fulfilment_pack p join fulfilment_wave w on w.id = p.wave_id
where b.contract_id = p.contract_id and b.code = p.code;

update orders_parcelline l set scanned = least(i.scanned, l.quantity)
from fulfilment_packitem i join fulfilment_pack p on p.id = i.pack_id
join orders_parcel b on b.contract_id = p.contract_id and b.code = p.code
where l.parcel_id = b.id and l.line_id = i.line_id;

update fulfilment_pack p set parcel_id = b.id, stage = case when p.state = 'shipped' then 'packed' else p.state end
from orders_parcel b where b.contract_id = p.contract_id and b.code = p.code;

update fulfilment_trackingevent e set parcel_id = p.parcel_id from fulfilment_pack p where p.id = e.pack_id;
set constraints all immediate;
"""
_TABLES = (
    "fulfilment_wave",
    "fulfilment_pack",
    "fulfilment_packitem",
    "fulfilment_trackingevent",
    "orders_parcel",
    "orders_parcelline",
)
# The policies bind the owner too: without this it would find no rows, and say nothing.
_UNBOUND = "".join(f"alter table {table} no force row level security;" for table in _TABLES)
_BOUND = "".join(f"alter table {table} force row level security;" for table in _TABLES)
_OF_PARCEL = (
    "code", "order_id", "channel", "carrier", "province", "city", "district", "state", "waybill", "route", "waybill_by_us",
    "weight_g", "packed_by", "packed_at", "shipped_by", "shipped_at", "delivered_by", "delivered_at", "freight_fen",
)  # fmt: skip
_CONSTRAINTS = (
    "pack_code", "pack_waybill_once", "pack_state", "pack_packed_whole", "pack_packed", "pack_shipped_whole", "pack_freight",
)  # fmt: skip


def _link(name: str, kind: type[models.ForeignKey], *, null: bool) -> models.ForeignKey:  # type: ignore[type-arg]
    return kind(
        null=null,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=name,
        to="orders.parcel",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("fulfilment", "0002_row_level_security"),
        ("orders", "0008_one_parcel"),
    ]
    operations = [
        migrations.AddField("pack", "parcel", _link("pack", models.OneToOneField, null=True)),
        migrations.AddField("trackingevent", "parcel", _link("events", models.ForeignKey, null=True)),
        migrations.AddField(
            "pack", "stage", models.CharField(choices=list(STAGES.items()), default="waiting", max_length=9)
        ),
        migrations.RunSQL(_UNBOUND + _ROWS + _BOUND, migrations.RunSQL.noop),
        migrations.RemoveConstraint("trackingevent", "tracking_once"),
        migrations.RemoveField("trackingevent", "pack"),
        migrations.AlterField("trackingevent", "parcel", _link("events", models.ForeignKey, null=False)),
        migrations.AddConstraint(
            "trackingevent",
            models.UniqueConstraint(fields=("parcel", "at", "state"), name="tracking_once"),
        ),
        migrations.DeleteModel("PackItem"),
        *(migrations.RemoveIndex("pack", name) for name in ("pack_by_state", "pack_waybill", "pack_order")),
        *(migrations.RemoveConstraint("pack", name) for name in _CONSTRAINTS),
        *(migrations.RemoveField("pack", name) for name in _OF_PARCEL),
        migrations.AlterField("pack", "parcel", _link("pack", models.OneToOneField, null=False)),
        migrations.AlterField("pack", "stage", models.CharField(choices=list(STAGES.items()), max_length=9)),
        migrations.AddConstraint(
            "pack", models.CheckConstraint(name="pack_stage", condition=models.Q(stage__in=list(STAGES)))
        ),
        migrations.AddIndex("pack", models.Index(fields=["contract", "stage", "id"], name="pack_by_stage")),
    ]
