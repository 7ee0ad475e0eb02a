"""What every act on an incident or a penalty does: the check of who may, its entry in the contract's chain, the duties."""

from collections.abc import Mapping
from datetime import datetime

from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract
from paidang.duties.actions import close_duty, raise_duty
from paidang.evidence.actions import append
from paidang.incidents.models import Incident
from paidang.incidents.queries.incidents import get_incident
from paidang.incidents.rules.going_on import turn_of
from paidang.incidents.rules.words import (
    ACCEPTED,
    DISPUTED,
    FOLLOWS,
    KINDS,
    REPORTED,
    STATES,
    WORDS_MAX,
)
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import Sentence, say
from paidang.team.actions import check_may
from paidang.team.models import Person


class UnableToReport(UnableTo):
    code = "INCIDENT_NOT_TAKEN"


def contract_for(person: Person, code: str, act: str) -> Contract:
    """The contract, locked, in force, for a person whose role includes the act."""
    contract = get_contract(code, lock=True)
    check_may(person, act)
    if contract.state != IN_FORCE:
        raise UnableToReport(
            say("合同还没有生效，或已结清"), code="CONTRACT_NOT_IN_FORCE", remedy=say("履行中的合同才登记违约。")
        )  # fmt: skip
    return contract


def incident_for(person: Person, code: str, number: int, act: str) -> Incident:
    """The incident, locked, for a person whose role includes the act."""
    return get_incident(contract_for(person, code, act), number, lock=True)


def step(incident: Incident, state: str, at: datetime) -> None:
    """Bring the incident to its next state; whose turn it is, and the duty that says so, follows."""
    if state not in FOLLOWS[incident.state]:
        raise UnableToReport(
            say("{code} 现在是“{state}”，不能再做这一步", code=incident.code, state=STATES[incident.state]),
            code="WRONG_STATE",
            remedy=say("请刷新后看轮到谁。"),
        )
    incident.state, incident.turned_at = state, at
    incident.turn = turn_of(state, incident.side, incident.at_fault)
    incident.save()
    set_duty(incident, at)


DUTIES = {REPORTED: "answer_report", ACCEPTED: "decide_report", DISPUTED: "decide_report"}


def set_duty(incident: Incident, at: datetime) -> None:
    """The duty of the state it is in, and none of the states before. A notice has a duty and a clock of its own."""
    for state, kind in DUTIES.items():
        if DUTIES.get(incident.state) != kind:
            close_duty(incident.contract_id, key=f"{kind}:{incident.number}", at=at)
        elif state == incident.state:
            raise_duty(
                incident.contract_id, key=f"{kind}:{incident.number}", kind=kind, side=incident.turn,
                page=page_of(incident), at=at, clause=KINDS[incident.kind].clause,
                facts={"code": incident.code, "what": str(KINDS[incident.kind].word)},
            )  # fmt: skip


def page_of(incident: Incident) -> str:
    """The incident's page."""
    return f"/incidents/{incident.contract.code}/{incident.number}"


def record(
    contract: Contract,
    person: Person,
    at: datetime,
    act: str,
    subject: str,
    facts: Mapping[str, object] | None = None,
) -> None:
    """The act's entry: codes, counts and digests; what was written stands in it as its digest."""
    append(
        contract.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act=act,
        subject=f"{contract.code} {subject}", facts=facts,
    )  # fmt: skip


def text_of(text: str, what: Sentence, *, is_needed: bool = True, most: int = WORDS_MAX) -> str:
    """What a person wrote, bare; UnableToReport where nothing is written that has to be, or too much."""
    text = text.replace("\r\n", "\n").strip()
    if is_needed and not text:
        raise UnableToReport(
            say("没有写{what}", what=what), code="WORDS_MISSING", remedy=say("请写一两句话，对方看得到。")
        )
    if len(text) > most:
        raise UnableToReport(
            say("{what}有 {count} 字，最多 {most} 字", what=what, count=len(text), most=most), code="TOO_LONG"
        )
    return text
