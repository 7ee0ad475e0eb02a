"""That the other side opened what was sent to it: shown in its history, and it moves no date."""

from datetime import datetime

from django.db import transaction

from paidang.contracts.queries import get_contract
from paidang.settlement.actions.recording import record
from paidang.settlement.models import CLOSED, Statement
from paidang.settlement.queries import OPENED, has_opened
from paidang.team.models import Person


@transaction.atomic
def record_opening(*, person: Person, at: datetime, statement: Statement, what: str) -> None:
    """Put on record that somebody of the brand opened a sent version (`page`, `rows`, `pdf` …), once a person.

    The statement is received when it is sent (SPEC §6): this is proof that it was seen, no other beginning of a period.
    """
    if statement.state == CLOSED or statement.contract.side_of(person.org_id) != "a":
        return
    if has_opened(statement, person.pk):
        return
    get_contract(
        statement.contract.code, lock=True
    )  # two windows at once: the second waits and finds it done
    if not has_opened(statement, person.pk):
        record(statement, person, at, OPENED, {"what": what})
