"""A case's verdict in settlement's facts: the refunds with their cause, the charges with who answers for them (SPEC §1).

They go the way that files go (ADR 0043): checked against all other facts, with history, stock and evidence. Ids follow
from the case, so that writing the same verdict again changes nothing. A month that was sent stays as it is.
"""

from collections.abc import Sequence
from datetime import datetime

from paidang.aftersales.actions.recording import UnableToServe
from paidang.aftersales.models import Case, CaseLine
from paidang.aftersales.queries.money import CaseMoney, charges_of
from paidang.intake.actions import UnableToReceive, UnableToWrite, write_decided
from paidang.kit.clause import clause
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import Sentence, say
from paidang.orders.actions import rule_refund
from paidang.settlement.rules.facts import Charge
from paidang.team.models import Person


@clause("OP-3-D", "OP-3-E-3")
def write_refunds(
    case: Case, lines: Sequence[CaseLine], money: CaseMoney, *, person: Person, at: datetime, act: str
) -> list[int]:
    """Write the refunds of the case's lines; the import that did it, if any.

    A refund that a platform will tell of only later is not written here, but ruled on: it comes in with this cause.
    """
    rows = []
    for line in lines:
        if line.refund_quantity is None or not (line.refund_quantity or line.refund_fen):
            continue
        rule_refund(case.contract_id, line.refund_id, cause=line.cause, restocked=bool(line.restocked), at=at)
        told = money.refunds.get(line.refund_id)
        if told is None and case.platform_case:
            continue
        rows.append(
            {
                "refund_id": line.refund_id,
                "line_id": line.line_id,
                "quantity": str(line.refund_quantity),
                "amount": str(line.refund_fen),
                "cause": line.cause,
                "restocked": "true" if line.restocked else "false",
                "refunded_at": _text(told.refunded_at if told else at),
            }
        )
    return _write(case, "refunds", say("售后 {code} 退款", code=case.code), rows, person, at, act)


@clause("OP-3-E-2", "OP-3-E-3")
def write_charges(case: Case, borne_by: str, *, person: Person, at: datetime, act: str) -> list[int]:
    """Write what carriage and its compensation came to, with who answers for it."""
    return write_charge_rows(
        case, charges_of(case, borne_by, at), say("售后 {code} 运费", code=case.code), person, at, act
    )


def write_charge_rows(
    case: Case, charges: Sequence[Charge], name: Sentence, person: Person, at: datetime, act: str
) -> list[int]:
    """Write these charges."""
    rows = [
        {
            "charge_id": charge.charge_id,
            "order_id": charge.order_id or "",
            "kind": charge.kind,
            "amount": str(charge.amount),
            "paid_by": charge.paid_by,
            "charged_at": _text(charge.charged_at),
            "borne_by": charge.borne_by or "shared",
        }
        for charge in charges
    ]
    return _write(case, "logistics", name, rows, person, at, act)


def _write(
    case: Case, table: str, name: Sentence, rows: list[dict[str, str]], person: Person, at: datetime, act: str
) -> list[int]:
    if not rows:
        return []
    try:
        done = write_decided(
            person=person, at=at, code=case.contract.code, act=act, name=f"{name}.csv", table=table, rows=rows
        )
    except (UnableToWrite, UnableToReceive) as refused:
        raise UnableToServe(refused.message, code="FACTS_NOT_WRITTEN", remedy=refused.remedy) from None
    return [done.pk]


def _text(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).isoformat()
