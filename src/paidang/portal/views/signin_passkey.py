"""Signing in with a passkey: one click, no password, no code; the passkey is both factors."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from paidang.portal.actions import sign_in
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.challenge import check_place, put_challenge, take_challenge
from paidang.portal.views.next_page import next_page
from paidang.portal.views.signin import SignInForm, door
from paidang.team.actions import UnableToSignIn, UnableToUsePasskey, check_way_in, use_passkey
from paidang.team.rules.passkeys import using

TO = "sign_in"


@never_cache
@require_POST
def signin_passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser is to ask the device for, as JSON."""
    try:
        place = check_place(request)
    except UnableToUsePasskey as refused:
        return JsonResponse({"message": worded(str(refused))}, status=refused.status)
    return JsonResponse(using(place=place, challenge=put_challenge(request, to=TO, at=timezone.now())))


@never_cache
@require_POST
def signin_passkey(request: HttpRequest) -> HttpResponse:
    """Let in whose passkey signed this session's challenge; refused, it is the door again and says why."""
    at = timezone.now()
    try:
        place = check_place(request)
        challenge = take_challenge(request, to=TO, at=at)
        passkey = use_passkey(
            at=at, answer=request.POST.get("credential", ""), place=place, challenge=challenge
        )
        check_way_in(passkey.person)
    except (UnableToSignIn, UnableToUsePasskey) as refused:
        return door(request, SignInForm(), 422, wrong=worded(str(refused)))
    sign_in(request, passkey.person, at=at, passkey=passkey.name)
    return redirect(next_page(request))
