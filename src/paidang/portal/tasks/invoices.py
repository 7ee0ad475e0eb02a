"""Mails with which buyers get their invoices. What was asked for is a row; the worker looks every minute."""

import logging
from datetime import UTC, datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from paidang.invoices.actions import record_mailed
from paidang.invoices.models import BuyerInvoice
from paidang.invoices.queries.buyers import open_wish
from paidang.kit.money import yuan
from paidang.portal.queries.invoice_link import DAYS, signed_path
from paidang.team.actions import for_each_organisation
from paidang.team.context import act_as

AT_ONCE = 200
logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="portal.mail_invoices", queue="reminders", queueing_lock="portal.mail_invoices")
def mail_invoices(timestamp: int) -> None:
    """Mail what waits, of every brand."""
    for_each_organisation(lambda org_id: mail_of(org_id, datetime.now(UTC)), what="letters with invoices")


def mail_of(org_id: int, at: datetime) -> int:
    """Mail the invoices of one brand; returns how many went out. One that the mail server refuses stays, and is tried again."""
    sent = 0
    with act_as(org_id=org_id):
        waiting = list(
            BuyerInvoice.objects.filter(
                contract__brand_id=org_id, mail_asked_at__isnull=False, delivered_at=None
            )
            .select_related("contract__brand", "request")
            .defer("content")
            .order_by("mail_asked_at")[:AT_ONCE]
        )
    for invoice in waiting:
        try:
            with translation.override("zh-hans"):
                _letter(invoice).send()
        except OSError as error:
            logger.warning("invoice %s was not mailed: %s", invoice.pk, type(error).__name__)
            continue
        with act_as(org_id=org_id):
            record_mailed(invoice.pk, contract_id=invoice.contract_id, at=at, org_id=org_id)
        sent += 1
    return sent


def _letter(invoice: BuyerInvoice) -> EmailMessage:
    brand = invoice.contract.brand
    assert brand is not None
    context = {
        "seller": brand.name,
        "order": invoice.request.order_id,
        "number": invoice.number,
        "amount": yuan(invoice.amount_fen),
        "is_red": invoice.reverses_id is not None,
        "url": settings.PUBLIC_URL + signed_path(invoice),
        "days": DAYS,
    }
    return EmailMessage(
        subject=_("%(seller)s：您的发票") % {"seller": brand.name},
        body=render_to_string("portal/mail/invoice.txt", context).strip() + "\n",
        to=[open_wish(invoice.request).email],
    )
