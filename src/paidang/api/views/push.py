"""`/push/<code>`: where stores' platforms send their messages. No session, no token: each message is signed."""

from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from paidang.channels.link.pushing import BYTES_MAX, Sent
from paidang.stores.actions.push import receive_push
from paidang.stores.tasks import wake


@csrf_exempt
@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest, code: str) -> HttpResponse:
    """Keep a message and acknowledge it as its platform wants it; the worker is woken once it is committed."""
    sent = Sent(
        {name: request.GET[name] for name in request.GET},
        {name.lower(): value for name, value in request.headers.items()},
        _body(request),
    )
    received = receive_push(code=code, sent=sent, at=timezone.now(), is_check=request.method == "GET")
    if received is None:
        raise Http404
    if received.answer.status == 200 and request.method == "POST":
        transaction.on_commit(lambda: wake(received.link_id, received.org_id))
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
