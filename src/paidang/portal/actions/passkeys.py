"""Adding a passkey and telling its owner."""

from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app

from paidang.team.actions import add_passkey
from paidang.team.models import Passkey, Person
from paidang.team.rules.passkeys import Place

TELL_PASSKEY = "portal.tell_passkey"


@transaction.atomic
def add_and_tell(
    *, person: Person, at: datetime, name: str, answer: str, place: Place, challenge: bytes
) -> Passkey:
    """Add a passkey; the worker writes to the person once this is committed: it may have been somebody else."""
    passkey = add_passkey(person=person, at=at, name=name, answer=answer, place=place, challenge=challenge)
    app.configure_task(TELL_PASSKEY, queue="reminders").defer(
        org_id=person.org_id, person_id=person.pk, passkey_id=passkey.pk, at=at.isoformat(timespec="seconds")
    )
    return passkey
