"""What is told of an entry of a chain (Standard Webhooks: `webhook-id`, `webhook-timestamp`, `webhook-signature`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from paidang.evidence.rules.acts import KINDS
from paidang.evidence.rules.wording import kind_of
from paidang.kit.period import SHANGHAI

URL_CHARACTERS, WEBHOOKS_MAX, SECRET_BYTES = 300, 10, 32
TEST = "test"
WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""How long it waits after each failure in a row, as Standard Webhooks advise; after the last it pauses."""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry as it is told. `number` is the same however often it is told: a receiver knows it again by that."""

    number: str
    act: str
    at: datetime
    data: Mapping[str, Any]

    def body(self) -> dict[str, Any]:
        """The JSON that is sent."""
        at = self.at.astimezone(SHANGHAI).isoformat(timespec="microseconds")
        return {"type": self.act, "timestamp": at, "data": dict(self.data)}


def wait_after(failures: int) -> timedelta | None:
    """How long after the n-th failure in a row it is tried again; None: not by itself.

    >>> wait_after(1), wait_after(len(WAITS) + 1)
    (datetime.timedelta(seconds=5), None)
    """
    return WAITS[failures - 1] if failures <= len(WAITS) else None


def is_wanted(act: str, kinds: list[str]) -> bool:
    """Whether an act is under one of the headings of `evidence.rules.acts`; no heading: all of them."""
    return not kinds or kind_of(act) in kinds


def are_kinds(kinds: list[str]) -> bool:
    return set(kinds) <= set(KINDS)


def is_address(url: str, *, local: bool) -> bool:
    """An address to tell things to: https with a host, no name or password in it; `local`: http too.

    >>> is_address("https://erp.qinglan.example/in", local=False), is_address("http://erp/in", local=False)
    (True, False)
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    schemes = ("https", "http") if local else ("https",)
    is_plain = parts.username is None and parts.password is None and not parts.fragment and port != 0
    return parts.scheme in schemes and bool(parts.hostname) and is_plain and len(url) <= URL_CHARACTERS
