"""What a browser may load and keep, and from where it asks."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class ContentSecurityPolicy:
    """Adds to every answer what may be loaded: our own files, nothing inline, nobody else's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", POLICY)
        return response


class PrivateAnswers:
    """What somebody who is signed in was answered is kept by nobody in between, and asked for anew by the own browser.

    Not `no-store`: the page to which one goes back is the page with its form and its key (ADR 0024). Signing out has the
    browser forget all of them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.setdefault("Cache-Control", "private, no-cache")
        return response


class BehindProxies:
    """Takes the asker's address from the reverse proxies in front, `settings.PROXIES` of them.

    Each adds at the end of `X-Forwarded-For` who asked it; what stands before theirs anybody may have written.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = [each.strip() for each in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        if 0 < settings.PROXIES <= len(told) and told[-settings.PROXIES]:
            request.META["REMOTE_ADDR"] = told[-settings.PROXIES]
        return self.get_response(request)
