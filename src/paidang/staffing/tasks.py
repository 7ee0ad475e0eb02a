"""Every night: a role that nobody holds any more, or not yet, is a duty. Killed at any point, the next run does the rest."""

from procrastinate.contrib.django import app

from paidang.contracts.actions.each import for_each_contract
from paidang.staffing.actions import set_open_duties


@app.periodic(cron="40 19 * * *")
@app.task(name="staffing.look", queueing_lock="staffing.look")
def look(timestamp: int) -> None:
    """Look at the contracts of every agency; 19:40 UTC is 3:40 in the morning in Shanghai."""
    for_each_contract(set_open_duties, what="staffing")
