"""Resetting somebody's second factor and telling them."""

from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app

from paidang.team.actions import reset_second_factor
from paidang.team.models import Person

TELL_RESET = "portal.tell_reset"


@transaction.atomic
def reset_and_tell(*, person: Person, at: datetime, person_id: int) -> Person:
    """Turn off the second factor of somebody who lost the phone; the worker writes to them once this is committed."""
    member = reset_second_factor(person=person, at=at, person_id=person_id)
    app.configure_task(TELL_RESET, queue="reminders").defer(
        org_id=member.org_id, person_id=member.pk, by_id=person.pk, at=at.isoformat(timespec="seconds")
    )
    return member
