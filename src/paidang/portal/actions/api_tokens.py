"""Making a token for programs and telling its owner."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from procrastinate.contrib.django import app

from paidang.team.actions import make_api_token
from paidang.team.models import ApiToken, Person

TELL_TOKEN = "portal.tell_token"


@transaction.atomic
def make_and_tell(
    *, person: Person, at: datetime, name: str, verbs: Sequence[str], until: date | None
) -> tuple[ApiToken, str]:
    """Make a token; the worker writes to the person once this is committed: it may have been somebody else."""
    token, text = make_api_token(person=person, at=at, name=name, verbs=verbs, until=until)
    app.configure_task(TELL_TOKEN, queue="reminders").defer(
        org_id=person.org_id, person_id=person.pk, token_id=token.pk, at=at.isoformat(timespec="seconds")
    )
    return token, text
