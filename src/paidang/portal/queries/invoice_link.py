"""The address by which a buyer gets an invoice: signed, for thirty days, for exactly one invoice."""

from django.core import signing
from django.urls import reverse

from paidang.invoices.models import BuyerInvoice

SALT = "paidang.portal.buyer-invoice"
DAYS = 30


def signed_path(invoice: BuyerInvoice) -> str:
    """The path of the page; it holds ids and a moment, and nothing about the buyer."""
    held = [invoice.contract.brand_id, invoice.contract_id, invoice.pk]
    return reverse("portal:invoice_link", args=[signing.dumps(held, salt=SALT)])


def read_signed(signed: str) -> tuple[int, int, int]:
    """Brand, contract, invoice; signing.SignatureExpired for an old address, BadSignature or ValueError for a forged one."""
    brand_id, contract_id, invoice_id = signing.loads(signed, salt=SALT, max_age=DAYS * 24 * 3600)
    return brand_id, contract_id, invoice_id
