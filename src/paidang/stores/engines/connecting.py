"""A store's client by its platform."""

from collections.abc import Callable, Mapping

from paidang.channels.link.channel import Channel
from paidang.channels.link.oauth import Token


def open_channel(
    platform: str,
    base_url: str,
    credentials: Mapping[str, str],
    *,
    patient: bool = True,
    keep: Callable[[Token], None] = lambda token: None,
) -> Channel:
    """The client of one store. `keep` is told a token that it renewed; not `patient`: somebody waits for the answer."""
    raise NotImplementedError
