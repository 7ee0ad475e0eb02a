"""Looking at a statement: what a browser fetches before anybody looks is not given out and puts nothing on record."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from paidang.settlement.actions import record_opening
from paidang.settlement.models import Statement
from paidang.team.models import Person

AHEAD_HEADERS = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
View = Callable[..., HttpResponseBase]


def when_looked_at(view: View) -> View:
    """Refuse to answer ahead of a visit (prefetch, prerender): the browser asks again when the person really comes."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        purposes = (request.headers.get(name, "").lower() for name in AHEAD_HEADERS)
        if any(purpose.startswith(("prefetch", "preview", "prerender")) for purpose in purposes):
            return HttpResponse(status=503, headers={"Cache-Control": "no-store"})
        return view(request, *args, **kwargs)

    return answer


def note_opening(request: HttpRequest, statement: Statement, what: str) -> None:
    """The other side's first look at this version goes on record."""
    assert isinstance(request.user, Person)
    record_opening(person=request.user, at=timezone.now(), statement=statement, what=what)
