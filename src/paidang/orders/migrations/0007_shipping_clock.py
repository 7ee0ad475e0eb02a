"""Presales, seen by both sides; the lines that have not left, by when they were paid."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from paidang.kit.rls import protect_by_contract


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0013_taken_back"),
        ("orders", "0006_refund_ruling"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Presale",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("store", models.CharField(max_length=200)),
                ("sku", models.CharField(max_length=255)),
                ("paid_from", models.DateTimeField()),
                ("paid_until", models.DateTimeField()),
                ("days", models.PositiveIntegerField()),
                ("set_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.contract",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("contract", "store", "sku", "paid_from"),
                        name="presale_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("days__gte", 1), ("days__lte", 90), ("paid_until__gt", models.F("paid_from"))
                        ),
                        name="presale_sane",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="presale_withdrawn_whole",
                    ),
                ]
            },
        ),
        migrations.AddIndex(
            model_name="orderline",
            index=models.Index(
                condition=models.Q(("completed_at", None), ("shipped_at", None)),
                fields=["contract", "paid_at"],
                name="order_line_open",
            ),
        ),
        migrations.RunSQL(
            protect_by_contract(
                "orders_presale", grants="select, insert, update (withdrawn_by_id, withdrawn_at)"
            ),
            migrations.RunSQL.noop,
        ),
    ]
