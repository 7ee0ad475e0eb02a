"""Once a day: papers that expire, and what is due now that a day has passed. Killed at any point, the next run does the rest."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from paidang.contracts.models import IN_FORCE, Contract
from paidang.projects.actions import set_paper_duties
from paidang.team.actions import for_each_organisation
from paidang.team.context import act_as


@app.periodic(cron="20 22 * * *")  # 06:20 in Shanghai
@app.task(name="projects.look", queueing_lock="projects.look")
def look(timestamp: int) -> None:
    """Look at the papers of every agency's contracts."""
    for_each_organisation(_look_at, what="papers")


def _look_at(org_id: int) -> None:
    with act_as(org_id=org_id):
        contracts = list(Contract.objects.filter(agency=org_id, state=IN_FORCE))
    for contract in contracts:
        with act_as(org_id=org_id):
            set_paper_duties(contract, datetime.now(UTC))
