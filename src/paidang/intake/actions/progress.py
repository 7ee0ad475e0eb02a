"""At every batch of a long read or write: is it to halt? And how far is it? Told beside its transaction, once a second."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.db import connection

from paidang.intake.actions.reading import Report
from paidang.intake.queries import get_halt
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say

SECONDS_BETWEEN = 1.0


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
        with beside.cursor() as cursor:
            cursor.execute("select set_config('app.org', %s, false)", [str(org_id)])
            cursor.execute(
                "insert into intake_progress (import_id, org_id, phase, rows_done, rows_total, at)"
                " values (%s, %s, %s, %s, %s, %s) on conflict (import_id) do update set phase = excluded.phase,"
                " rows_done = excluded.rows_done, rows_total = excluded.rows_total, at = excluded.at",
                [import_id, org_id, phase[:20], rows_done, rows_total, datetime.now(UTC)],
            )

    try:
        yield report
    finally:
        beside.close()
