"""A store's client by its platform, for as long as it is needed; and the way of its owner to the platform and back."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from paidang.channels import platforms
from paidang.channels.link.calling import Caller, Patience
from paidang.channels.link.channel import Channel
from paidang.channels.link.errors import Refused
from paidang.channels.link.oauth import Token
from paidang.kit.network import is_public
from paidang.kit.sentence import say

PATIENT = Patience()
WAITED_FOR = Patience(attempts_max=1, read_s=8.0, total_s=12.0)
"""Somebody sits before the page."""


@contextmanager
def opened(
    platform: str,
    base_url: str,
    values: Mapping[str, str],
    *,
    now: Callable[[], datetime],
    patience: Patience = PATIENT,
    keep: Callable[[Token], None] = lambda token: None,
    note: Callable[[int], None] = lambda took_ms: None,
) -> Iterator[Channel]:
    """The client of one store. `keep` is told a token that it renewed by itself, `note` of every call how long it took.

    Refused: a shop's own address is none of the internet (any more), nor allowed by this installation.
    """
    own = platforms.PLATFORMS[platform].own_address and base_url not in settings.STORE_ADDRESSES
    if own and not is_public(urlsplit(base_url).hostname or ""):
        raise Refused(say("这个网址指向内部网络，不去问它"))
    caller = Caller(base_url, patience=patience, now=now, note=note, local=not own)
    try:
        yield platforms.connect(platform, base_url, values, keep=keep, caller=caller)
    finally:
        caller.close()


def address_to_authorise(
    platform: str,
    base_url: str,
    values: Mapping[str, str],
    *,
    back: str,
    state: str,
    now: Callable[[], datetime],
) -> str:
    """Where the store's owner says yes; nothing is called."""
    with opened(platform, base_url, values, now=now) as channel:
        gateway: Any = channel.gateway  # type: ignore[attr-defined]
        found = str(gateway.authorise(back, state))
    return found if found.startswith("http") else base_url.rstrip("/") + found


def exchange_code(
    platform: str, base_url: str, values: Mapping[str, str], code: str, *, now: Callable[[], datetime]
) -> Token:
    """The token for the code with which the owner came back."""
    with opened(platform, base_url, values, now=now, patience=WAITED_FOR) as channel:
        token: Token = channel.gateway.exchange(code)  # type: ignore[attr-defined]
    return token
