"""A parcel is one row from the wave to the buyer: in the making, packed, left, delivered; what was scanned into it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from paidang.kit.rls import WEB_ROLE

_PERSON = {
    "null": True,
    "on_delete": django.db.models.deletion.PROTECT,
    "related_name": "+",
    "to": settings.AUTH_USER_MODEL,
}
Q = models.Q


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0013_taken_back"),
        ("orders", "0007_shipping_clock"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RemoveConstraint(model_name="parcel", name="parcel_shipped_whole"),
        *(
            migrations.AddField("parcel", name, models.CharField(blank=True, default="", max_length=most))
            for name, most in (("wave", 40), ("province", 40), ("city", 40), ("district", 40))
        ),
        migrations.AddField(
            "parcel",
            "route",
            models.CharField(
                blank=True, default="", help_text="the code by which the carrier sorts", max_length=20
            ),
        ),
        migrations.AddField(
            "parcel",
            "waybill_by_us",
            models.BooleanField(default=False, help_text="got from the carrier's interface"),
        ),
        migrations.AddField("parcel", "delivered_by", models.ForeignKey(**_PERSON)),
        migrations.AddField("parcel", "delivered_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "parcel", "booked_fen", models.BigIntegerField(help_text="as it stands in the facts", null=True)
        ),
        migrations.AlterField(
            "parcel",
            "freight_fen",
            models.BigIntegerField(help_text="as written down by hand, or as booked", null=True),
        ),
        migrations.AlterField("parcel", "packed_by", models.ForeignKey(**_PERSON)),
        migrations.AlterField("parcel", "packed_at", models.DateTimeField(null=True)),
        *(
            migrations.AlterField("parcel", name, models.CharField(blank=True, max_length=most))
            for name, most in (("wave", 40), ("province", 40), ("city", 40), ("district", 40))
        ),
        migrations.AlterField(
            "parcel",
            "route",
            models.CharField(blank=True, help_text="the code by which the carrier sorts", max_length=20),
        ),
        migrations.AddField("parcelline", "scanned", models.BigIntegerField(default=0)),
        migrations.AddConstraint(
            "parcelline",
            models.CheckConstraint(
                name="parcel_line_scanned", condition=Q(scanned__gte=0, scanned__lte=models.F("quantity"))
            ),
        ),
        migrations.AddConstraint(
            "parcel",
            models.CheckConstraint(
                name="parcel_shipped_whole",
                condition=Q(shipped_at=None, shipped_by=None)
                | (
                    Q(
                        shipped_at__isnull=False,
                        shipped_by__isnull=False,
                        unpacked_at=None,
                        packed_at__isnull=False,
                    )
                    & ~Q(waybill="")
                ),
            ),
        ),
        migrations.AddConstraint(
            "parcel",
            models.CheckConstraint(
                name="parcel_packed_whole",
                condition=Q(packed_at=None, packed_by=None)
                | Q(packed_at__isnull=False, packed_by__isnull=False),
            ),
        ),
        migrations.AddConstraint(
            "parcel",
            models.CheckConstraint(
                name="parcel_delivered", condition=Q(delivered_at=None) | Q(shipped_at__isnull=False)
            ),
        ),
        migrations.AddIndex(
            "parcel",
            models.Index(
                condition=Q(booked_fen=None), fields=["contract", "shipped_at"], name="parcel_without_freight"
            ),
        ),
        migrations.RunSQL(
            f"grant update (parcel_id, quantity, scanned) on orders_parcelline to {WEB_ROLE}",
            migrations.RunSQL.noop,
        ),
    ]
