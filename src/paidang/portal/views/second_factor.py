"""Settings: one's own second factor, and resetting that of somebody who lost the phone."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from paidang.portal.actions.second_factor import reset_and_tell
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.team.actions import (
    UnableToConfirm,
    begin_second_factor,
    confirm_second_factor,
    remove_second_factor,
    renew_recovery_codes,
)
from paidang.team.queries import get_begun_enrolment, get_second_factor
from paidang.team.rules.one_time_codes import RECOVERY_CODES

GROUP = 4


@login_required
@never_cache
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Whether it is on; while it is being turned on, the QR code."""
    return _page(request)


def _page(request: HttpRequest, status: int = 200, **extra: object) -> HttpResponse:
    person = person_of(request)
    factor, enrolment = get_second_factor(person), get_begun_enrolment(person)
    secret = enrolment.secret if enrolment else ""
    context = {
        "factor": factor if factor and factor.confirmed_at else None,
        "enrolment": enrolment,
        "groups": [secret[at : at + GROUP] for at in range(0, len(secret), GROUP)],
        "codes_in_all": RECOVERY_CODES,
        **extra,
    }
    return render(request, "portal/second_factor.html", context, status=status)


def _refused(request: HttpRequest, form: str, refused: UnableToConfirm) -> HttpResponse:
    """The page again, with what is wrong at its form: nothing was written."""
    status = 429 if refused.code == "TOO_MANY_TRIES" else 422
    return _page(request, status, wrong=worded(str(refused)), wrong_at=form)


@login_required
@require_POST
def second_factor_begin(request: HttpRequest) -> HttpResponse:
    """Make a secret to scan; once more makes another one."""
    begin_second_factor(person=person_of(request), at=timezone.now())
    return redirect("portal:second_factor")


@login_required
@never_cache
@sensitive_post_parameters("code")
@require_POST
def second_factor_confirm(request: HttpRequest) -> HttpResponse:
    """Turn it on; the recovery codes are shown on the page that answers, and never again."""
    return _with_code(request, "confirm", confirm_second_factor)


@login_required
@never_cache
@sensitive_post_parameters("code")
@require_POST
def second_factor_renew(request: HttpRequest) -> HttpResponse:
    """New recovery codes, shown once."""
    return _with_code(request, "renew", renew_recovery_codes)


@login_required
@never_cache
@sensitive_post_parameters("code")
@require_POST
def second_factor_remove(request: HttpRequest) -> HttpResponse:
    """Turn it off."""
    return _with_code(request, "remove", remove_second_factor)


def _with_code(request: HttpRequest, form: str, act: Callable[..., list[str] | None]) -> HttpResponse:
    """Do what the code that was typed is for: the recovery codes it gives, on this page; or what is wrong, at its form."""
    try:
        codes = act(person=person_of(request), at=timezone.now(), code=request.POST.get("code", ""))
    except UnableToConfirm as refused:
        return _refused(request, form, refused)
    if codes:
        update_session_auth_hash(
            request, person_of(request)
        )  # turned on: this session goes on, the others end
        return _page(request, codes=codes)
    messages.success(request, _("两步验证已关掉，手机验证器里的那一项可以删了。"))
    return redirect("portal:second_factor")


@login_required
@require_POST
def second_factor_reset(request: HttpRequest, person_id: int) -> HttpResponse:
    """For somebody of one's own organisation who lost the phone; they are told by e-mail."""
    member = reset_and_tell(person=person_of(request), at=timezone.now(), person_id=person_id)
    messages.success(request, _("%(name)s 的两步验证已重置，已发邮件告诉本人。") % {"name": member.name})
    return redirect("portal:settings")
