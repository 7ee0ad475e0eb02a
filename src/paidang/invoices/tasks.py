"""The worker looks every minute for what platforms' buyers asked for, and for refunds of what was invoiced."""

from contextlib import suppress
from datetime import UTC, datetime

from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from paidang.channels.einvoice.client import Client, connect
from paidang.channels.link.calling import Caller
from paidang.contracts.actions.each import do_for_each
from paidang.contracts.models import DRAFT, Contract
from paidang.invoices.actions import set_invoice_duties, take_wishes, tend_service
from paidang.invoices.models import BuyerInvoice, InvoicedItem
from paidang.invoices.rules.states import WAITING
from paidang.team.actions import for_each_organisation
from paidang.team.context import act_as

QUEUE = "invoices"


@app.periodic(cron="* * * * *")
@app.task(name="invoices.look", queue=QUEUE, queueing_lock="invoices.look")
def look(timestamp: int) -> None:
    """Look at every contract, in its brand's name."""
    for_each_organisation(lambda org_id: look_at(org_id, datetime.now(UTC)), what="invoices")


def look_at(org_id: int, at: datetime) -> None:
    """Take down what was asked for, and what is to be taken back, of the contracts of which this is the brand."""
    with act_as(org_id=org_id):
        contracts = list(Contract.objects.filter(brand_id=org_id).exclude(state=DRAFT).order_by("pk"))

    def look_into(contract: Contract, /, *, at: datetime) -> None:
        taken = take_wishes(contract, at=at, org_id=org_id)
        if not taken and InvoicedItem.objects.filter(contract=contract).exists():
            set_invoice_duties(contract, at=at)

    do_for_each(contracts, look_into, org_id=org_id, what="invoices")
    with act_as(org_id=org_id):
        asked = set(BuyerInvoice.objects.filter(contract__in=contracts, state=WAITING, next_at__lte=at).values_list("contract_id", flat=True))  # fmt: skip
    for contract_id in sorted(asked):
        with suppress(AlreadyEnqueued):
            lock = f"invoices-{contract_id}"
            tend.configure(lock=lock, queueing_lock=lock).defer(org_id=org_id, contract_id=contract_id)


@app.task(name="invoices.tend", queue="webhooks")
def tend(*, org_id: int, contract_id: int) -> None:
    """Ask a brand's e-invoice service; by the worker that waits for other machines."""
    tend_service(org_id=org_id, contract_id=contract_id, now=lambda: datetime.now(UTC), connect=_connect)


def _connect(base_url: str, values: dict[str, str]) -> Client:
    return connect(base_url, values, caller=Caller(base_url, local=settings.INVOICE_SERVICE_LOCAL))
