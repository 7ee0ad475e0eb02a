"""Sessions in the database: row-level security shows the one whose key one knows (`app.session`), and nobody a list."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.sessions.backends import db
from django.db import transaction

from paidang.team.context import knowing

EXPIRED = "expired"
"""Instead of a key: those that nobody can use any more, so that they can be cleared away."""


@contextmanager
def _knowing(key: str | None) -> Iterator[None]:
    with transaction.atomic(), knowing("app.session", key or ""):
        yield


class SessionStore(db.SessionStore):
    """Django's own, which names the key to the database at each step."""

    def load(self) -> dict[str, Any]:
        with _knowing(self.session_key):
            return super().load()

    def exists(self, session_key: str) -> bool:
        with _knowing(session_key):
            return super().exists(session_key)

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            self.create()  # which finds a key and comes back
            return
        with _knowing(self.session_key):
            super().save(must_create)

    @classmethod
    def clear_expired(cls) -> None:
        with _knowing(EXPIRED):
            super().clear_expired()

    def delete(self, session_key: str | None = None) -> None:
        with _knowing(session_key or self.session_key):
            super().delete(session_key)
