"""Telling how far a long read or write is, beside its transaction, at most once a second."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.db import connection

from paidang.intake.actions.reading import Report

SECONDS_BETWEEN = 1.0


@contextmanager
def reporting(*, import_id: int, org_id: int, rows_total: int | None) -> Iterator[Report]:
    """Give a function that writes the progress on a connection of its own; short work never opens one."""
    beside = connection.copy()
    last = time.monotonic()

    def report(phase: str, rows_done: int) -> None:
        nonlocal last
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
