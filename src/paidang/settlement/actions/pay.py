"""Recording that a confirmed statement was paid: said by the side that received the money."""

from datetime import date, datetime

from django.db import transaction

from paidang.contracts.queries import get_contract
from paidang.duties.actions import close_duty
from paidang.kit.clause import clause
from paidang.kit.outcome import NotAllowed, UnableTo
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.settlement.actions.recording import record
from paidang.settlement.models import CONFIRMED, Payment
from paidang.settlement.queries import get_statement
from paidang.team.actions import check_may
from paidang.team.models import Person


class UnableToRecordPayment(UnableTo):
    code = "PAYMENT_NOT_RECORDED"


@clause("OP-3-E-4", "OP-6-C")
@transaction.atomic
def record_payment(*, person: Person, at: datetime, code: str, month: str, paid_on: date) -> Payment:
    """Record that a confirmed statement's whole amount arrived on a day; only its payee can say so. Twice is once.

    Part payments and late fees are not in.
    """
    check_may(person, "record_payment")
    contract = get_contract(code, lock=True)
    statement = get_statement(contract, month, lock=True)
    if found := Payment.objects.filter(statement=statement).first():
        return found
    if statement.state != CONFIRMED or not statement.figures["payer"]:
        raise UnableToRecordPayment(
            say("{month} 没有已确认而要付的款", month=month), remedy=say("对账单确认后才有应付款。")
        )
    if contract.side_of(person.org_id) == statement.figures["payer"]:
        raise NotAllowed(say("到账由收款的一方登记"), remedy=say("请对方登记。"))
    if paid_on > day_of(at):
        raise UnableToRecordPayment(
            say("到账日 {day} 还没到", day=paid_on.isoformat()),
            code="DAY_AHEAD",
            remedy=say("到账以后再登记。"),
        )
    paid = Payment.objects.create(
        statement=statement, contract=contract, paid_on=paid_on, recorded_by=person, recorded_at=at
    )
    close_duty(contract.pk, key=f"pay-{month}", at=at)
    record(statement, person, at, "statement.paid", {"paid_on": paid_on.isoformat()})
    return paid
