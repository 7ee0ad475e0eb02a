"""One signed POST to somebody's address. No redirect is followed, nothing of the answer is kept but its status."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import httpx
from standardwebhooks import Webhook as Signer

from paidang.kit.network import is_public
from paidang.kit.period import utc
from paidang.outward import client

WAIT_S = 10


@dataclass(frozen=True, slots=True)
class Posted:
    """What came of it. `status` None: nobody answered. `is_private`: not tried, it is not an address of the internet."""

    status: int | None
    took_ms: int
    is_private: bool = False

    @property
    def is_good(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def post(url: str, secret: str, number: str, body: str, *, at: datetime, local: bool) -> Posted:
    """Send `body` as JSON, signed with the secret (Standard Webhooks). `local`: addresses of our own network too."""
    host = urlsplit(url).hostname or ""
    if not local and not is_public(host):
        return Posted(None, 0, is_private=True)
    start = time.monotonic()
    try:
        status = _send(url, body, headers(secret, number, body, at), local=local)
    except (httpx.HTTPError, httpx.InvalidURL):
        status = None
    return Posted(status, int((time.monotonic() - start) * 1000))


def headers(secret: str, number: str, body: str, at: datetime) -> Mapping[str, str]:
    """The three headers by which a receiver knows that it is us, and that it is new."""
    moment = utc(at)
    return {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "paidang-webhooks",
        "webhook-id": number,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Signer(secret).sign(number, moment, body),
    }


def _send(url: str, body: str, sent: Mapping[str, str], *, local: bool) -> int:
    with (
        client(local=local, timeout=WAIT_S) as asking,
        asking.stream("POST", url, content=body.encode(), headers=sent) as answer,
    ):
        return answer.status_code
