"""Every minute: cases that platforms told of, and what has become overdue, what platforms were told. Killed at any point, the next run does the rest."""

from procrastinate.contrib.django import app

from paidang.aftersales.actions.late import set_late_duties
from paidang.aftersales.actions.platform import take_platform_cases
from paidang.aftersales.actions.telling import settle_answers
from paidang.contracts.actions.each import for_each_contract


@app.periodic(cron="* * * * *")
@app.task(name="aftersales.look", queueing_lock="aftersales.look")
def look(timestamp: int) -> None:
    """Look at the contracts of every agency."""
    for_each_contract(take_platform_cases, set_late_duties, settle_answers, what="after-sales")
