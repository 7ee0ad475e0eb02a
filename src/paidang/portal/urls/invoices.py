"""Buyers' invoices."""

from django.urls import path

from paidang.portal.views import (
    invoice_acts,
    invoice_bulk,
    invoice_link,
    invoices,
)

urlpatterns = [
    path("invoices", invoices.invoices, name="invoices"),
    path("invoices/<str:code>/ask", invoice_acts.invoice_ask, name="invoice_ask"),
    path("invoices/<str:code>/rate", invoice_acts.invoice_rate, name="invoice_rate"),
    path("invoices/<str:code>/service", invoice_acts.invoice_service, name="invoice_service"),
    path("invoices/<str:code>/<int:request_id>/send", invoice_acts.invoice_send, name="invoice_send"),
    path(
        "invoices/<str:code>/papers/<int:invoice_id>/red/send",
        invoice_acts.invoice_red_send,
        name="invoice_red_send",
    ),
    path("invoices/<str:code>/days", invoice_acts.invoice_days, name="invoice_days"),
    path("invoices/<str:code>/export", invoice_bulk.invoice_export, name="invoice_export"),
    path("invoices/<str:code>/requests", invoice_bulk.invoice_requests, name="invoice_requests"),
    path("invoices/<str:code>/numbers", invoice_bulk.invoice_numbers, name="invoice_numbers"),
    path("invoices/<str:code>/<int:request_id>", invoices.invoice_request, name="invoice_request"),
    path("invoices/<str:code>/<int:request_id>/issue", invoice_acts.invoice_issue, name="invoice_issue"),
    path(
        "invoices/<str:code>/<int:request_id>/correct", invoice_acts.invoice_correct, name="invoice_correct"
    ),
    path(
        "invoices/<str:code>/<int:request_id>/decline", invoice_acts.invoice_decline, name="invoice_decline"
    ),
    path("invoices/<str:code>/papers/<int:invoice_id>/file", invoice_acts.invoice_file, name="invoice_file"),
    path(
        "invoices/<str:code>/papers/<int:invoice_id>/attach",
        invoice_acts.invoice_attach,
        name="invoice_attach",
    ),
    path(
        "invoices/<str:code>/papers/<int:invoice_id>/deliver",
        invoice_acts.invoice_deliver,
        name="invoice_deliver",
    ),
    path("invoices/<str:code>/papers/<int:invoice_id>/red", invoice_acts.invoice_red, name="invoice_red"),
    path("invoice/<str:signed>", invoice_link.invoice_link, name="invoice_link"),
    path("invoice/<str:signed>/file", invoice_link.invoice_link_file, name="invoice_link_file"),
]
