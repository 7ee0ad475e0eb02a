"""Acts as a process does them that may be killed in between: arguments are plain, each opens its own transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from paidang.contracts.queries import get_contract
from paidang.settlement import actions, tasks
from paidang.settlement.actions.pay import LinePick
from paidang.settlement.models import BankFile, BankLine
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


BANK = "交易日期,收入,对方户名,附言,流水号\n2026-04-17,10.00,青岚茶器,开办费,S1\n2026-04-17,20.00,青岚茶器,开办费,S2\n"


def receive_bank(*, org: int, person: int, at: str) -> None:
    with _somebody(org, person) as who:
        moment, content = datetime.fromisoformat(at), BANK.encode()
        actions.receive_bank_file(person=who, at=moment, name="流水.csv", content=content)


def take_bank_in(*, org: int, person: int, at: str) -> None:
    with _somebody(org, person) as who:
        file = BankFile.objects.get()
        actions.take_in_bank_file(person=who, at=datetime.fromisoformat(at), file_id=file.pk)


def pay_by_lines(*, org: int, person: int, at: str, code: str) -> None:
    with _somebody(org, person) as who:
        picks = [
            LinePick(line.pk, code, "setup-1", line.amount_fen, f"form-{line.serial}")
            for line in BankLine.objects.order_by("pk")
        ]
        actions.record_lines(person=who, at=datetime.fromisoformat(at), picks=picks)


def carry_out(*, org: int, person: int, batch: int) -> None:
    tasks.carry_out(batch_id=batch, org_id=org, person_id=person)
