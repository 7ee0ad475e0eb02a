"""Every minute: cases that platforms told of, and what has become overdue. Killed at any point, the next run does the rest."""

import logging
from datetime import UTC, datetime

from procrastinate.contrib.django import app

from paidang.aftersales.actions.late import set_late_duties
from paidang.aftersales.actions.platform import take_platform_cases
from paidang.contracts.models import IN_FORCE, Contract
from paidang.team.context import act_as
from paidang.team.queries import list_organisation_ids

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="aftersales.look", queueing_lock="aftersales.look")
def look(timestamp: int) -> None:
    """Look at the contracts of every agency; what goes wrong with one does not keep the others waiting."""
    for org_id in list_organisation_ids():
        try:
            with act_as(org_id=org_id):
                contracts = list(Contract.objects.filter(agency=org_id, state=IN_FORCE))
            for contract in contracts:
                at = datetime.now(UTC)
                with act_as(org_id=org_id):
                    take_platform_cases(contract, at=at)
                    set_late_duties(contract, at=at)
        except Exception:
            logger.exception("after-sales of organisation %s", org_id)
