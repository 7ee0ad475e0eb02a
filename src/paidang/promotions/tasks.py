"""Every minute: promotions that lapsed. Every hour: low prices that nobody approved. Killed at any point, the next run does the rest."""

from collections.abc import Callable
from datetime import UTC, datetime

from procrastinate.contrib.django import app

from paidang.contracts.models import IN_FORCE, Contract
from paidang.promotions.actions import lapse_promotions, watch_sales
from paidang.team.actions import for_each_organisation
from paidang.team.context import act_as


@app.periodic(cron="* * * * *")
@app.task(name="promotions.lapse", queueing_lock="promotions.lapse")
def lapse(timestamp: int) -> None:
    """End what was not approved in time."""
    for_each_organisation(lambda org_id: _each(org_id, lapse_promotions), what="promotions")


@app.periodic(cron="17 * * * *")
@app.task(name="promotions.watch", queueing_lock="promotions.watch")
def watch(timestamp: int) -> None:
    """Look for low prices that nobody approved."""
    for_each_organisation(lambda org_id: _each(org_id, watch_sales), what="promotions")


def _each(org_id: int, act: Callable[..., object]) -> None:
    with act_as(org_id=org_id):
        contracts = list(Contract.objects.filter(agency=org_id, state=IN_FORCE))
    for contract in contracts:
        with act_as(org_id=org_id):
            act(contract, at=datetime.now(UTC))
