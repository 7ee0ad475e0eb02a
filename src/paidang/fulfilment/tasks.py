"""Jobs of fulfilment: where parcels are, asked of the carrier every hour."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from paidang.fulfilment.actions.carrier import follow_parcels
from paidang.team.actions import for_each_organisation


@app.periodic(cron="17 * * * *")
@app.task(name="fulfilment.follow", queue="stores", queueing_lock="fulfilment.follow")
def follow(timestamp: int) -> None:
    """Ask where every brand's parcels are."""
    for_each_organisation(
        lambda org_id: follow_parcels(org_id=org_id, clock=lambda: datetime.now(UTC)), what="parcels"
    )
