"""Jobs of fulfilment: where parcels are, asked of the carrier every hour; what must leave soon, every five minutes."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from paidang.contracts.models import IN_FORCE, Contract
from paidang.fulfilment.actions.carrier import follow_parcels
from paidang.fulfilment.actions.deadlines import set_ship_duties
from paidang.team.actions import for_each_organisation
from paidang.team.context import act_as


@app.periodic(cron="17 * * * *")
@app.task(name="fulfilment.follow", queue="stores", queueing_lock="fulfilment.follow")
def follow(timestamp: int) -> None:
    """Ask where every brand's parcels are."""
    for_each_organisation(
        lambda org_id: follow_parcels(org_id=org_id, clock=lambda: datetime.now(UTC)), what="parcels"
    )


@app.periodic(cron="*/5 * * * *")
@app.task(name="fulfilment.deadlines", queue="stores", queueing_lock="fulfilment.deadlines")
def look_at_deadlines(timestamp: int) -> None:
    """Set what each side owes before orders are late, contract by contract."""
    for_each_organisation(_look_at, what="shipping deadlines")


def _look_at(org_id: int) -> None:
    with act_as(org_id=org_id):
        contracts = list(Contract.objects.filter(agency=org_id, state=IN_FORCE))
    for contract in contracts:
        with act_as(org_id=org_id):
            set_ship_duties(contract, at=datetime.now(UTC))
