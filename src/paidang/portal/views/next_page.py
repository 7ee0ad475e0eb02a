"""Where somebody who signs in wanted to go."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def next_page(request: HttpRequest) -> str:
    """Where to go afterwards: a path of this site, else the first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if allowed else resolve_url(settings.LOGIN_REDIRECT_URL)


def with_next(path: str, to: str) -> str:
    """A page of the door that leads on to `to`."""
    return path if to == resolve_url(settings.LOGIN_REDIRECT_URL) else f"{path}?{urlencode({'next': to})}"
