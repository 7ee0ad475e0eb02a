"""Jobs for files that take longer than a page may wait. They carry ids only; each acts in the name of who asked.

A job's work is one transaction, so a worker that is killed leaves nothing half done: the job is taken up again from
the start. What was acknowledged stays: the file, its bytes and the wish to write it are committed before the job runs.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from paidang.intake import actions
from paidang.intake.rules.states import WRITTEN
from paidang.kit.outcome import UnableTo
from paidang.team.context import act_as
from paidang.team.models import Person

QUEUE = "intake"
ATTEMPTS_MAX = 3
DEAD_AFTER_S = 60.0
RETRY = RetryStrategy(max_attempts=ATTEMPTS_MAX, linear_wait=5)


@app.task(name="intake.read", queue=QUEUE, retry=RETRY, pass_context=True)
def read(context: JobContext, *, import_id: int, org_id: int, person_id: int) -> None:
    """Test-read a file."""

    def act(person: Person) -> None:
        actions.test_read(person=person, at=datetime.now(UTC), import_id=import_id)

    _run(context, act, import_id=import_id, org_id=org_id, person_id=person_id)


@app.task(name="intake.write", queue=QUEUE, retry=RETRY, pass_context=True)
def write(context: JobContext, *, import_id: int, org_id: int, person_id: int, mode: str) -> None:
    """Write a file; then read again what waited only for what it brought."""

    def act(person: Person) -> None:
        done = actions.write_now(person=person, at=datetime.now(UTC), import_id=import_id, mode=mode)
        if done.state == WRITTEN:
            actions.reread_waiting(person=person, at=datetime.now(UTC), contract_id=done.contract_id)

    _run(context, act, import_id=import_id, org_id=org_id, person_id=person_id)


@app.periodic(cron="* * * * *")
@app.task(name="intake.take_up_again", queue=QUEUE)
async def take_up_again(timestamp: int) -> None:
    """Give the jobs of a worker that died to another one."""
    stalled = await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=DEAD_AFTER_S)
    for job in stalled:
        await app.job_manager.retry_job(job)


def defer_read(*, person: Person, import_id: int) -> None:
    """Have the worker test-read a file, once this transaction is committed."""
    read.defer(import_id=import_id, org_id=person.org_id, person_id=person.pk)


def defer_write(*, person: Person, at: datetime, import_id: int, mode: str) -> None:
    """Have the worker write a file, once this transaction is committed."""
    actions.start_write(person=person, at=at, import_id=import_id, mode=mode)
    write.defer(import_id=import_id, org_id=person.org_id, person_id=person.pk, mode=mode)


def _run(
    context: JobContext, act: Callable[[Person], None], *, import_id: int, org_id: int, person_id: int
) -> None:
    """Act in the person's name; after the last attempt the file says that it failed, and can be tried again by hand."""
    reason = ""
    try:
        with act_as(org_id=org_id, person_id=person_id):
            act(Person.objects.get(pk=person_id))
        return
    except UnableTo as no:
        reason = str(no)
    except Exception:
        if context.job.attempts + 1 < ATTEMPTS_MAX:
            raise
        reason = "写入时出了意外，一行也没有写入。请再试一次；还不行就把文件发给我们"
    with act_as(org_id=org_id, person_id=person_id):
        person = Person.objects.get(pk=person_id)
        actions.give_up(person=person, at=datetime.now(UTC), import_id=import_id, reason=reason)
