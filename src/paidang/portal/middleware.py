"""What no view needs to think of: refusals of actions, text that no person typed, forms sent after the session's end."""

import logging
from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _

from paidang.kit.outcome import UnableTo
from paidang.kit.room import is_full
from paidang.portal.templatetags.form_key import FORM_KEY
from paidang.portal.templatetags.paidang import moment_text
from paidang.portal.views.errors import no_room, page_before, refuse
from paidang.portal.views.sent_form import digest_of
from paidang.team.actions import give_back, keep_answer, take_form
from paidang.team.models import AnsweredForm, Person

logger = logging.getLogger(__name__)
LEADS_ON = ("Location", "HX-Redirect", "HX-Refresh")
"""An act is answered with where to go next; a page that is only shown has none of these."""
NO_ACTS = {"pick", "set_language", "price_promotion_typed"}
"""What a person looks at: the same as often as they like, and the form keeps its key for the act."""


class SayNo:
    """Answers every UnableTo raised in a view, and a full disk, with the house's error page; what the view wrote is rolled back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, UnableTo):
            return refuse(request, exception)
        if is_full(exception):
            logger.error("no room on the disk: %s", exception)
            return no_room(request)
        return None


class DoOnce:
    """Does what a form asks for once, however often it is sent: a double click, back and send, a lost answer (ADR 0024).

    A form carries a key of its own (`templatetags.form_key`), which is taken in the transaction of the act. The same again
    gets the same answer, something else under the key a refusal. What was refused, or only shown, leaves the key free.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        form: AnsweredForm | None = getattr(request, "form_taken", None)
        if form is None:
            return response
        told = {name: response.headers[name] for name in LEADS_ON if name in response.headers}
        if told and response.status_code < 400:
            keep_answer(form, status=response.status_code, headers=told)
        else:
            give_back(form)
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Before the act: answer what was answered before, else take the key."""
        key = request.POST.get(FORM_KEY, "")
        is_act = request.method == "POST" and getattr(request.resolver_match, "url_name", "") not in NO_ACTS
        if not (key and is_act and isinstance(request.user, Person)):
            return None
        try:
            form, is_new = take_form(
                person=request.user, at=timezone.now(), key=key, digest=digest_of(request)
            )
        except UnableTo as no:
            return refuse(request, no)
        if is_new:
            request.form_taken = form  # type: ignore[attr-defined]
            return None
        messages.info(request, _("这张表 %(at)s 已经交过，没有再做一次。") % {"at": moment_text(form.at)})
        headers = {**form.answer["headers"], "Idempotency-Replayed": "true"}
        return HttpResponse(status=form.answer["status"], headers=headers)


class RefuseNul:
    """Answers 400 to an address or form with a NUL character: no keyboard has one, and PostgreSQL takes none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        fields = [*request.GET.lists(), *request.POST.lists()]
        if "\0" in request.path or any("\0" in text for name, texts in fields for text in (name, *texts)):
            raise SuspiciousOperation("NUL character")
        return self.get_response(request)


class BackToTheForm:
    """Who was signed out before sending a form is led back to the form's page; its own address answers posts only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        door = resolve_url("portal:signin")
        if request.method != "POST" or not response.headers.get("Location", "").startswith(f"{door}?next="):
            return response
        messages.warning(request, _("登录已过期，刚才的没有写入。登录后回到原处，再做一次。"))
        return redirect(f"{door}?{urlencode({'next': page_before(request) or '/'})}")
