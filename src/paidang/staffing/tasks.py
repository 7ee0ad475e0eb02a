"""Every night: a role that nobody holds any more, or not yet, is a duty. Killed at any point, the next run does the rest."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from paidang.contracts.models import IN_FORCE, Contract
from paidang.staffing.actions import set_open_duties
from paidang.team.actions import for_each_organisation
from paidang.team.context import act_as


@app.periodic(cron="40 19 * * *")
@app.task(name="staffing.look", queueing_lock="staffing.look")
def look(timestamp: int) -> None:
    """Look at the contracts of every agency; 19:40 UTC is 3:40 in the morning in Shanghai."""
    for_each_organisation(_look_at, what="staffing")


def _look_at(org_id: int) -> None:
    with act_as(org_id=org_id):
        contracts = list(Contract.objects.filter(agency=org_id, state=IN_FORCE))
    for contract in contracts:
        with act_as(org_id=org_id):
            set_open_duties(contract, at=datetime.now(UTC))
