"""The background workers: they take up the jobs that pages and commands left in the database.

Two of them: what waits for somebody else's machine (platforms, webhooks) or for another process (texts in pictures), several
at a time, since that may take its time to answer; and all else, one job after the other.
"""

import os
import sys

import django

STORES = "stores"
"""The name by which the worker is asked for that waits for other machines."""
OUTSIDE = (STORES, "webhooks", "pictures")
OUTSIDE_AT_ONCE = 4
DONE = "successful"
"""These jobs are forgotten once done: some are asked for every few seconds, and what they did is on record where it belongs."""
LOOK_EVERY_S = 0.5
"""For jobs that are to begin a moment after they were asked for: of their time nobody tells the worker."""


def main(queue: str = "") -> None:
    """Until it is asked to stop. What it was doing when killed is taken up again by the next one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paidang.site.settings")
    django.setup()
    from procrastinate.contrib.django import app

    others = sorted({task.queue for task in app.tasks.values()} - set(OUTSIDE))
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector) as worker:
        if queue == STORES:
            worker.run_worker(
                queues=list(OUTSIDE),
                concurrency=OUTSIDE_AT_ONCE,
                fetch_job_polling_interval=LOOK_EVERY_S,
                delete_jobs=DONE,
            )
        else:
            worker.run_worker(queues=others, concurrency=1, delete_jobs=DONE)


if __name__ == "__main__":
    main(*sys.argv[1:2])
