"""Every minute: renditions that approved pictures lack, releases that end soon, uploads broken off, texts in pictures. Killed at
any point, the next run does the rest."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from paidang.contracts.models import IN_FORCE, Contract
from paidang.studio.actions.reading import keep_readings, list_to_read, read
from paidang.studio.actions.renditions import draw_renditions
from paidang.studio.actions.rights import set_right_duties
from paidang.studio.actions.uploads import drop_old_uploads
from paidang.team.actions import for_each_organisation
from paidang.team.context import act_as


@app.periodic(cron="* * * * *")
@app.task(name="studio.look", queueing_lock="studio.look")
def look(timestamp: int) -> None:
    """Look at the contracts of every agency."""
    for_each_organisation(_look_at, what="studio")


def _look_at(org_id: int) -> None:
    with act_as(org_id=org_id):
        contracts = list(Contract.objects.filter(agency=org_id, state=IN_FORCE))
    for contract in contracts:
        at = datetime.now(UTC)
        with act_as(org_id=org_id):
            draw_renditions(contract, at=at)
            set_right_duties(contract, at=at)
            drop_old_uploads(contract, at=at)


@app.periodic(cron="* * * * *")
@app.task(name="studio.read", queue="pictures", queueing_lock="studio.read")
def read_pictures(timestamp: int) -> None:
    """Read a few pictures of every contract."""
    for_each_organisation(_read_of, what="studio.read")


def _read_of(org_id: int) -> None:
    with act_as(org_id=org_id):
        contracts = list(Contract.objects.filter(agency=org_id, state=IN_FORCE))
    for contract in contracts:
        with act_as(org_id=org_id):
            proofs = list_to_read(contract)
        told = read(proofs)
        with act_as(org_id=org_id):
            keep_readings(contract, told, at=datetime.now(UTC))
