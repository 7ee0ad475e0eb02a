"""Requests to addresses that people type: the address that is checked is the address that is asked.

A name may be answered with a public address when it is looked at and with one of our own network a moment later; so it
is looked up once a connection, and that very address is connected to. No redirect is followed.
"""

from typing import Any

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


def client(*, local: bool, verify: Any = True, **more: Any) -> httpx.Client:
    """A client that follows no redirect; with `local` it may ask our own network too. Where the machine has a proxy, that one asks."""
    transport = None if local else Pinned(verify=verify, trust_env=more.get("trust_env", True))
    return httpx.Client(transport=transport, verify=verify, follow_redirects=False, **more)
