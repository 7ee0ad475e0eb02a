import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import paidang.kit.sentence
from paidang.schema import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contracts", "0013_taken_back"),
        ("team", "__first__"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="StoreLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("platform", models.CharField(max_length=20)),
                        ("channel", models.CharField(help_text="as in the facts", max_length=40)),
                        ("store", models.CharField(max_length=200)),
                        ("base_url", models.CharField(max_length=200)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("connected", "已连接"),
                                    ("paused", "已暂停"),
                                    ("refused", "密钥不对"),
                                    ("expired", "授权过期"),
                                    ("disconnected", "已断开"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("orders_until", models.DateTimeField()),
                        ("cases_until", models.DateTimeField()),
                        ("connected_at", models.DateTimeField()),
                        ("tried_at", models.DateTimeField(null=True)),
                        (
                            "answered_at",
                            models.DateTimeField(
                                help_text="when a pull last came through to its end", null=True
                            ),
                        ),
                        (
                            "listed_at",
                            models.DateTimeField(help_text="when its goods were last read", null=True),
                        ),
                        ("next_at", models.DateTimeField(help_text="not pulled before")),
                        ("failures", models.PositiveIntegerField(default=0, help_text="in a row")),
                        (
                            "problem",
                            models.JSONField(
                                decoder=paidang.kit.sentence.SentenceDecoder,
                                encoder=paidang.kit.sentence.SentenceEncoder,
                                help_text="code, reason, when: of the last failure",
                                null=True,
                            ),
                        ),
                        (
                            "connected_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "platform", "store"), name="store_link_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["connected", "paused", "refused", "expired", "disconnected"],
                                    )
                                ),
                                name="store_link_state",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StoreCase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("case_id", models.CharField(max_length=100)),
                        ("order_id", models.CharField(max_length=100)),
                        ("line_id", models.CharField(blank=True, max_length=255)),
                        ("kind", models.CharField(max_length=12)),
                        ("state", models.CharField(max_length=12)),
                        ("platform_state", models.CharField(max_length=60)),
                        ("amount_fen", models.BigIntegerField()),
                        ("quantity", models.BigIntegerField()),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        ("asked_at", models.DateTimeField(null=True)),
                        ("modified_at", models.DateTimeField(null=True)),
                        ("refunded_at", models.DateTimeField(null=True)),
                        ("return_waybill", models.CharField(blank=True, max_length=100)),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "link",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stores.storelink",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["contract", "order_id"], name="store_case_order")],
                        "constraints": [
                            models.UniqueConstraint(fields=("link", "case_id"), name="store_case_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ("asked", "returning", "returned", "refunded", "refused", "closed"),
                                    )
                                ),
                                name="store_case_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        ("refund_only", "return_goods", "exchange", "resend", "repair"),
                                    )
                                ),
                                name="store_case_kind",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PulledDocument",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org_id", models.BigIntegerField()),
                        ("kind", models.CharField(max_length=5)),
                        ("document_id", models.CharField(max_length=100)),
                        ("sha256", models.CharField(max_length=64)),
                        ("sealed", models.TextField()),
                        ("import_id", models.BigIntegerField(null=True)),
                        ("pulled_at", models.DateTimeField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "link",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stores.storelink",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("link", "kind", "document_id", "sha256"), name="pulled_document_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OutgoingAct",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(choices=[("ship", "运单"), ("price", "价格")], max_length=6),
                        ),
                        ("key", models.CharField(max_length=255)),
                        ("body", models.JSONField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "等着发出"),
                                    ("done", "平台已收下"),
                                    ("failed", "平台没有收下"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("attempts", models.PositiveIntegerField(default=0)),
                        ("next_at", models.DateTimeField()),
                        (
                            "problem",
                            models.JSONField(
                                decoder=paidang.kit.sentence.SentenceDecoder,
                                encoder=paidang.kit.sentence.SentenceEncoder,
                                null=True,
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        ("done_at", models.DateTimeField(null=True)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "link",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stores.storelink",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["link", "next_at"],
                                name="outgoing_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    models.Q(("state", "failed"), _negated=True), ("kind", "ship")
                                ),
                                fields=("link", "kind", "key"),
                                name="outgoing_ship_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "waiting")),
                                fields=("link", "kind", "key"),
                                name="outgoing_latest_waits",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["ship", "price"]),
                                    ("state__in", ["waiting", "done", "failed"]),
                                ),
                                name="outgoing_act",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LinkDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField()),
                        ("pulls", models.PositiveIntegerField(default=0)),
                        ("documents", models.PositiveIntegerField(default=0)),
                        ("failures", models.JSONField(default=dict)),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "link",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="days",
                                to="stores.storelink",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("link", "day"), name="link_day_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StoreOrder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order_id", models.CharField(max_length=100)),
                        ("state", models.CharField(max_length=12)),
                        ("platform_state", models.CharField(max_length=60)),
                        ("created_at", models.DateTimeField(null=True)),
                        ("modified_at", models.DateTimeField(null=True)),
                        ("paid_at", models.DateTimeField(null=True)),
                        ("shipped_at", models.DateTimeField(null=True)),
                        ("completed_at", models.DateTimeField(null=True)),
                        ("parent_id", models.CharField(blank=True, max_length=100)),
                        ("parcels", models.JSONField(default=list)),
                        (
                            "sealed",
                            models.TextField(
                                help_text="receiver, the buyer's and the seller's words, the wish for an invoice"
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "link",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stores.storelink",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["contract", "order_id"], name="store_order_number"),
                            models.Index(
                                fields=["contract", "state", "paid_at"], name="store_order_by_state"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("link", "order_id"), name="store_order_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        (
                                            "unpaid",
                                            "paid",
                                            "part_shipped",
                                            "shipped",
                                            "done",
                                            "cancelled",
                                            "held",
                                            "split",
                                        ),
                                    )
                                ),
                                name="store_order_state",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StoreOrderChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("state", models.CharField(max_length=12)),
                        ("platform_state", models.CharField(max_length=60)),
                        ("parcels", models.JSONField(default=list)),
                        (
                            "at",
                            models.DateTimeField(help_text="as the platform says, else when we were told"),
                        ),
                        ("told_at", models.DateTimeField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="stores.storeorder",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="StoreSecret",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("org_id", models.BigIntegerField()),
                        ("sealed", models.TextField()),
                        ("expires_at", models.DateTimeField(help_text="the access token's end", null=True)),
                        (
                            "link",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="stores.storelink",
                            ),
                        ),
                    ],
                ),
            ]
        ),
    ]
