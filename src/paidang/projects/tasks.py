"""Once a day: papers that expire, and what is due now that a day has passed. Killed at any point, the next run does the rest."""

from procrastinate.contrib.django import app

from paidang.contracts.actions.each import for_each_contract
from paidang.projects.actions import set_paper_duties


@app.periodic(cron="20 22 * * *")  # 06:20 in Shanghai
@app.task(name="projects.look", queueing_lock="projects.look")
def look(timestamp: int) -> None:
    """Look at the papers of every agency's contracts."""
    for_each_contract(set_paper_duties, what="papers")
