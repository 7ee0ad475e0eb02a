"""What is asked of a company's OpenID provider over the network: its discovery document, its keys, a token for a code.

No redirect is followed, no answer waited for longer than a few seconds. Only addresses of the public internet are
asked, unless the installation says that its providers are in its own network (`settings.COMPANY_SIGN_IN_LOCAL`).
"""

import json
import ssl
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from paidang.kit.network import is_public
from paidang.kit.sentence import say
from paidang.outward import client
from paidang.team.rules import company_sign_in as rules

WAIT_S = 5
MOST_BYTES = 512 * 1024


def discover(issuer: str) -> rules.Provider:
    """The provider by its address, or NotVouched."""
    local = settings.COMPANY_SIGN_IN_LOCAL
    if not rules.is_web_address(issuer, local=local):
        raise rules.NotVouched(say("身份提供方的地址要以 https:// 开头"))
    document = _ask("GET", issuer.rstrip("/") + rules.DISCOVERY)
    return rules.read_provider(document, issuer=issuer, local=local)


def get_keys(provider: rules.Provider) -> Any:
    """The provider's public keys as it publishes them, unread."""
    return _ask("GET", provider.jwks_uri)


def exchange(
    provider: rules.Provider, *, client_id: str, secret: str, code: str, verifier: str, back: str
) -> Any:
    """What the provider gives for a code, unread."""
    form = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier,
    }  # fmt: skip
    if provider.in_body:
        form |= {"client_id": client_id, "client_secret": secret}
    auth = None if provider.in_body else httpx.BasicAuth(client_id, secret)
    return _ask("POST", provider.token_endpoint, data=form, auth=auth)


def _ask(method: str, url: str, **more: Any) -> Any:
    """The JSON that an address answers with."""
    host = urlsplit(url).hostname or ""
    if not settings.COMPANY_SIGN_IN_LOCAL and not is_public(host):
        raise rules.NotVouched(say("{host} 不是公网地址，不能作身份提供方", host=host))
    try:
        body = _read(method, url, host, more)
    except (httpx.HTTPError, httpx.InvalidURL):
        raise rules.NotVouched(say("连不上身份提供方 {host}", host=host)) from None
    try:
        return json.loads(body)
    except ValueError:
        raise rules.NotVouched(say("{host} 的回答读不懂", host=host)) from None


@cache
def _tls() -> ssl.SSLContext:
    """Made once: reading the roots that are trusted takes longer than most answers."""
    return httpx.create_ssl_context()


def _read(method: str, url: str, host: str, more: dict[str, Any]) -> bytes:
    body, accept = bytearray(), {"Accept": "application/json"}
    local = settings.COMPANY_SIGN_IN_LOCAL
    with (
        client(local=local, timeout=WAIT_S, verify=_tls()) as asking,
        asking.stream(method, url, headers=accept, **more) as answer,
    ):
        if answer.status_code != httpx.codes.OK:
            raise rules.NotVouched(
                say("{host} 没有给出所要的，回答是 {status}", host=host, status=answer.status_code)
            )
        for part in answer.iter_bytes():
            body += part
            if len(body) > MOST_BYTES:
                raise rules.NotVouched(say("{host} 的回答太长", host=host))
    return bytes(body)
