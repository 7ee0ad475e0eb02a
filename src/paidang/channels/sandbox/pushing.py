"""What a platform of the sandbox sends by itself, when somebody tells it to: made by `channels/<platform>/sandbox_pushes.py`.

Sent to this machine only. A receiver that does not answer as the platform wants is told up to three times.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from paidang.channels.sandbox.shop import Shop

TRIES, WAIT_S = 3, 5.0
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_ANSWER_MAX = 2000


class BadPush(ValueError):
    """A message that cannot be made or sent; the text says why."""


@dataclass(frozen=True, slots=True)
class Push:
    """One message: a POST with this query, these headers and this body; `wants`: what the answer has in it when all is well."""

    body: str
    content_type: str
    wants: str
    query: Mapping[str, str]
    headers: Mapping[str, str]


def make(platform: str, shop: Shop, asked: Mapping[str, Any], now: datetime) -> Push:
    """The message of a platform about an order or a case, as it would send it now."""
    module = f"paidang.channels.{platform}.sandbox_pushes"
    if find_spec(module) is None:
        raise BadPush(f"{platform} sends nothing by itself here")
    made: Callable[[Shop, Mapping[str, Any], datetime], Push] = import_module(module).make
    return made(shop, asked, now)


def as_json(push: Push) -> dict[str, Any]:
    headers = {"Content-Type": push.content_type, **push.headers}
    return {"query": dict(push.query), "headers": headers, "body": push.body}


def deliver(push: Push, to: str) -> list[dict[str, Any]]:
    """Send it, again where the answer is not good; gives the answers."""
    if urlsplit(to).scheme != "http" or urlsplit(to).hostname not in _LOOPBACK:
        raise BadPush("`to` is an address of this machine, http://127.0.0.1:…")
    answers: list[dict[str, Any]] = []
    while len(answers) < TRIES and not (answers and answers[-1]["is_good"]):
        answers.append(_send(push, to))
    return answers


def _send(push: Push, to: str) -> dict[str, Any]:
    address = f"{to}{'&' if '?' in to else '?'}{urlencode(push.query)}" if push.query else to
    headers = {"Content-Type": push.content_type, **push.headers}
    request = Request(address, push.body.encode(), headers, method="POST")  # noqa: S310  http, this machine
    try:
        with build_opener(ProxyHandler({})).open(request, timeout=WAIT_S) as answer:
            status, said = answer.status, answer.read(_ANSWER_MAX).decode(errors="replace")
    except HTTPError as error:
        with error:
            status, said = error.code, error.read(_ANSWER_MAX).decode(errors="replace")
    except OSError as error:
        return {"status": 0, "body": str(error), "is_good": False}
    return {"status": status, "body": said, "is_good": status < 300 and push.wants in said}
