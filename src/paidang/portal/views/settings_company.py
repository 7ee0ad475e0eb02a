"""Settings: the organisation's own OpenID provider, which a manager sets, tries, and may require."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.signin_company import back_address, set_out
from paidang.team.actions import (
    UnableToSetCompanySignIn,
    UnableToSignIn,
    check_may,
    remove_company_sign_in,
    require_company_sign_in,
    set_company_sign_in,
)
from paidang.team.models import Person
from paidang.team.queries import get_company_sign_in

FIELDS = ("issuer", "client_id", "domains")


@login_required
@never_cache
@require_safe
def settings_company(request: HttpRequest) -> HttpResponse:
    """How it stands; the form for managers."""
    return _page(request)


def _page(request: HttpRequest, status: int = 200, **extra: object) -> HttpResponse:
    person = cast(Person, request.user)
    check_may(person, "manage_people")
    company = get_company_sign_in(person.org_id)
    form = {
        "issuer": company.issuer if company else "",
        "client_id": company.client_id if company else "",
        "domains": " ".join(company.domains) if company else person.email.rpartition("@")[2],
    }
    context = {"company": company, "back": back_address(request), "form": form, **extra}
    return render(request, "portal/settings_company.html", context, status=status)


@login_required
@never_cache
@sensitive_post_parameters("secret")
@require_POST
def company_set(request: HttpRequest) -> HttpResponse:
    """Set the provider; its discovery document is read at once."""
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    try:
        set_company_sign_in(
            person=cast(Person, request.user),
            at=timezone.now(),
            secret=request.POST.get("secret", ""),
            **typed,
        )
    except UnableToSetCompanySignIn as refused:
        return _page(request, 422, form=typed, wrong=worded(str(refused)))
    messages.success(request, _("已记下。"))
    return redirect("portal:settings_company")


@login_required
@never_cache
@require_POST
def company_test(request: HttpRequest) -> HttpResponse:
    """Go to the provider as people will, and come back to these settings."""
    person = cast(Person, request.user)
    check_may(person, "manage_people")
    company = get_company_sign_in(person.org_id)
    if company is None:
        return redirect("portal:settings_company")
    to = reverse("portal:settings_company")
    try:
        return set_out(request, company, at=timezone.now(), email=person.email, to=to, test=True)
    except UnableToSignIn as refused:
        return _page(request, 422, wrong=worded(str(refused)))


@login_required
@require_POST
def company_require(request: HttpRequest) -> HttpResponse:
    """Require it of everybody but managers, or no longer."""
    required = request.POST.get("required") == "1"
    try:
        require_company_sign_in(person=cast(Person, request.user), at=timezone.now(), required=required)
    except UnableToSetCompanySignIn as refused:
        return _page(request, 422, wrong=worded(str(refused)))
    messages.success(
        request,
        _("下次登录起，只有经理还能用别的办法。") if required else _("大家又可以用密码和通行密钥了。"),
    )
    return redirect("portal:settings_company")


@login_required
@require_POST
def company_remove(request: HttpRequest) -> HttpResponse:
    """Take it away."""
    remove_company_sign_in(person=cast(Person, request.user), at=timezone.now())
    messages.success(request, _("公司登录已去掉，大家用密码或通行密钥登录。"))
    return redirect("portal:settings_company")
