"""What a buyer sees who follows the link to an invoice, without an account."""

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from paidang.invoices.models import BuyerInvoice
from paidang.invoices.queries.listing import get_invoice
from paidang.kit.outcome import NotFound
from paidang.portal.queries.invoice_link import DAYS, read_signed, signed_path
from paidang.portal.views.given_file import given_file
from paidang.team.context import set_org


def link_to(request: HttpRequest, invoice: BuyerInvoice) -> str:
    """The whole address, made anew: the days count from now."""
    return request.build_absolute_uri(signed_path(invoice))


@never_cache
@require_safe
def invoice_link(request: HttpRequest, signed: str) -> HttpResponse:
    """What the invoice is, and the button that saves it."""
    invoice = _held(signed)
    return render(
        request,
        "portal/invoice_link.html",
        {
            "invoice": invoice,
            "seller": invoice.contract.brand,
            "is_red": invoice.reverses_id is not None,
            "is_taken_back": invoice.reversals.exists(),
            "file_url": reverse("portal:invoice_link_file", args=[signed]),
            "days": DAYS,
        },
    )


@never_cache
@require_safe
def invoice_link_file(request: HttpRequest, signed: str) -> HttpResponse:
    """The file itself."""
    invoice = _held(signed)
    return given_file(invoice.file_name, bytes(invoice.content or b""))


def _held(signed: str) -> BuyerInvoice:
    """The invoice; from here on the request is its brand's, for reading it. NotFound for a forged or old address."""
    try:
        org_id, contract_id, invoice_id = read_signed(signed)
    except signing.SignatureExpired:
        raise NotFound(
            _("这个发票链接过期了"), remedy=_("请向店铺客服要新的链接，链接 %(n)s 天内有效。") % {"n": DAYS}
        ) from None
    except (signing.BadSignature, ValueError):
        raise NotFound(_("没有这张发票"), remedy=_("请核对地址，或向店铺客服要新的链接。")) from None
    set_org(org_id=org_id, person_id=None)
    invoice = get_invoice(contract_id, invoice_id)
    if not invoice.sha256:
        raise NotFound(_("没有这张发票"), remedy=_("请核对地址，或向店铺客服要新的链接。"))
    return invoice
