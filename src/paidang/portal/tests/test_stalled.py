"""Jobs of a worker that was killed go on, in every queue."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections
from procrastinate.contrib.django import app

from paidang.portal.tasks.stalled import take_up_again

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


async def _once() -> None:
    """As the worker does it; the thread that Django gives it has a connection of its own."""
    await take_up_again(0)
    await sync_to_async(connections.close_all)()


def run(query: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall() if cursor.description else []


def worker(*, heard: str) -> int:
    return run(
        f"insert into procrastinate_workers (last_heartbeat) values (now() - interval '{heard}') returning id"
    )[0][0]


def job(queue: str, *, of: int | None, lock: str | None = None) -> int:
    """A job that a worker is at; that waits where there is none."""
    made = app.configure_task("portal.nothing", queue=queue, queueing_lock=lock).defer()
    if of:
        run("update procrastinate_jobs set status = 'doing', worker_id = %s where id = %s", of, made)
    return made


def status(made: int) -> str:
    return run("select status::text from procrastinate_jobs where id = %s", made)[0][0]


def test_what_a_killed_worker_was_at_waits_again_in_whatever_queue():
    dead, alive = worker(heard="5 minutes"), worker(heard="5 seconds")
    stalled = [job(queue, of=dead) for queue in ("reminders", "intake", "settlement", "contracts")]
    busy = job("reminders", of=alive)
    asyncio.run(_once())
    assert [status(each) for each in stalled] == ["todo"] * 4
    assert status(busy) == "doing"


def test_a_job_whose_successor_waits_already_keeps_no_other_from_going_on():
    dead = worker(heard="5 minutes")
    first = job("reminders", of=dead, lock="portal.remind")
    successor = job("reminders", of=None, lock="portal.remind")
    last = job("reminders", of=dead)
    asyncio.run(_once())
    assert [status(each) for each in (first, successor, last)] == ["doing", "todo", "todo"]
