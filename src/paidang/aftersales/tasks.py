"""Every minute: cases that platforms told of, and what has become overdue, what platforms were told. Killed at any point, the next run does the rest."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from paidang.aftersales.actions.late import set_late_duties
from paidang.aftersales.actions.platform import take_platform_cases
from paidang.aftersales.actions.telling import settle_answers
from paidang.contracts.models import IN_FORCE, Contract
from paidang.team.actions import for_each_organisation
from paidang.team.context import act_as


@app.periodic(cron="* * * * *")
@app.task(name="aftersales.look", queueing_lock="aftersales.look")
def look(timestamp: int) -> None:
    """Look at the contracts of every agency."""
    for_each_organisation(_look_at, what="after-sales")


def _look_at(org_id: int) -> None:
    with act_as(org_id=org_id):
        contracts = list(Contract.objects.filter(agency=org_id, state=IN_FORCE))
    for contract in contracts:
        at = datetime.now(UTC)
        with act_as(org_id=org_id):
            take_platform_cases(contract, at=at)
            set_late_duties(contract, at=at)
            settle_answers(contract, at=at)
