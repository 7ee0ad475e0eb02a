"""Signing in and out: one door for both parties."""

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.challenge import place_here
from paidang.portal.views.guesses import was_right, was_wrong, why_wait
from paidang.portal.views.next_page import next_page
from paidang.portal.views.second_step import enter
from paidang.team.actions import UnableToSignIn
from paidang.team.context import set_org
from paidang.team.models import Organisation, Person
from paidang.team.queries import find_person
from paidang.team.rules.passkeys import own_name_of


class SignInForm(forms.Form):
    """E-mail and password; what is wrong stands at the field."""

    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": gettext_lazy("请填邮箱"),
            "invalid": gettext_lazy("邮箱要像 name@example.com"),
        },
    )
    password = forms.CharField(
        max_length=256, strip=False, error_messages={"required": gettext_lazy("请填密码")}
    )


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def signin(request: HttpRequest) -> HttpResponse:
    """The door. A htmx request that ended here because the session is over reloads the whole page."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Refresh": "true"})
    if request.user.is_authenticated and request.method != "POST":
        return redirect(next_page(request))
    form = SignInForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if person := _check(request, form):
            try:
                return enter(request, person, at=timezone.now(), to=next_page(request))
            except UnableToSignIn as refused:
                form.add_error(None, worded(str(refused)))
        status = 429 if form.has_error("__all__", "too_many") else 422
    return door(request, form, status)


def door(request: HttpRequest, form: SignInForm, status: int, *, wrong: str = "") -> HttpResponse:
    """The page; `wrong` is what is wrong with a passkey or with the company's sign-in."""
    context = {
        "form": form,
        "next": next_page(request),
        "demo": settings.DEMO and demo_people(),
        "wrong": wrong,
        "place": place_here(request),
        "own_name": own_name_of(scheme=str(request.scheme), host=request.get_host()),
    }
    return render(request, "portal/signin.html", context, status=status)


def _check(request: HttpRequest, form: SignInForm) -> Person | None:
    """The person whose e-mail and password these are; otherwise the form says what to do."""
    if not form.is_valid():
        return None
    email, now = form.cleaned_data["email"], timezone.now()
    if wait := why_wait(request, email, now):
        form.add_error(None, forms.ValidationError(wait, code="too_many"))
        return None
    person = authenticate(request, email=email, password=form.cleaned_data["password"])
    if isinstance(person, Person):
        was_right(request, email)
        return person
    was_wrong(request, email, now)
    form.add_error(None, _("邮箱和密码对不上。请核对大小写；忘了密码，请本单位的项目经理给您新的链接。"))
    return None


@require_POST
def signout(request: HttpRequest) -> HttpResponse:
    """End this session, and have the browser forget the pages that it kept for going back."""
    logout(request)
    response = redirect("portal:signin")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@require_GET
def forgot(request: HttpRequest) -> HttpResponse:
    """Who can give a new password: there is no self-service, an account belongs to an organisation."""
    return render(request, "portal/forgot.html")


# The demonstration


def demo_people() -> list[Person]:
    """The people of `settings.DEMO_PEOPLE` (e-mails, in that order), each looked up as at sign-in, by the one address."""
    found = []
    for email in getattr(settings, "DEMO_PEOPLE", ()):
        if person := find_person(email):
            set_org(org_id=person.org_id, person_id=person.pk)
            person.org = Organisation.objects.get(pk=person.org_id)
            found.append(person)
    set_org(org_id=None, person_id=None)
    return found


@require_POST
def demo_signin(request: HttpRequest) -> HttpResponse:
    """One click signs in, in a demonstration only, as one of its listed people only."""
    if not settings.DEMO:
        raise PermissionDenied
    email = request.POST.get("email", "")
    for person in demo_people():
        if person.email == email:
            return enter(request, person, at=timezone.now(), to=next_page(request))
    raise PermissionDenied
