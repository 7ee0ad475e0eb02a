"""Jobs for files that take longer than a page may wait. They carry ids only; each acts in the name of who asked.

A job's work is one transaction, so a worker that is killed leaves nothing half done: the job is taken up again from
the start. What was acknowledged stays: the file, its bytes and the wish to write it are committed before the job runs.
A job that finds its file in another state than it was made for has been overtaken, and does nothing.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from paidang.contracts.actions.each import do_for_each
from paidang.intake import actions
from paidang.intake.queries import get_import, list_to_reconcile
from paidang.intake.rules.states import RECEIVED, WRITING, WRITTEN
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.team.actions import for_each_organisation
from paidang.team.context import act_as
from paidang.team.models import Person

QUEUE = "intake"
ATTEMPTS_MAX = 3
logger = logging.getLogger(__name__)
RETRY = RetryStrategy(max_attempts=ATTEMPTS_MAX, linear_wait=5)


@app.task(name="intake.read", queue=QUEUE, retry=RETRY, pass_context=True)
def read(context: JobContext, *, import_id: int, org_id: int, person_id: int) -> None:
    """Test-read a file."""

    def act(person: Person) -> None:
        actions.test_read(person=person, at=datetime.now(UTC), import_id=import_id)

    _run(context, act, RECEIVED, import_id=import_id, org_id=org_id, person_id=person_id)


@app.task(name="intake.write", queue=QUEUE, retry=RETRY, pass_context=True)
def write(context: JobContext, *, import_id: int, org_id: int, person_id: int, mode: str) -> None:
    """Write a file; then read again what waited only for what it brought."""

    def act(person: Person) -> None:
        done = actions.write_now(person=person, at=datetime.now(UTC), import_id=import_id, mode=mode)
        if done.state == WRITTEN:
            actions.reread_waiting(person=person, at=datetime.now(UTC), contract_id=done.contract_id)

    _run(context, act, WRITING, import_id=import_id, org_id=org_id, person_id=person_id)


@app.periodic(cron="* * * * *")
@app.task(name="intake.reconcile", queue=QUEUE, queueing_lock="intake.reconcile")
def reconcile(timestamp: int) -> None:
    """Set against the bills what stores' interfaces brought since the last minute."""
    for_each_organisation(_reconcile, what="bills")


def _reconcile(org_id: int) -> None:
    with act_as(org_id=org_id):
        contracts = list_to_reconcile(org_id)
    do_for_each(contracts, actions.reconcile_waiting, org_id=org_id, what="bills")


def defer_read(*, person: Person, import_id: int) -> None:
    """Have the worker test-read a file, once this transaction is committed."""
    read.defer(import_id=import_id, org_id=person.org_id, person_id=person.pk)


def defer_write(*, person: Person, at: datetime, import_id: int, mode: str, words: str = "") -> None:
    """Have the worker write a file, once this transaction is committed."""
    actions.start_write(person=person, at=at, import_id=import_id, mode=mode, words=words)
    write.defer(import_id=import_id, org_id=person.org_id, person_id=person.pk, mode=mode)


def defer_again(*, person: Person, at: datetime, import_id: int) -> None:
    """Have the worker take up a paused file again from its start; nothing where somebody else has done so."""
    imported = actions.go_on(person=person, at=at, import_id=import_id)
    if imported is None:
        return
    if imported.state == RECEIVED:
        defer_read(person=person, import_id=import_id)
    else:
        write.defer(import_id=import_id, org_id=person.org_id, person_id=person.pk, mode=imported.mode)


def _run(
    context: JobContext,
    act: Callable[[Person], None],
    state: str,
    *,
    import_id: int,
    org_id: int,
    person_id: int,
) -> None:
    """Act in the person's name on a file in that state, or halt; after the last attempt the file says that it failed."""
    reason = ""
    try:
        with act_as(org_id=org_id, person_id=person_id):
            if get_import(import_id, lock=True).state == state:
                act(Person.objects.get(pk=person_id))
    except actions.Halted:
        pass
    except UnableTo as no:
        reason = str(no)
    except Exception:
        if context.job.attempts + 1 < ATTEMPTS_MAX:
            raise
        logger.exception("import %s failed for good", import_id)
        reason = say("写入时出了意外，一行也没有写入。请再试一次；还不行就把文件发给我们")
    with act_as(org_id=org_id, person_id=person_id):
        now = datetime.now(UTC)
        actions.carry_out_halt(at=now, import_id=import_id)
        if reason:
            person = Person.objects.get(pk=person_id)
            actions.give_up(person=person, at=now, import_id=import_id, reason=reason)
