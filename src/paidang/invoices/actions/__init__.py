"""What is done about buyers' invoices: asked for, issued, taken back, delivered; by hand, by file, by a service."""

from paidang.invoices.actions.asking import ask_invoice, correct_request, decline_request, take_wishes
from paidang.invoices.actions.delivering import ask_mail, deliver_invoice, open_invoice, record_mailed
from paidang.invoices.actions.duties import set_invoice_duties
from paidang.invoices.actions.issuing import attach_file, issue_invoice
from paidang.invoices.actions.recording import UnableToInvoice
from paidang.invoices.actions.service import send_red, send_to_service, set_service, tend_service
from paidang.invoices.actions.settings import set_days, set_rate
from paidang.invoices.actions.taking_back import take_back

__all__ = [
    "UnableToInvoice",
    "ask_invoice",
    "ask_mail",
    "attach_file",
    "correct_request",
    "decline_request",
    "deliver_invoice",
    "issue_invoice",
    "open_invoice",
    "record_mailed",
    "send_red",
    "send_to_service",
    "set_days",
    "set_invoice_duties",
    "set_rate",
    "set_service",
    "take_back",
    "take_wishes",
    "tend_service",
]
