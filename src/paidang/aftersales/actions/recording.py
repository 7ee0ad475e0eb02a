"""What every act on a case does: its entry in the contract's chain, its step to the next state, whose turn it is then."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from paidang.aftersales.actions.late import set_late_duties
from paidang.aftersales.models import Case
from paidang.aftersales.queries.cases import get_case, list_clocks
from paidang.aftersales.rules.words import ENDED, FOLLOWS, STATES, TURN
from paidang.contracts.actions.acting import contract_in_force
from paidang.duties.actions import close_duty
from paidang.evidence.actions import append
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.kit.written import written
from paidang.team.models import Person


class UnableToServe(UnableTo):
    code = "CASE_NOT_SERVED"


contract_for = partial(
    contract_in_force, unable=UnableToServe, remedy=say("履行中的合同才处理售后。"), lock=False
)
text_of = partial(written, unable=UnableToServe)


def case_for(person: Person, code: str, number: int, act: str) -> Case:
    """The case, locked, for a person whose role includes the act."""
    return get_case(contract_for(person, code, act), number, lock=True)


def check_state(case: Case, *states: str) -> None:
    """UnableToServe unless the case is in one of these states."""
    if case.state not in states:
        raise UnableToServe(
            say("售后 {code} 现在是“{state}”，不能再做这一步", code=case.code, state=STATES[case.state]),
            code="WRONG_STATE",
            remedy=say("请刷新后看轮到谁。"),
        )


def step(case: Case, state: str, at: datetime) -> None:
    """Bring the case to its next state and save it; whose turn it is, and by when, follows."""
    if state not in FOLLOWS[case.state]:
        check_state(case)
    case.state, case.turn, case.turned_at = state, TURN[state], at
    set_due(case)
    case.save()
    set_late_duties(case.contract, at=at)
    if state in ENDED:
        close_duty(case.contract_id, key=shipment_key(case), at=at)


def set_due(case: Case) -> None:
    """Reckon the nearest deadline anew, by the limits as they are."""
    clock = next(iter(list_clocks(case)), None)
    case.due_at, case.due_act = (clock.due_at, clock.act) if clock else (None, "")


def shipment_key(case: Case) -> str:
    """The key of the brand's duty to take note of a wrong or surplus shipment (OP-3-E-2)."""
    return f"shipment:{case.number}"


def page_of(case: Case) -> str:
    """The case's page."""
    return f"/cases/{case.contract.code}/{case.number}"


def record(
    case: Case, person: Person, at: datetime, act: str, facts: Mapping[str, object] | None = None
) -> None:
    """The act's entry: ids, counts and digests, nothing of the buyer's words."""
    append(
        case.contract.chain_id,
        at=at,
        org_id=person.org_id,
        person_id=person.pk,
        act=act,
        subject=f"{case.contract.code} {case.code}",
        facts=facts,
    )
