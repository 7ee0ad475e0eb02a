"""A platform that sends to a store's address, as gunicorn hands its requests on."""

from dataclasses import dataclass
from typing import Any

from django.core.servers.basehttp import get_internal_wsgi_application
from django.test import RequestFactory


@dataclass(frozen=True, slots=True)
class Answered:
    status_code: int
    content: bytes


def send(
    method: str,
    url: str,
    body: bytes = b"",
    headers: dict[str, str] | None = None,
    content_type: str = "application/json",
) -> Answered:
    request = RequestFactory().generic(method, url, body, content_type, headers=headers or {})
    statuses: list[str] = []
    application = get_internal_wsgi_application()
    parts = application(request.environ, lambda status, _headers: statuses.append(status))
    return Answered(int(statuses[0].split()[0]), b"".join(parts))


def post(url: str, body: bytes, headers: dict[str, str] | None = None, **more: Any) -> Answered:
    return send("POST", url, body, headers, **more)
