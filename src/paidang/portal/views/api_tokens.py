"""Settings: one's own tokens for programs that use the API."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from paidang.kit.period import day_of
from paidang.portal.actions.api_tokens import make_and_tell
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import day_in, person_of
from paidang.team.actions import UnableToConfirm, UnableToMakeToken, check_code, end_api_token
from paidang.team.models import ApiToken, Person
from paidang.team.queries import has_second_factor, list_api_tokens
from paidang.team.rules.api_tokens import LONGEST, READ, USUAL, VERBS, is_good, verb_label


@login_required
@never_cache
@require_safe
def api_tokens(request: HttpRequest) -> HttpResponse:
    """Which ones there are, and the form to make one."""
    return _page(request)


def _page(request: HttpRequest, status: int = 200, **extra: object) -> HttpResponse:
    person, today = person_of(request), day_of(timezone.now())
    context = {
        "tokens": [_row(token, person, today) for token in list_api_tokens(person)],
        "with_code": has_second_factor(person),
        "verbs": [(verb, _word(verb)) for verb in VERBS if verb == READ or person.may(verb)],
        "first": today,
        "last": today + LONGEST,
        "form": {"name": "", "verbs": [READ], "until": (today + USUAL).isoformat()},
        "address": request.build_absolute_uri("/api/v1"),
        **extra,
    }
    return render(request, "portal/api_tokens.html", context, status=status)


def _row(token: ApiToken, person: Person, today: date) -> dict[str, object]:
    """A token with what it may in fact: of its verbs those that the person's roles include."""
    may = [_word(verb) for verb in VERBS if verb in token.verbs and (verb == READ or person.may(verb))]
    return {"token": token, "may": may, "is_over": not is_good(token.until, today)}


def _word(verb: str) -> str:
    return verb_label(verb, get_language() or "zh")


@login_required
@never_cache
@sensitive_post_parameters("code")
@sensitive_variables("text")
@require_POST
def api_token_make(request: HttpRequest) -> HttpResponse:
    """Make one; it is shown once, on the page that answers. Who has a second factor gives a code of it."""
    person, at = person_of(request), timezone.now()
    name, verbs, until = (
        request.POST.get("name", ""),
        request.POST.getlist("verbs"),
        request.POST.get("until", ""),
    )
    try:
        if has_second_factor(person):
            check_code(person=person, at=at, code=request.POST.get("code", ""), or_recovery=True)
        token, text = make_and_tell(person=person, at=at, name=name, verbs=verbs, until=day_in(until))
    except (UnableToConfirm, UnableToMakeToken) as refused:
        status = 429 if refused.code == "TOO_MANY_TRIES" else 422
        form = {"name": name, "verbs": verbs, "until": until}
        return _page(request, status, wrong=worded(str(refused)), form=form)
    return _page(request, made=token, text=text)


@login_required
@require_POST
def api_token_end(request: HttpRequest, token_id: int) -> HttpResponse:
    """End one."""
    ended = end_api_token(person=person_of(request), at=timezone.now(), token_id=token_id)
    messages.success(request, _("“%(name)s”已作废，用它的程序马上进不来了。") % {"name": ended.name})
    return redirect("portal:api_tokens")
