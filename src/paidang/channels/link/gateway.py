"""A gateway that is called with an app's key and secret and a store's token: what JD's and Taobao's have in common."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from paidang.channels.link.calling import Caller
from paidang.channels.link.errors import ChannelError
from paidang.channels.link.oauth import Token


@dataclass(frozen=True, slots=True)
class Credentials:
    """What opens a store. Secret: it shows the key alone."""

    app_key: str
    app_secret: str = field(repr=False)
    token: Token = Token("")


def credentials_of(values: Mapping[str, str], *, token: str) -> Credentials:
    """A store's by what `channels.platforms` says that it needs; `expires_at` (ISO 8601), if known: the token's end."""
    ends = datetime.fromisoformat(values["expires_at"]) if values.get("expires_at") else None
    kept = Token(values.get(token, ""), values.get("refresh_token", ""), ends)
    return Credentials(values["app_key"], values["app_secret"], kept)


class Gateway(ABC):
    """One store's calls; its token is renewed by itself where the platform gave a refresh token, and handed to `keep`."""

    def __init__(
        self,
        caller: Caller,
        credentials: Credentials,
        *,
        oauth: str = "",
        keep: Callable[[Token], None] = lambda token: None,
    ) -> None:
        self.caller, self.credentials, self.token = caller, credentials, credentials.token
        self._oauth, self._keep = oauth, keep

    @abstractmethod
    def renew(self) -> None:
        """A fresh token for the refresh token."""

    def renewal(self) -> Callable[[], None] | None:
        """How a call that is about to go out may renew the token; where its end is near it is renewed at once."""
        if not self.token.refresh_token:
            return None
        if self.token.is_due(self.caller.now()):
            with suppress(
                ChannelError
            ):  # it is good for a while yet; the call itself says when it no longer is
                self.renew()
        return self.renew

    def take(self, token: Token) -> Token:
        """Call by this token from now on, and hand it over; the refresh token stays where no other came."""
        if not token.refresh_token:
            token = Token(token.access_token, self.token.refresh_token, token.expires_at)
        self.token = token
        self._keep(token)
        return token

    def without_secrets(self, said: str) -> str:
        """The platform's words, should it repeat a secret in them."""
        for secret in (self.token.access_token, self.token.refresh_token, self.credentials.app_secret):
            said = said.replace(secret, "…") if secret else said
        return said
