"""At every batch of a long read or write: is it to halt? And how far is it? Told beside its transaction, once a second."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.errors import LockNotAvailable

from paidang.intake.actions.reading import Report
from paidang.intake.queries import get_halt
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say

SECONDS_BETWEEN = 1.0
WAIT_MAX = "200ms"
"""Longer than this nobody waits to tell how far it is: where the work's own transaction holds the file, it would wait for ever."""


class Halted(UnableTo):
    """Somebody wishes the file to pause or to stop: whoever works on it takes everything back and lets it go."""

    code = "IMPORT_HALTED"


@contextmanager
def reporting(*, import_id: int, org_id: int, rows_total: int | None) -> Iterator[Report]:
    """Give a function that raises Halted if that is wished, and writes the progress on a connection of its own.

    Short work never opens that connection.
    """
    beside = connection.copy()
    last = time.monotonic()

    def report(phase: str, rows_done: int) -> None:
        nonlocal last
        if get_halt(import_id):
            raise Halted(say("照要求停了下来，什么都没有写入"))
        if time.monotonic() - last < SECONDS_BETWEEN:
            return
        last = time.monotonic()
        try:
            _tell(beside, org_id, [import_id, org_id, phase[:20], rows_done, rows_total, datetime.now(UTC)])
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise

    try:
        yield report
    finally:
        beside.close()


def _tell(beside: BaseDatabaseWrapper, org_id: int, values: Sequence[Any]) -> None:
    with beside.cursor() as cursor:  # sent at once, so one transaction: the settings end with it
        cursor.execute(
            "select set_config('app.org', %s, true), set_config('lock_timeout', %s, true);"
            "insert into intake_progress (import_id, org_id, phase, rows_done, rows_total, at)"
            " values (%s, %s, %s, %s, %s, %s) on conflict (import_id) do update set phase = excluded.phase,"
            " rows_done = excluded.rows_done, rows_total = excluded.rows_total, at = excluded.at",
            [str(org_id), WAIT_MAX, *values],
        )
