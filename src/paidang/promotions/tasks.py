"""Every minute: promotions that lapsed, prices that go out or back. Every hour: low prices that nobody approved. Killed at any point, the next run does the rest."""

import logging
from datetime import UTC, datetime

from procrastinate.contrib.django import app

from paidang.contracts.actions.each import for_each_contract
from paidang.contracts.models import IN_FORCE, Contract
from paidang.promotions.actions import lapse_promotions, list_to_tend, tend_prices, watch_sales
from paidang.stores.tasks import defer
from paidang.team.actions import for_each_organisation
from paidang.team.context import act_as

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="promotions.lapse", queueing_lock="promotions.lapse")
def lapse(timestamp: int) -> None:
    """End what was not approved in time."""
    for_each_contract(lapse_promotions, what="promotions")


@app.periodic(cron="* * * * *")
@app.task(name="promotions.prices", queueing_lock="promotions.prices")
def prices(timestamp: int) -> None:
    """Have prices of approved promotions go out at their start and back at their end."""
    for_each_organisation(_tend, what="promotions")


def _tend(org_id: int) -> None:
    with act_as(org_id=org_id):
        contracts = list(Contract.objects.filter(agency=org_id, state=IN_FORCE))
        due = [(one, number) for one in contracts for number in list_to_tend(one, datetime.now(UTC))]
    for contract, number in due:
        try:
            with act_as(org_id=org_id):
                for link in tend_prices(contract, number, at=datetime.now(UTC)):
                    defer(link, org_id)
        except Exception:  # one that fails keeps no other waiting
            logger.exception("promotion %s of contract %s", number, contract.pk)


@app.periodic(cron="17 * * * *")
@app.task(name="promotions.watch", queueing_lock="promotions.watch")
def watch(timestamp: int) -> None:
    """Look for low prices that nobody approved."""
    for_each_contract(watch_sales, what="promotions")
