"""A client of the carrier's interface by its account."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from paidang.channels.cainiao.client import Client
from paidang.channels.link.calling import Caller, Patience

WAITED_FOR = Patience(attempts_max=2, read_s=8.0, total_s=15.0)
"""Somebody sits before the page."""


@contextmanager
def opened(
    base_url: str, values: Mapping[str, str], *, now: Callable[[], datetime], patience: Patience = WAITED_FOR
) -> Iterator[Client]:
    """The client of one account."""
    caller = Caller(base_url, patience=patience, now=now)
    try:
        yield Client(caller, values)
    finally:
        caller.close()
