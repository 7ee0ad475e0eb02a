"""The second step at the door: a code from the phone, after the password or the one-time link was right."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from paidang.portal.actions import sign_in
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.guesses import know_again
from paidang.portal.views.next_page import next_page, with_next
from paidang.team.actions import UnableToConfirm, check_code, check_way_in
from paidang.team.context import knowing, set_org
from paidang.team.models import Person
from paidang.team.queries import has_second_factor

WAITS = timedelta(minutes=10)
WAITING = "second_step"


def enter(request: HttpRequest, person: Person, *, at: datetime, to: str, company: str = "") -> HttpResponse:
    """Let somebody in whose password or link was right, or whom their company's provider (`company`) vouched for; who
    has a second factor is asked for a code first. UnableToSignIn where only the company's own sign-in is good.
    """
    how = {"company": company} if company else {}
    if not company:
        check_way_in(person)
    if not has_second_factor(person):
        sign_in(request, person, at=at, **how)
        return _inside(request, person, to)
    with knowing("app.person", str(person.pk)):
        known = person.get_session_auth_hash()
    request.session[WAITING] = {
        "org": person.org_id,
        "person": person.pk,
        "known": known,
        "until": (at + WAITS).isoformat(),
        "how": how,
    }
    return redirect(with_next(reverse("portal:second_step"), to))


def _inside(request: HttpRequest, person: Person, to: str) -> HttpResponse:
    response = redirect(to)
    know_again(request, response, person.email)
    return response


def _waiting(request: HttpRequest, at: datetime) -> Person | None:
    """Who is waiting before the second step; from here on the request is theirs. None: too late, or never began."""
    waiting = request.session.get(WAITING)
    if not waiting or datetime.fromisoformat(waiting["until"]) < at:
        return None
    set_org(org_id=waiting["org"], person_id=waiting["person"])
    person = Person.objects.select_related("org").filter(pk=waiting["person"], is_active=True).first()
    known = person and constant_time_compare(waiting["known"], person.get_session_auth_hash())
    return person if known else None


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for the code; a recovery code does as well. Then, or from the door once more, on to where one wanted to go."""
    at, to = timezone.now(), next_page(request)
    door = with_next(reverse("portal:signin"), to)
    person = _waiting(request, at)
    if person is None:
        request.session.pop(WAITING, None)
        return redirect(door)
    context, status = {"person": person, "wrong": "", "next": to, "door": door}, 200
    if request.method == "POST":
        try:
            check_code(person=person, at=at, code=request.POST.get("code", ""), or_recovery=True)
        except UnableToConfirm as refused:
            context["wrong"] = worded(str(refused))
            status = 429 if refused.code == "TOO_MANY_TRIES" else 422
        else:
            waiting = request.session.pop(WAITING)
            sign_in(request, person, at=at, second_step=True, **waiting["how"])
            return _inside(request, person, to)
    return render(request, "portal/second_step.html", context, status=status)
