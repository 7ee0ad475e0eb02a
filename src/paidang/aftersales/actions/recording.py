"""What every act on a case does: its entry in the contract's chain, its step to the next state, whose turn it is then."""

from collections.abc import Mapping
from datetime import datetime

from paidang.aftersales.actions.late import set_late_duties
from paidang.aftersales.models import Case
from paidang.aftersales.queries.cases import get_case, list_clocks
from paidang.aftersales.rules.words import ENDED, FOLLOWS, STATES, TURN
from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract
from paidang.duties.actions import close_duty
from paidang.evidence.actions import append
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person


class UnableToServe(UnableTo):
    code = "CASE_NOT_SERVED"


def contract_for(person: Person, code: str, act: str) -> Contract:
    """The contract, in force, for a person whose role includes the act."""
    contract = get_contract(code)
    check_may(person, act)
    if contract.state != IN_FORCE:
        raise UnableToServe(
            say("合同还没有生效，或已结清"), code="CONTRACT_NOT_IN_FORCE", remedy=say("履行中的合同才处理售后。")
        )  # fmt: skip
    return contract


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


def text_of(text: str, what: str, *, is_needed: bool = True, most: int = 1000) -> str:
    """What a person wrote, bare; UnableToServe where nothing is written that has to be, or too much."""
    text = text.replace("\r\n", "\n").strip()
    if is_needed and not text:
        raise UnableToServe(
            say("没有写{what}", what=what), code="WORDS_MISSING", remedy=say("请写一两句话，对方看得到。")
        )
    if len(text) > most:
        raise UnableToServe(
            say("{what}有 {count} 字，最多 {most} 字", what=what, count=len(text), most=most), code="TOO_LONG"
        )
    return text
