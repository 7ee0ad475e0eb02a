"""Reminders: each is a row before anything is sent, so that nothing is sent twice and nothing is forgotten."""

from collections.abc import Sequence
from datetime import datetime

from paidang.duties.models import DROPPED, FAILED, PENDING, SENT, Reminder
from paidang.duties.rules.reminders import ATTEMPTS_MAX, Wanted, retry_at


def plan_reminders(wanted: Sequence[Wanted], *, at: datetime) -> list[Reminder]:
    """Write down who is to be reminded of what, each once for good; return those that have not gone out yet.

    What waits and is wanted no longer (the duty is done, a later step has come) is dropped. To be called in an
    organisation's name, with all that its people are to be reminded of.
    """
    Reminder.objects.bulk_create(
        [
            Reminder(
                contract_id=each.contract_id, key=each.key, due_on=each.due_on, step=each.step,
                person_id=each.person_id, planned_at=at, next_at=at,
            )
            for each in wanted
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    known = set(wanted)
    pending = list(Reminder.objects.filter(state=PENDING).order_by("pk"))
    stale = [row.pk for row in pending if wanted_of(row) not in known]
    Reminder.objects.filter(pk__in=stale, state=PENDING).update(state=DROPPED)
    return [row for row in pending if row.pk not in set(stale)]


def wanted_of(row: Reminder) -> Wanted:
    """What the row reminds of."""
    return Wanted(row.contract_id, row.key, row.due_on, row.step, row.person_id)


def mark_sent(rows: Sequence[Reminder], *, at: datetime) -> None:
    """These have gone out."""
    Reminder.objects.filter(pk__in=[row.pk for row in rows]).update(state=SENT, sent_at=at)


def postpone(rows: Sequence[Reminder], *, at: datetime, reason: str) -> None:
    """These could not be sent: another try later, each time after a longer wait, and none after the last."""
    for row in rows:
        row.attempts += 1
        row.reason = reason[:200]
        row.next_at = retry_at(row.attempts, at)
        row.state = FAILED if row.attempts >= ATTEMPTS_MAX else PENDING
        row.save(update_fields=["attempts", "reason", "next_at", "state"])
