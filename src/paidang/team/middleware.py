"""Each request runs in one transaction, in the name of the person who is signed in."""

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from paidang.team.context import act_as, set_org
from paidang.team.queries import get_signed_in


class ActAsPerson:
    """Sets `request.user` and the organisation that the database checks rows against."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person_id = request.session.get(SESSION_KEY)
        with act_as(org_id=None, person_id=int(person_id) if person_id else None):
            person = get_signed_in(request) if person_id else None
            request.user = person or AnonymousUser()
            if person:
                set_org(org_id=person.org_id, person_id=person.pk)
            return self.get_response(request)
