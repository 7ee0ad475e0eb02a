"""Fees that only the platforms' bills tell are taken over into the facts of a statement, and back, until it is sent."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract
from paidang.evidence.actions import append
from paidang.intake.actions.turn import wait_for_turn
from paidang.kit.clause import clause
from paidang.kit.outcome import UnableTo
from paidang.kit.period import check_month, next_month
from paidang.kit.sentence import say
from paidang.orders.actions import clear_bill_fees, write_bill_fees
from paidang.settlement.queries import is_fixed
from paidang.team.actions import check_may
from paidang.team.models import Person


class UnableToTakeOverFees(UnableTo):
    code = "FEES_NOT_TAKEN_OVER"


@clause("OP-3-E-4")
@transaction.atomic
def take_over_fees(*, person: Person, at: datetime, code: str, month: str) -> tuple[int, int]:
    """Write the fees that the month's bills took and the facts lack as platform fees; how many, and fen. Twice is once."""
    return _change(write_bill_fees, "orders.fees_taken_over", person=person, at=at, code=code, month=month)


@clause("OP-3-E-4")
@transaction.atomic
def give_back_fees(*, person: Person, at: datetime, code: str, month: str) -> tuple[int, int]:
    """Set the fees taken over from the month's bills to nothing; how many, and the fen they were. Twice is once."""
    return _change(clear_bill_fees, "orders.fees_given_back", person=person, at=at, code=code, month=month)


def _change(
    change: Callable[[int, str, datetime], tuple[int, int]],
    act: str,
    *,
    person: Person,
    at: datetime,
    code: str,
    month: str,
) -> tuple[int, int]:
    check_may(person, "close_month")
    wait_for_turn(get_contract(code).pk)
    contract = get_contract(code, lock=True)
    _check_open(contract, month)
    count, fen = change(contract.pk, month, at)
    if count:
        append(
            contract.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act=act, subject=contract.code,
            facts={"month": month, "count": count, "amount": fen},
        )  # fmt: skip
    return count, fen


def _check_open(contract: Contract, month: str) -> None:
    if contract.state != IN_FORCE:
        raise UnableToTakeOverFees(
            say("合同还没有生效，或已结清"), code="CONTRACT_NOT_IN_FORCE", remedy=say("履行中的合同才记平台费用。")
        )  # fmt: skip
    check_month(month, UnableToTakeOverFees)
    if is_fixed(contract, month):
        raise UnableToTakeOverFees(
            say("{month} 对账单已经发出", month=month),
            code="ALREADY_SENT",
            remedy=say(
                "发出后它的平台费用不再改变；漏记的费用作为平台费用导入，进 {next} 的对账单。",
                next=next_month(month),
            ),
        )
