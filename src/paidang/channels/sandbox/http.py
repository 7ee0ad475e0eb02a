"""A request and an answer as the sandbox's platforms see them, and what a platform is to the sandbox."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from paidang.channels.sandbox.shop import Shop


@dataclass(frozen=True, slots=True)
class Request:
    """One call. `query` and `form` are decoded; `raw_query` and `body` are as they came, for signatures over bytes."""

    method: str
    path: str
    raw_query: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    body: bytes
    headers: Mapping[str, str]
    """By lower-case name."""

    @property
    def params(self) -> dict[str, str]:
        """Query and form together, as JD and TOP read them."""
        return {**self.query, **self.form}


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back."""

    body: bytes
    status: int = 200
    content_type: str = "application/json;charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, value: Any, status: int = 200) -> "Answer":
        return cls(json.dumps(value, ensure_ascii=False).encode(), status)


class Platform(Protocol):
    """One platform of the sandbox: `channels/<platform>/sandbox.py` has a class `Sandbox(shop)` of this shape.

    Its secrets are well known and the same every time. `answer` is called under the shop's lock; `now` is the sandbox's
    clock in Asia/Shanghai, which may be told to go wrong. Faults (`sandbox.faults`) that need the platform's own words,
    such as its throttling or expired-token envelope, are asked for by name through `fault`.
    """

    shop: Shop
    prefixes: tuple[str, ...]
    """Beginnings of the paths that are its own."""

    def credentials(self) -> dict[str, str]:
        """What a client needs, under the names that `paidang sandbox --json` prints."""

    def answer(self, request: Request, now: datetime) -> Answer:
        """Serve one call."""

    def fault(self, name: str, request: Request) -> Answer:
        """The platform's own envelope for `throttled`, `expired_token`, `bad_signature`, `transient`."""
