"""`/push/<code>`: where stores' platforms send their messages. No session, no token: each message is signed.

Hundreds come a second. So they are answered before Django: nothing is opened that a page for people needs, and each thread
keeps its connection to the database from one message to the next.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from paidang.channels.link.pushing import BYTES_MAX, Sent
from paidang.stores.actions.push import receive_push
from paidang.stores.engines.pushes import PUSH_PATH, Answer
from paidang.stores.tasks import wake

Environ = dict[str, Any]
Start = Callable[[str, list[tuple[str, str]]], object]
NOWHERE = Answer("", "text/plain", 404)


def is_push(environ: Environ) -> bool:
    return bool(environ["PATH_INFO"].startswith(PUSH_PATH))


def receive(environ: Environ, start: Start) -> Iterable[bytes]:
    """Keep a message and acknowledge it as its platform wants it; the worker is called once it is committed. WSGI."""
    try:
        answer = _answer(environ)
    except (OperationalError, InterfaceError):
        connection.close()  # the database was restarted: it is sent again, and finds a new connection
        answer = Answer("", "text/plain", 503)
    body = answer.body.encode()
    headers = [("Content-Type", answer.content_type), ("Content-Length", str(len(body)))]
    start(f"{answer.status} {HTTPStatus(answer.status).phrase}", headers)
    return [body]


def _answer(environ: Environ) -> Answer:
    method, code = environ["REQUEST_METHOD"], environ["PATH_INFO"].removeprefix(PUSH_PATH)
    if method not in ("GET", "POST"):
        return Answer("", "text/plain", 405)
    if not code.isprintable():
        return NOWHERE
    sent = Sent(
        dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)),
        {
            name[5:].replace("_", "-").lower(): value
            for name, value in environ.items()
            if name.startswith("HTTP_")
        },
        _body(environ),
    )
    received = receive_push(code=code, sent=sent, at=timezone.now(), is_check=method == "GET")
    if received is None:
        return NOWHERE
    if received.answer.status == 200 and method == "POST":
        wake(received.link_id, received.org_id)
    return received.answer


def _body(environ: Environ) -> bytes:
    """The body, or one byte more than is taken: of a larger one no more is read."""
    length = environ.get("CONTENT_LENGTH") or "0"
    size = int(length) if length.isascii() and length.isdecimal() else 0
    body: bytes = environ["wsgi.input"].read(min(size, BYTES_MAX + 1))
    return body
