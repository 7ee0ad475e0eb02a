"""Requests to addresses that people type: the address that is checked is the address that is asked.

A name may be answered with a public address when it is looked at and with one of our own network a moment later; so it
is looked up once a connection, and that very address is connected to. No redirect is followed. A request ends in time whatever the
other side does: httpx bounds each wait for bytes, and a head that drips has no end.
"""

import threading
import time
from collections.abc import Iterable
from math import inf
from typing import Any

import httpcore
import httpx

from paidang.kit.network import addresses_of, is_public_address


class NotPublic(httpx.ConnectError):
    """The host leads into our own network."""


class Pinned(httpx.HTTPTransport):
    """Asks hosts of the public internet only. Certificates are checked against the host's name, as always."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        found = addresses_of(host)
        if not found:
            raise httpx.ConnectError(f"nobody knows {host}", request=request)
        if not all(map(is_public_address, found)):
            raise NotPublic(f"{host} is not of the public internet", request=request)
        request.url = request.url.copy_with(host=found[0])  # the header Host keeps the name
        request.extensions = {**request.extensions, "sni_hostname": host}
        return super().handle_request(request)


TOTAL = "total_s"
"""The name among a request's `extensions` of the seconds that it may take in all."""
TOTAL_S = 120.0
_now_s = time.monotonic


class _Ends(threading.local):
    """When the request that this thread is about must be over."""

    at_s: float = inf


_ends = _Ends()


class _Stream(httpcore.NetworkStream):
    """A connection whose every wait is cut at the request's end."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left_s(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left_s(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(self, *args: Any, **more: Any) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(*args, **more))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    def __init__(self, inner: httpcore.NetworkBackend) -> None:
        self._inner = inner

    def connect_tcp(self, *args: Any, **more: Any) -> httpcore.NetworkStream:
        return _Stream(self._inner.connect_tcp(*args, **more))

    def connect_unix_socket(self, *args: Any, **more: Any) -> httpcore.NetworkStream:
        return _Stream(self._inner.connect_unix_socket(*args, **more))

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)


def _left_s(wait_s: float | None) -> float | None:
    left_s = _ends.at_s - _now_s()
    if left_s <= 0:
        raise httpcore.ReadTimeout("the whole request took too long")
    return wait_s if left_s == inf else min(left_s, inf if wait_s is None else wait_s)


def _begin(request: httpx.Request) -> None:
    _ends.at_s = _now_s() + float(request.extensions.get(TOTAL, TOTAL_S))


def client(*, local: bool, verify: Any = True, **more: Any) -> httpx.Client:
    """A client that follows no redirect; with `local` it may ask our own network too. Where the machine has a proxy, that one asks."""
    transport = None if local else Pinned(verify=verify, trust_env=more.get("trust_env", True))
    made = httpx.Client(
        transport=transport,
        verify=verify,
        follow_redirects=False,
        event_hooks={"request": [_begin]},
        **more,
    )
    _bound((made._transport, *made._mounts.values()))  # httpx has no door for it
    return made


def _bound(transports: Iterable[httpx.BaseTransport | None]) -> None:
    """Have every connection of these cut at its request's end."""
    for transport in transports:
        if isinstance(transport, httpx.HTTPTransport):
            pool: Any = transport._pool
            pool._network_backend = _Backend(pool._network_backend)
