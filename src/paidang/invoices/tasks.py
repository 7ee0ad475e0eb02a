"""The worker looks every minute for what platforms' buyers asked for, and for refunds of what was invoiced."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from paidang.contracts.models import DRAFT, Contract
from paidang.invoices.actions import set_invoice_duties, take_wishes
from paidang.invoices.models import InvoicedItem
from paidang.team.context import act_as
from paidang.team.queries import list_organisation_ids

QUEUE = "invoices"


@app.periodic(cron="* * * * *")
@app.task(name="invoices.look", queue=QUEUE, queueing_lock="invoices.look")
def look(timestamp: int) -> None:
    """Look at every contract, in its brand's name."""
    for org_id in list_organisation_ids():
        look_at(org_id, datetime.now(UTC))


def look_at(org_id: int, at: datetime) -> None:
    """Take down what was asked for, and what is to be taken back, of the contracts of which this is the brand."""
    with act_as(org_id=org_id):
        for contract in Contract.objects.filter(brand_id=org_id).exclude(state=DRAFT).order_by("pk"):
            taken = take_wishes(contract, at=at, org_id=org_id)
            if not taken and InvoicedItem.objects.filter(contract=contract).exists():
                set_invoice_duties(contract, at=at)
