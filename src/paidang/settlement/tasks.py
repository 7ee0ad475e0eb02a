"""The job that carries out a batch. It carries ids only and acts in the name of who asked.

Each contract is a transaction of its own, with the word of what became of it: a worker that is killed loses the contract
it was at, nothing else; the job is taken up again and goes on with those that wait.
"""

from datetime import UTC, datetime

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from paidang.settlement import actions
from paidang.settlement.models import Batch
from paidang.team.context import act_as
from paidang.team.models import Person

QUEUE = "settlement"
RETRY = RetryStrategy(max_attempts=5, linear_wait=5)


@app.task(name="settlement.carry_out", queue=QUEUE, retry=RETRY)
def carry_out(*, batch_id: int, org_id: int, person_id: int) -> None:
    """Close or send contract after contract, until none waits."""
    is_more = True
    while is_more:
        with act_as(org_id=org_id, person_id=person_id):
            person = Person.objects.get(pk=person_id)
            is_more = actions.take_next(person=person, at=datetime.now(UTC), batch_id=batch_id)


def defer(batch: Batch) -> None:
    """Have the worker carry it out, once this transaction is committed."""
    carry_out.defer(batch_id=batch.pk, org_id=batch.org_id, person_id=batch.asked_by_id)
