"""Payments and debts."""

from django.urls import path

from paidang.portal.views import (
    payment_acts,
    payment_files,
    payments,
)

urlpatterns = [
    path("payments", payments.payments, name="payments"),
    path("payments/vouchers", payment_files.payment_vouchers, name="payment_vouchers"),
    path("payments/bank", payment_acts.payment_bank_upload, name="payment_bank_upload"),
    path("payments/bank/<int:file_id>", payment_acts.payment_bank, name="payment_bank"),
    path("payments/bank/<int:file_id>/take", payment_acts.payment_bank_take, name="payment_bank_take"),
    path("payments/lines", payment_acts.payment_lines, name="payment_lines"),
    path("payments/lines/<int:line_id>", payment_acts.payment_of_line, name="payment_of_line"),
    path("payments/lines/<int:line_id>/aside", payment_acts.payment_line_aside, name="payment_line_aside"),
    path("contracts/<str:code>/payments", payment_acts.payment_record, name="payment_record"),
    path("contracts/<str:code>/payments/ledger.csv", payment_files.payment_ledger, name="payment_ledger"),
    path(
        "contracts/<str:code>/payments/<int:payment_id>/receipt",
        payment_files.payment_receipt,
        name="payment_receipt",
    ),
    path(
        "contracts/<str:code>/payments/<int:payment_id>/reverse",
        payment_acts.payment_reverse,
        name="payment_reverse",
    ),
    path(
        "contracts/<str:code>/statements/<str:month>/invoice",
        payment_acts.payment_invoice,
        name="payment_invoice",
    ),
    path(
        "contracts/<str:code>/statements/<str:month>/invoice/file",
        payment_files.payment_invoice_file,
        name="payment_invoice_file",
    ),
]
