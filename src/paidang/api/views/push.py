"""`/push/<code>`: where stores' platforms send their messages. No session, no token: each message is signed.

Hundreds come a second. So they are answered before anything is opened that a page for people needs: session, language,
a transaction in somebody's name.
"""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone

from paidang.channels.link.pushing import BYTES_MAX, Sent
from paidang.stores.actions.push import receive_push
from paidang.stores.tasks import wake


def receive(request: HttpRequest, code: str) -> HttpResponse:
    """Keep a message and acknowledge it as its platform wants it; the worker is woken once it is committed."""
    if request.method not in ("GET", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    if not code.isprintable():
        return HttpResponse(status=404)
    sent = Sent(
        {name: request.GET[name] for name in request.GET},
        {name.lower(): value for name, value in request.headers.items()},
        _body(request),
    )
    received = receive_push(code=code, sent=sent, at=timezone.now(), is_check=request.method == "GET")
    if received is None:
        return HttpResponse(status=404)
    if received.answer.status == 200 and request.method == "POST":
        wake(received.link_id, received.org_id)
    answer = received.answer
    return HttpResponse(answer.body, status=answer.status, content_type=answer.content_type)


def _body(request: HttpRequest) -> bytes:
    """The body, or one byte more than is taken: a larger one is not read."""
    too_large = b" " * (BYTES_MAX + 1)
    if int(request.headers.get("content-length") or 0) > BYTES_MAX:
        return too_large
    try:
        return request.body
    except RequestDataTooBig:
        return too_large
