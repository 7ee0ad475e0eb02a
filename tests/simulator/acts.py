"""What people and the worker do, with plain arguments, so that a process of its own can do it and be killed at it."""

from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from paidang.catalog.rules.declaring import TRUTH
from paidang.contracts.queries import get_contract
from paidang.intake import actions as intake
from paidang.settlement import actions
from paidang.settlement.models import Statement
from paidang.settlement.queries import get_statement
from paidang.team.context import act_as
from paidang.team.models import Person


@contextmanager
def _somebody(org: int, person: int) -> Iterator[Person]:
    with act_as(org_id=org, person_id=person):
        yield Person.objects.get(pk=person)


def hand_in(*, org: int, person: int, at: str, code: str, name: str, content: str) -> str:
    """Receive a file, and write its good rows; the answer is its state."""
    with _somebody(org, person) as who:
        moment = datetime.fromisoformat(at)
        received = intake.receive_file(
            person=who, at=moment, code=code, name=name, content=b64decode(content)
        )
        if received.state != "received":
            return received.state
        return intake.write_now(person=who, at=moment, import_id=received.pk, words=TRUTH).state


def read_again(*, org: int, person: int, at: str, code: str) -> None:
    """As the worker does after a file: what waited for a line goes in if the line has come."""
    with _somebody(org, person) as who:
        moment, contract = datetime.fromisoformat(at), get_contract(code)
        intake.reread_waiting(person=who, at=moment, contract_id=contract.pk)


def close(*, org: int, person: int, at: str, code: str, month: str) -> Statement:
    with _somebody(org, person) as who:
        return actions.close_month(person=who, at=datetime.fromisoformat(at), code=code, month=month)


def send(*, org: int, person: int, at: str, code: str, month: str) -> Statement:
    with _somebody(org, person) as who:
        moment, digest = datetime.fromisoformat(at), get_statement(get_contract(code), month).digest
        return actions.send_statement(person=who, at=moment, code=code, month=month, digest=digest)


def ask(*, org: int, person: int, at: str, code: str, month: str, reason: str, row: str) -> None:
    with _somebody(org, person) as who:
        moment, digest = datetime.fromisoformat(at), get_statement(get_contract(code), month).digest
        actions.ask_question(
            person=who, at=moment, code=code, month=month, digest=digest, reason=reason, rows=[row]
        )


def confirm(*, org: int, person: int, at: str, code: str, month: str) -> None:
    with _somebody(org, person) as who:
        moment, digest = datetime.fromisoformat(at), get_statement(get_contract(code), month).digest
        actions.confirm_statement(person=who, at=moment, code=code, month=month, digest=digest)


def pay(
    *, org: int, person: int, at: str, code: str, month: str, amount: int, paid_on: str, key: str
) -> None:
    with _somebody(org, person) as who:
        actions.record_payment(
            person=who, at=datetime.fromisoformat(at), code=code, amount_fen=amount, paid_on=date.fromisoformat(paid_on),
            named=f"statement-{month}", key=key,
        )  # fmt: skip


def agree_prices(*, org: int, person: int, at: str, code: str, number: int) -> None:
    """The agency agrees to factory prices for days past, which change nothing that was sent."""
    with _somebody(org, person) as who:
        actions.agree_past(person=who, at=datetime.fromisoformat(at), code=code, number=number, seen_fen=0)
