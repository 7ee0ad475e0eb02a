"""Every minute: renditions that approved pictures lack, releases that end soon, uploads broken off; texts in pictures, in a
queue of their own, since that takes seconds each. Killed at any point, the next run does the rest."""

from procrastinate.contrib.django import app

from paidang.contracts.actions.each import for_each_contract
from paidang.studio.actions.reading import read_pictures
from paidang.studio.actions.renditions import draw_renditions
from paidang.studio.actions.rights import set_right_duties
from paidang.studio.actions.uploads import drop_old_uploads
from paidang.studio.engines.reading import reader


@app.periodic(cron="* * * * *")
@app.task(name="studio.look", queueing_lock="studio.look")
def look(timestamp: int) -> None:
    """Look at the contracts of every agency."""
    for_each_contract(draw_renditions, set_right_duties, drop_old_uploads, what="studio")


@app.periodic(cron="* * * * *")
@app.task(name="studio.read", queue="pictures", queueing_lock="studio.read", lock="studio.read")
def read_texts(timestamp: int) -> None:
    """Read a few pictures of every contract, never two rounds at a time; nothing where there is no reader."""
    if reader():
        for_each_contract(read_pictures, what="texts in pictures")
