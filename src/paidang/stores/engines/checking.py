"""One look at a store's page: a GET as a buyer's browser does it. No redirect is followed, nothing of the page is kept."""

import ssl
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from paidang.channels.link.calling import is_loopback
from paidang.kit.network import is_public
from paidang.kit.sentence import Sentence, say
from paidang.outward import client

WAIT_S = 10.0
PAGE_BYTES_MAX = 2 * 2**20


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of it. `status` None: nobody answered in time. `cert_until`: the end of the certificate, if there is one."""

    status: int | None
    took_ms: int
    cert_until: datetime | None = None
    problem: Sentence | None = None

    @property
    def is_good(self) -> bool:
        return self.problem is None


def look_at(url: str) -> Seen:
    """Open a page; one of our own network is not asked, unless its address is among those that this installation allows."""
    there = urlsplit(url)
    local = f"{there.scheme}://{there.netloc}" in settings.STORE_ADDRESSES
    if not local and not is_public(there.hostname or ""):
        return Seen(None, 0, problem=say("这个网址指向内部网络，不去打开"))
    start = time.monotonic()

    def took_ms() -> int:
        return int((time.monotonic() - start) * 1000)

    try:
        with (
            client(
                local=local,
                trust_env=not is_loopback(url),
                timeout=WAIT_S,
                headers={"user-agent": "paidang-check"},
            ) as asking,
            asking.stream("GET", url) as answer,
        ):
            cert_until = _cert_until(answer)
            size = 0
            for chunk in answer.iter_raw():
                size += len(chunk)
                if size > PAGE_BYTES_MAX:
                    break
                if took_ms() > WAIT_S * 1000:
                    return Seen(answer.status_code, took_ms(), cert_until, say("10 秒内没有打开完"))
            bad = answer.status_code >= 400
            words = say("答复 HTTP {status}", status=answer.status_code) if bad else None
            return Seen(answer.status_code, took_ms(), cert_until, words)
    except httpx.TimeoutException:
        return Seen(None, took_ms(), problem=say("10 秒内没有打开"))
    except httpx.ConnectError as error:
        is_cert = "CERTIFICATE" in str(error).upper()
        words = say("证书不对，浏览器会拦下") if is_cert else say("连不上")
        return Seen(None, took_ms(), problem=words)
    except (httpx.HTTPError, httpx.InvalidURL):
        return Seen(None, took_ms(), problem=say("连接断了"))


def _cert_until(answer: httpx.Response) -> datetime | None:
    """When the certificate ends that was shown on this connection."""
    stream = answer.extensions.get("network_stream")
    tls = stream.get_extra_info("ssl_object") if stream else None
    shown = tls.getpeercert() if tls else None
    if not shown or "notAfter" not in shown:
        return None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(shown["notAfter"])), UTC)
