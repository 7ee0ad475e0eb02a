"""What a side laid out for the other becomes a claim, which the next statement brings in; taken back by its opposite (ADR 0050).

What is claimed, and that it may be, is for the slice to say that knows what it was laid out for.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries.numbers import next_number
from paidang.evidence.actions import append
from paidang.kit.clause import clause
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.settlement.models import Reimbursement
from paidang.team.models import Person

REASON_MAX = 200


class UnableToReimburse(UnableTo):
    code = "NOT_REIMBURSED"


@clause("OP-3-C")
@transaction.atomic
def reimburse(
    contract: Contract,
    *,
    person: Person,
    at: datetime,
    kind: str,
    amount_fen: int,
    reason: str,
    clause: str,
    rows: Sequence[str],
    subject: str,
) -> Reimbursement:
    """Claim an amount of the brand; the next statement that is closed has it. The contract is locked by the caller.

    `subject`: what the chain calls what it was laid out for.
    """
    _check_in_force(contract)
    return _add(
        contract, person, at, "reimbursement.claimed", subject, kind=kind, amount_fen=amount_fen, reason=reason[:REASON_MAX],
        clause=clause, rows=list(rows),
    )  # fmt: skip


@clause("OP-3-C")
@transaction.atomic
def take_back_reimbursement(
    made: Reimbursement, *, person: Person, at: datetime, subject: str
) -> Reimbursement:
    """The opposite of a claim: a sent statement keeps what it says, the next one takes it back. Twice is once."""
    _check_in_force(made.contract)
    if before := Reimbursement.objects.filter(reverses=made).first():
        return before
    if made.reverses_id:
        raise UnableToReimburse(say("这一笔本身就是冲销"), remedy=say("要再报销，请重新记入。"))
    return _add(
        made.contract, person, at, "reimbursement.taken_back", subject, kind=made.kind, amount_fen=-made.amount_fen,
        reason=f"冲销报销 {made.number}：{made.reason}"[:REASON_MAX], clause=made.clause, rows=made.rows, reverses=made,
    )  # fmt: skip


def _check_in_force(contract: Contract) -> None:
    if contract.state != IN_FORCE:
        raise UnableToReimburse(
            say("合同没有生效，或已经结清"),
            code="CONTRACT_NOT_IN_FORCE",
            remedy=say("报销只记入还要出的对账单。"),
        )


def _add(
    contract: Contract, person: Person, at: datetime, act: str, subject: str, **values: object
) -> Reimbursement:
    made = Reimbursement.objects.create(
        contract=contract,
        number=next_number(Reimbursement, contract=contract),
        claimed_by=person,
        claimed_at=at,
        **values,
    )
    append(
        contract.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act=act, subject=subject,
        facts={"number": made.number, "amount_due": made.amount_fen, "rows": len(made.rows)},
    )  # fmt: skip
    return made
