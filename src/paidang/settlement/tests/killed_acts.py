"""Acts as a process does them that may be killed in between: arguments are plain, each opens its own transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from paidang.contracts.queries import get_contract
from paidang.settlement import actions, tasks
from paidang.settlement.queries import get_statement
from paidang.team.context import act_as
from paidang.team.models import Person


@contextmanager
def _somebody(org: int, person: int) -> Iterator[Person]:
    with act_as(org_id=org, person_id=person):
        yield Person.objects.get(pk=person)


def close(*, org: int, person: int, at: str, code: str, month: str) -> None:
    with _somebody(org, person) as who:
        actions.close_month(person=who, at=datetime.fromisoformat(at), code=code, month=month)


def send(*, org: int, person: int, at: str, code: str, month: str) -> None:
    with _somebody(org, person) as who:
        digest = get_statement(get_contract(code), month).digest
        actions.send_statement(
            person=who, at=datetime.fromisoformat(at), code=code, month=month, digest=digest, note="三月"
        )


def confirm(*, org: int, person: int, at: str, code: str, month: str) -> None:
    with _somebody(org, person) as who:
        digest = get_statement(get_contract(code), month).digest
        actions.confirm_statement(
            person=who, at=datetime.fromisoformat(at), code=code, month=month, digest=digest
        )


def pay(*, org: int, person: int, at: str, code: str, month: str) -> None:
    with _somebody(org, person) as who:
        owed = get_statement(get_contract(code), month).figures["amount_due"]
        actions.record_payment(
            person=who, at=datetime.fromisoformat(at), code=code, amount_fen=owed, paid_on=date(2026, 4, 16),
            named=f"statement-{month}", key="one form",
        )  # fmt: skip


def carry_out(*, org: int, person: int, batch: int) -> None:
    tasks.carry_out(batch_id=batch, org_id=org, person_id=person)
