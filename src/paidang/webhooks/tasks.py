"""The worker looks every minute which webhooks have something to tell; each is told in a job of its own."""

import logging
from contextlib import suppress
from datetime import UTC, datetime

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from paidang.team.context import act_as
from paidang.team.queries import list_organisation_ids
from paidang.webhooks.actions.telling import forget_old, tell_all
from paidang.webhooks.queries import list_due

QUEUE = "webhooks"
logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="webhooks.look", queue=QUEUE, queueing_lock="webhooks.look")
def look(timestamp: int) -> None:
    """Have every webhook told that is due, of every organisation."""
    now = datetime.now(UTC)
    for org_id in list_organisation_ids():
        forget_old(org_id=org_id, at=now)
        with act_as(org_id=org_id):
            due = list_due(now)
        for webhook_id in due:
            lock = f"webhook-{webhook_id}"
            with suppress(AlreadyEnqueued):
                tell.configure(lock=lock, queueing_lock=lock).defer(org_id=org_id, webhook_id=webhook_id)


@app.task(name="webhooks.tell", queue=QUEUE)
def tell(*, org_id: int, webhook_id: int) -> None:
    """Tell one webhook what waits."""
    tell_all(org_id=org_id, webhook_id=webhook_id, now=lambda: datetime.now(UTC))
