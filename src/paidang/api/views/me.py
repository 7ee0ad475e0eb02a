"""Whose token it is and what it may."""

from datetime import date

from django.http import HttpRequest
from ninja import Router

from paidang.api.views.route import reads
from paidang.api.views.shapes import Shape
from paidang.api.views.token import person_of

router = Router(tags=["me"])


class Me(Shape):
    """The token as the person made it; of its verbs those count which the person's roles include."""

    person: str
    organisation: str
    organisation_code: str
    kind: str
    token: str
    verbs: list[str]
    until: date


@reads(router, "/me", Me)
def get_me(request: HttpRequest) -> Me:
    """Whose token this is, what it may and until when."""
    person, token = person_of(request), request.auth  # type: ignore[attr-defined]
    return Me(
        person=person.name, organisation=person.org.name, organisation_code=person.org.code, kind=person.org.kind,
        token=token.name, verbs=token.verbs, until=token.until,
    )  # fmt: skip
