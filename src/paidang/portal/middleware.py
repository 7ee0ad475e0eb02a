"""What no view needs to think of: refusals of actions, text that no person typed, forms sent after the session's end."""

import logging
from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _

from paidang.kit.outcome import UnableTo
from paidang.kit.room import is_full
from paidang.portal.views.errors import no_room, page_before, refuse

logger = logging.getLogger(__name__)


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
