"""What every act on an incident or a penalty does: the check of who may, its entry in the contract's chain, the duties."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from paidang.contracts.actions.acting import contract_in_force
from paidang.contracts.models import Contract
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
from paidang.kit.sentence import say
from paidang.kit.written import written
from paidang.team.models import Person


class UnableToReport(UnableTo):
    code = "INCIDENT_NOT_TAKEN"


contract_for = partial(contract_in_force, unable=UnableToReport, remedy=say("履行中的合同才登记违约。"))
text_of = partial(written, most=WORDS_MAX, unable=UnableToReport)


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
