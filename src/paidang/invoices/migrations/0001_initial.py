import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import paidang.kit.sentence
from paidang.schema import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contracts", "0013_taken_back"),
        ("team", "0012_api_tokens"),
        ("team", "__first__"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="InvoiceRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order_id", models.CharField(max_length=255)),
                        ("channel", models.CharField(max_length=40)),
                        ("store", models.CharField(max_length=200)),
                        ("kind", models.CharField(max_length=10)),
                        ("source", models.CharField(max_length=10)),
                        ("state", models.CharField(max_length=10)),
                        ("sealed", models.TextField(help_text="title, tax number, e-mail, telephone")),
                        (
                            "problems",
                            models.JSONField(
                                decoder=paidang.kit.sentence.SentenceDecoder,
                                default=list,
                                encoder=paidang.kit.sentence.SentenceEncoder,
                                help_text="what keeps the wish from being issued",
                            ),
                        ),
                        (
                            "amount_fen",
                            models.BigIntegerField(
                                help_text="what was left to invoice when it was asked for"
                            ),
                        ),
                        ("due_on", models.DateField()),
                        ("asked_at", models.DateTimeField()),
                        (
                            "reason",
                            models.CharField(blank=True, help_text="why it was declined", max_length=500),
                        ),
                        ("closed_at", models.DateTimeField(null=True)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["contract", "state", "id"], name="invoice_request_queue"),
                            models.Index(fields=["contract", "order_id"], name="invoice_request_order"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("asked", "sent"))),
                                fields=("contract", "order_id"),
                                name="invoice_request_open_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["ordinary", "special"]),
                                    ("source__in", ["platform", "service", "api", "file"]),
                                    ("state__in", ["asked", "sent", "issued", "delivered", "declined"]),
                                ),
                                name="invoice_request_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "declined"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="invoice_request_declined",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BuyerInvoice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("state", models.CharField(max_length=8)),
                        ("serial", models.CharField(blank=True, max_length=40)),
                        ("number", models.CharField(blank=True, max_length=20)),
                        ("issued_on", models.DateField(null=True)),
                        ("amount_fen", models.BigIntegerField()),
                        ("tax_fen", models.BigIntegerField()),
                        ("file_name", models.CharField(blank=True, max_length=255)),
                        ("media", models.CharField(blank=True, max_length=4)),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        ("content", models.BinaryField(null=True)),
                        (
                            "differences",
                            models.JSONField(
                                decoder=paidang.kit.sentence.SentenceDecoder,
                                default=list,
                                encoder=paidang.kit.sentence.SentenceEncoder,
                                help_text="where the file says other than we reckon",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        ("issued_at", models.DateTimeField()),
                        ("attempts", models.PositiveIntegerField(default=0)),
                        ("next_at", models.DateTimeField(null=True)),
                        (
                            "problem",
                            models.JSONField(
                                decoder=paidang.kit.sentence.SentenceDecoder,
                                encoder=paidang.kit.sentence.SentenceEncoder,
                                null=True,
                            ),
                        ),
                        ("mail_asked_at", models.DateTimeField(null=True)),
                        ("delivered_at", models.DateTimeField(null=True)),
                        ("delivered_how", models.CharField(blank=True, max_length=10)),
                        (
                            "contract",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "issued_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "reverses",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reversals",
                                to="invoices.buyerinvoice",
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invoices",
                                to="invoices.invoicerequest",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["contract", "next_at"],
                                name="buyer_invoice_asked",
                            ),
                            models.Index(
                                condition=models.Q(("delivered_at", None), ("mail_asked_at__isnull", False)),
                                fields=["contract", "mail_asked_at"],
                                name="buyer_invoice_mail",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("number", ""), _negated=True),
                                fields=("contract", "number"),
                                name="buyer_invoice_number",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("serial", ""), _negated=True),
                                fields=("contract", "serial"),
                                name="buyer_invoice_serial",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["waiting", "done", "failed"])),
                                name="buyer_invoice_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("amount_fen__gt", 0),
                                    ("tax_fen__gte", 0),
                                    ("tax_fen__lte", models.F("amount_fen")),
                                ),
                                name="buyer_invoice_amounts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "done"), _negated=True),
                                    models.Q(
                                        ("issued_on__isnull", False), models.Q(("number", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="buyer_invoice_issued",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InvoiceRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("item", models.CharField(max_length=255)),
                        ("sku", models.CharField(blank=True, max_length=255)),
                        ("quantity", models.BigIntegerField()),
                        ("amount_fen", models.BigIntegerField()),
                        ("rate", models.PositiveIntegerField(help_text="hundredths of a percent")),
                        ("tax_fen", models.BigIntegerField()),
                        (
                            "contract",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "invoice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rows",
                                to="invoices.buyerinvoice",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("invoice", "item"), name="invoice_row_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InvoiceService",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("base_url", models.CharField(max_length=300)),
                        ("sealed", models.TextField()),
                        ("set_at", models.DateTimeField()),
                        (
                            "contract",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "org",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="team.organisation",
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="GoodsTax",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sku", models.CharField(blank=True, max_length=255)),
                        ("rate", models.PositiveIntegerField(help_text="hundredths of a percent")),
                        ("goods_name", models.CharField(blank=True, max_length=100)),
                        (
                            "goods_code",
                            models.CharField(
                                blank=True, help_text="the tax bureau's code of the goods", max_length=19
                            ),
                        ),
                        ("set_at", models.DateTimeField()),
                        (
                            "contract",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("contract", "sku"), name="goods_tax_once"),
                            models.CheckConstraint(
                                condition=models.Q(("rate__in", [1300, 900, 600, 500, 300, 100, 0])),
                                name="goods_tax_rate",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InvoiceDays",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("days", models.PositiveIntegerField()),
                        ("set_at", models.DateTimeField()),
                        (
                            "contract",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("days__gte", 1), ("days__lte", 60)),
                                name="invoice_days_sane",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InvoicedItem",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "contract_id",
                                "item",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("item", models.CharField(max_length=255)),
                        ("order_id", models.CharField(max_length=255)),
                        ("sku", models.CharField(blank=True, max_length=255)),
                        ("rate", models.PositiveIntegerField()),
                        (
                            "paid_fen",
                            models.BigIntegerField(
                                help_text="what the buyer paid, as it was known when it was last invoiced"
                            ),
                        ),
                        ("issued_fen", models.BigIntegerField(default=0)),
                        ("issued_tax_fen", models.BigIntegerField(default=0)),
                        ("red_fen", models.BigIntegerField(default=0)),
                        ("red_tax_fen", models.BigIntegerField(default=0)),
                        (
                            "contract",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["contract", "order_id"], name="invoiced_item_order"),
                            models.Index(
                                condition=models.Q(("issued_fen__gt", models.F("red_fen"))),
                                fields=["contract", "item"],
                                name="invoiced_item_left",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "issued_fen__lte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("red_fen"), "+", models.F("paid_fen")
                                        ),
                                    )
                                ),
                                name="invoiced_never_more_than_paid",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("red_fen__gte", 0),
                                    ("red_fen__lte", models.F("issued_fen")),
                                    ("red_tax_fen__gte", 0),
                                    ("red_tax_fen__lte", models.F("issued_tax_fen")),
                                ),
                                name="invoiced_red_of_issued",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
