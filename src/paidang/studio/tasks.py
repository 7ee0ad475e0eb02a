"""Every minute: renditions that approved pictures lack, releases that end soon, uploads broken off. Killed at any point, the next run does the rest."""

from procrastinate.contrib.django import app

from paidang.contracts.actions.each import for_each_contract
from paidang.studio.actions.renditions import draw_renditions
from paidang.studio.actions.rights import set_right_duties
from paidang.studio.actions.uploads import drop_old_uploads


@app.periodic(cron="* * * * *")
@app.task(name="studio.look", queueing_lock="studio.look")
def look(timestamp: int) -> None:
    """Look at the contracts of every agency."""
    for_each_contract(draw_renditions, set_right_duties, drop_old_uploads, what="studio")
