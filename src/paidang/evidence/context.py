"""Which program acts: beside the person in whose name it does, the entries of such a request name its token."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_token: ContextVar[int | None] = ContextVar("evidence_token", default=None)


@contextmanager
def nobodys_program() -> Iterator[None]:
    """Within, a program may be named (`by_program`); before and afterwards none is."""
    before = _token.set(None)
    try:
        yield
    finally:
        _token.reset(before)


def by_program(token_id: int) -> None:
    """From here on what is recorded was done with this API token."""
    _token.set(token_id)


def get_program() -> int | None:
    """The number of the token that acts, None if a person does."""
    return _token.get()
