"""Settings: one's own passkeys."""

from typing import cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from paidang.kit.outcome import UnableTo
from paidang.portal.actions.passkeys import add_and_tell
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.challenge import check_place, place_here, put_challenge, take_challenge
from paidang.team.actions import UnableToConfirm, UnableToUsePasskey, check_code, remove_passkey
from paidang.team.models import Person
from paidang.team.queries import has_second_factor, list_passkeys, passkey_handle
from paidang.team.rules.passkeys import making, own_name_of

TO = "add"


@login_required
@never_cache
@require_safe
def passkeys(request: HttpRequest) -> HttpResponse:
    """Which ones there are, and the form to add one."""
    return _page(request)


def _page(request: HttpRequest, status: int = 200, **extra: object) -> HttpResponse:
    person = cast(Person, request.user)
    context = {
        "passkeys": list_passkeys(person),
        "place": place_here(request),
        "own_name": own_name_of(scheme=str(request.scheme), host=request.get_host()),
        "with_code": has_second_factor(person),
        **extra,
    }
    return render(request, "portal/passkeys.html", context, status=status)


@login_required
@never_cache
@sensitive_post_parameters("code")
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser is to ask the device for, as JSON. Who has a second factor gives a code of it first."""
    person, at = cast(Person, request.user), timezone.now()
    try:
        place = check_place(request)
        if has_second_factor(person):
            check_code(person=person, at=at, code=request.POST.get("code", ""), or_recovery=True)
    except (UnableToConfirm, UnableToUsePasskey) as refused:
        status = 429 if refused.code == "TOO_MANY_TRIES" else 422
        return JsonResponse({"message": worded(str(refused))}, status=status)
    has = [each.credential_id for each in list_passkeys(person) if each.host == place.host]
    asked = making(
        place=place, challenge=put_challenge(request, to=TO, at=at), handle=passkey_handle(person),
        account=person.email, name=person.name, has=has,
    )  # fmt: skip
    return JsonResponse(asked)


@login_required
@never_cache
@require_POST
def passkey_add(request: HttpRequest) -> HttpResponse:
    """Keep the passkey that the browser made."""
    person, at, name = cast(Person, request.user), timezone.now(), request.POST.get("name", "")
    try:
        place = check_place(request)
        challenge = take_challenge(request, to=TO, at=at)
        add_and_tell(
            person=person, at=at, name=name, answer=request.POST.get("credential", ""), place=place,
            challenge=challenge,
        )  # fmt: skip
    except UnableTo as refused:
        return _page(request, 422, wrong=worded(str(refused)), name=name)
    messages.success(request, _("已添加。下次登录点“通行密钥”就行，不用密码和验证码。"))
    return redirect("portal:passkeys")


@login_required
@require_POST
def passkey_remove(request: HttpRequest, passkey_id: int) -> HttpResponse:
    """Take one away; this session goes on, the others end."""
    person = cast(Person, request.user)
    gone = remove_passkey(person=person, at=timezone.now(), passkey_id=passkey_id)
    update_session_auth_hash(request, person)
    messages.success(
        request,
        _("“%(name)s”已删除，别处的登录都已退出；设备里的那一个也可以删了。") % {"name": gone.name},
    )
    return redirect("portal:passkeys")
