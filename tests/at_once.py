"""Two people at once, each in a thread with a connection of their own."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from paidang.kit.outcome import UnableTo

WAITING = (
    "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Begin all of them in the same moment; what each answers, or the code of its refusal."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        connection.ensure_connection()
        start.wait(60)
        try:
            return act()
        except UnableTo as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def wait_until_another_waits() -> None:
    """Until another connection waits for what this transaction holds; who does not wait is through in two seconds."""
    with connection.cursor() as cursor:
        for _ in range(100):
            cursor.execute(WAITING)
            if cursor.fetchone() != (0,):
                return
            time.sleep(0.02)
