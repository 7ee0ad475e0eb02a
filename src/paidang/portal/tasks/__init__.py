"""The job that reminds people by e-mail; the worker looks every ten minutes, by night for what presses."""

import logging
from datetime import UTC, datetime

from procrastinate.contrib.django import app

from paidang.portal.actions.remind import MailServerDown, remind_organisation
from paidang.portal.tasks.invoices import mail_invoices
from paidang.portal.tasks.letters import compose
from paidang.portal.tasks.security import tell_passkey, tell_reset
from paidang.portal.tasks.stalled import take_up_again
from paidang.team.queries import list_organisation_ids

__all__ = [
    "mail_invoices",
    "remind",
    "remind_all",
    "take_up_again",
    "tell_passkey",
    "tell_reset",
]  # the worker knows the tasks of this module alone

logger = logging.getLogger(__name__)


@app.periodic(cron="*/10 * * * *")
@app.task(name="portal.remind", queue="reminders", queueing_lock="portal.remind")
def remind(timestamp: int) -> None:
    """Remind everybody of what is due."""
    remind_all(datetime.now(UTC))


def remind_all(now: datetime) -> int:
    """Remind the people of every organisation, each in its own name, and return how many letters went out.

    What goes wrong with one organisation does not keep the others waiting; a mail server that is down does.
    """
    sent = 0
    for org_id in list_organisation_ids():
        try:
            sent += remind_organisation(org_id=org_id, at=now, compose=compose)
        except MailServerDown as down:
            logger.warning("reminders wait, the mail server failed: %s", down)
            break
        except Exception:
            logger.exception("reminders of organisation %s failed", org_id)
    return sent
