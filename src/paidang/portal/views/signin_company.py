"""Signing in by the company's own OpenID provider: there, and back."""

import re
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.next_page import next_page
from paidang.portal.views.second_step import enter
from paidang.portal.views.signin import SignInForm, door
from paidang.team.actions import (
    UnableToSignIn,
    ask_company,
    begin_company_sign_in,
    pass_test,
    person_of_company,
)
from paidang.team.context import set_org
from paidang.team.models import CompanySignIn, Person
from paidang.team.queries import find_company_sign_in, get_company_sign_in
from paidang.team.rules.company_sign_in import WAITS

WAITING = "company_sign_in"
ERROR = re.compile(r"[a-z_]{1,60}")
"""What a provider may say went wrong; anything else is not repeated on our page."""


def back_address(request: HttpRequest) -> str:
    """Where the provider sends people back to; it has to know this address."""
    return request.build_absolute_uri(reverse("portal:signin_company_back"))


@never_cache
@sensitive_post_parameters("password")
@require_POST
def signin_company(request: HttpRequest) -> HttpResponse:
    """Find the provider by the address typed, and show the way there."""
    email = request.POST.get("email", "").strip().lower()
    form = SignInForm(initial={"email": email})
    company = find_company_sign_in(email)
    if company is None:
        wrong = (
            _("这个邮箱没有公司账号可用。请用密码登录，或请本单位的经理在“设置”里设好。")
            if email
            else _("先在上面填公司的邮箱，再点“公司账号”。")
        )
        return door(request, form, 422, wrong=wrong)
    try:
        return set_out(request, company, at=timezone.now(), email=email, to=next_page(request))
    except UnableToSignIn as refused:
        return door(request, form, 422, wrong=worded(str(refused)))


def set_out(
    request: HttpRequest, company: CompanySignIn, *, at: datetime, email: str, to: str, test: bool = False
) -> HttpResponse:
    """The page that leads to the provider. Not a redirect: a form may lead to our own site only, says our own policy."""
    journey = begin_company_sign_in(company, back=back_address(request), email=email)
    request.session[WAITING] = {
        "org": company.org_id,
        "state": journey.state,
        "nonce": journey.nonce,
        "verifier": journey.verifier,
        "until": (at + WAITS).isoformat(),
        "to": to,
        "test": test,
    }
    return render(
        request, "portal/signin_company.html", {"url": journey.url, "issuer": company.issuer, "next": to}
    )


@never_cache
@require_safe
def signin_company_back(request: HttpRequest) -> HttpResponse:
    """Whoever comes back from the provider: let in, or, for a manager who tries it, back to the settings."""
    at, waiting = timezone.now(), request.session.pop(WAITING, None)
    try:
        return _come_back(request, waiting, at)
    except UnableTo as refused:
        if waiting and waiting["test"] and request.user.is_authenticated:
            messages.error(request, worded(str(refused)))
            return redirect("portal:settings_company")
        return door(request, SignInForm(), 422, wrong=worded(str(refused)))


def _come_back(request: HttpRequest, waiting: dict[str, Any] | None, at: datetime) -> HttpResponse:
    if (
        not waiting
        or datetime.fromisoformat(waiting["until"]) < at
        or not constant_time_compare(request.GET.get("state", ""), waiting["state"])
    ):
        raise UnableToSignIn(say("这一次公司登录已用过，或等得太久"), remedy=say("请从登录页再来一次。"))
    if error := request.GET.get("error", ""):
        known = error if ERROR.fullmatch(error) else "error"
        raise UnableToSignIn(
            say("公司那边没有让您登录：{error}", error=known), remedy=say("请问本单位的经理。")
        )
    company = get_company_sign_in(waiting["org"])
    if company is None:
        raise UnableToSignIn(say("贵单位已去掉公司登录"), remedy=say("请用密码登录。"))
    email = ask_company(
        company, at=at, code=request.GET.get("code", ""), nonce=waiting["nonce"],
        verifier=waiting["verifier"], back=back_address(request),
    )  # fmt: skip
    if waiting["test"]:
        return _passed(request, company, at, email)
    person = person_of_company(company, email=email)
    set_org(org_id=person.org_id, person_id=person.pk)
    return enter(request, person, at=at, to=waiting["to"], company=company.issuer)


def _passed(request: HttpRequest, company: CompanySignIn, at: datetime, email: str) -> HttpResponse:
    person = request.user
    if not isinstance(person, Person) or person.org_id != company.org_id:
        raise UnableToSignIn(say("试的时候退出了登录"), remedy=say("请登录后再试。"))
    pass_test(person=person, at=at, email=email)
    messages.success(
        request, _("试成了：提供方认出您是 %(email)s。登录页现在可以用公司账号。") % {"email": email}
    )
    return redirect("portal:settings_company")
