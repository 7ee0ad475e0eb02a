"""Every minute: promotions that lapsed. Every hour: low prices that nobody approved. Killed at any point, the next run does the rest."""

from procrastinate.contrib.django import app

from paidang.contracts.actions.each import for_each_contract
from paidang.promotions.actions import lapse_promotions, watch_sales


@app.periodic(cron="* * * * *")
@app.task(name="promotions.lapse", queueing_lock="promotions.lapse")
def lapse(timestamp: int) -> None:
    """End what was not approved in time."""
    for_each_contract(lapse_promotions, what="promotions")


@app.periodic(cron="17 * * * *")
@app.task(name="promotions.watch", queueing_lock="promotions.watch")
def watch(timestamp: int) -> None:
    """Look for low prices that nobody approved."""
    for_each_contract(watch_sales, what="promotions")
