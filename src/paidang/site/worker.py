"""The background worker: takes up the jobs that pages and commands left in the database, one after the other."""

import os

import django


def main() -> None:
    """Until it is asked to stop. What it was doing when killed is taken up again by the next one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paidang.site.settings")
    django.setup()
    from procrastinate.contrib.django import app

    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector) as worker:
        worker.run_worker(concurrency=1)


if __name__ == "__main__":
    main()
