"""Jobs of fulfilment: where parcels are, asked of the carrier every hour."""

import logging
from datetime import UTC, datetime

from procrastinate.contrib.django import app

from paidang.fulfilment.actions.carrier import follow_parcels
from paidang.team.context import act_as
from paidang.team.queries import list_organisation_ids

logger = logging.getLogger(__name__)


@app.periodic(cron="17 * * * *")
@app.task(name="fulfilment.follow", queue="stores", queueing_lock="fulfilment.follow")
def follow(timestamp: int) -> None:
    """Ask where every brand's parcels are; what goes wrong with one does not keep the others waiting."""
    for org_id in list_organisation_ids():
        try:
            with act_as(org_id=org_id):
                follow_parcels(org_id=org_id, clock=lambda: datetime.now(UTC))
        except Exception:
            logger.exception("parcels of organisation %s", org_id)
