"""A store's authorisation: what every platform's token is, and where a person is sent to give it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode

REFRESH_BEFORE = timedelta(minutes=30)
"""A token is renewed so long before its end, that a long pull does not lose it on the way."""


@dataclass(frozen=True, slots=True)
class Token:
    """A store's access. Secret: it shows itself to nobody, and is encrypted where it is kept."""

    access_token: str = field(repr=False)
    refresh_token: str = field(default="", repr=False)
    expires_at: datetime | None = None
    """None: it does not say, or never."""

    def is_due(self, now: datetime) -> bool:
        """Should it be renewed now?"""
        return self.expires_at is not None and now >= self.expires_at - REFRESH_BEFORE


def read_token(body: Mapping[str, object], now: datetime) -> Token | None:
    """The token in a platform's answer, under the names that OAuth 2 gives them; None where there is none."""
    access, seconds = body.get("access_token"), str(body.get("expires_in", ""))
    if not isinstance(access, str) or not access:
        return None
    lives = timedelta(seconds=int(seconds)) if seconds.isdecimal() and len(seconds) < 10 else None
    return Token(access, str(body.get("refresh_token") or ""), now + lives if lives else None)


def authorise_url(address: str, **params: str) -> str:
    """Where the store's owner is sent to say yes. `state` must be a secret of the session: the way back carries it."""
    return f"{address}?{urlencode(params)}"
