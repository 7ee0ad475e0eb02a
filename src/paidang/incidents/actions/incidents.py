"""An incident reported, answered, given notice of under the contract, and closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from paidang.contracts.actions import close_notice, serve_notice
from paidang.contracts.queries import get_living
from paidang.contracts.queries.numbers import next_number
from paidang.contracts.rules import notices as n
from paidang.contracts.rules.rights import Known, causes_for
from paidang.contracts.rules.serving import Said
from paidang.duties.actions import Proof
from paidang.evidence.rules.chain import text_digest
from paidang.incidents.actions.evidence import keep_file
from paidang.incidents.actions.recording import (
    UnableToReport,
    contract_for,
    incident_for,
    record,
    set_duty,
    step,
    text_of,
)
from paidang.incidents.models import Incident, IncidentFile
from paidang.incidents.queries.incidents import noted_of
from paidang.incidents.rules.going_on import (
    accuser_of,
    first_state,
    may_answer,
    notice_kind,
    outcomes,
    state_after_answer,
    turn_of,
)
from paidang.incidents.rules.words import (
    ACCEPTED,
    CLOSED,
    CURED,
    DISPUTED,
    KINDS,
    NOTICED,
    STATES,
    VERDICTS,
    WITHDRAWN,
)
from paidang.kit.clause import clause
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.kit.sides import other_side
from paidang.team.models import Person

NOTICE_FILES = 10
FOUND_BY_MAX, LINK_MAX = 200, 500


@dataclass(frozen=True, slots=True)
class Reported:
    """What somebody reports. `at_fault`: a, b, or "" where nobody knows; `found_by` says who noticed it and how."""

    kind: str
    at_fault: str
    words: str
    found_by: str
    seen_at: datetime
    channel: str = ""
    store: str = ""
    link: str = ""
    source: str = ""


@clause("OP-2-B-2", "OP-2-B-5", "OP-3-E-2")
@transaction.atomic
def report_incident(
    *, person: Person, at: datetime, code: str, reported: Reported, files: Sequence[Proof] = ()
) -> Incident:
    """Report that something went wrong, with its evidence; the other side is asked for its word. The same twice is once."""
    contract = contract_for(person, code, "report_incident")
    side = contract.side_of(person.org_id)
    kind = KINDS.get(reported.kind)
    if kind is None or (reported.at_fault and reported.at_fault not in kind.at_fault):
        raise UnableToReport(
            say("种类、过错方要选，而且要对得上"), code="KIND_UNKNOWN", remedy=say("请从列表里选。")
        )
    if reported.seen_at > at:
        raise UnableToReport(say("发现的时间还没有到"), code="SEEN_LATER", remedy=say("请填看到的那一刻。"))
    words = text_of(reported.words, say("经过"))
    link = text_of(reported.link, say("网址"), is_needed=False, most=LINK_MAX)
    if link and not link.startswith(("https://", "http://")):
        raise UnableToReport(
            say("“{text}”不是网址", text=link[:40]),
            code="NOT_A_LINK",
            remedy=say("写成 https:// 开头的地址。"),
        )
    if reported.source:
        of_it = Incident.objects.filter(contract=contract, side=side, source=reported.source)
        if known := of_it.exclude(state__in=CLOSED).first():
            return known
    open_ones = Incident.objects.filter(contract=contract, kind=reported.kind, side=side, words=words)
    if same := open_ones.filter(seen_at=reported.seen_at).exclude(state__in=CLOSED).first():
        return same
    state = first_state(side, reported.at_fault)
    is_own_fault = state == ACCEPTED
    incident = Incident.objects.create(
        contract=contract, number=next_number(Incident, contract=contract),
        kind=reported.kind, side=side, at_fault=reported.at_fault,
        channel=reported.channel[:40], store=reported.store[:200], words=words, link=link, source=reported.source[:300],
        found_by=text_of(reported.found_by, say("谁发现的"), most=FOUND_BY_MAX), seen_at=reported.seen_at,
        state=state, turn=turn_of(state, side, reported.at_fault), turned_at=at, reported_by=person, reported_at=at,
        verdict=ACCEPTED if is_own_fault else "", answered_by=person if is_own_fault else None,
        answered_at=at if is_own_fault else None,
    )  # fmt: skip
    facts = {"kind": incident.kind, "at_fault": incident.at_fault, "words_sha256": text_digest(words)}
    if incident.source:
        facts["source"] = incident.source
    if link:
        facts["link_sha256"] = text_digest(link)
    record(contract, person, at, "incident.reported", incident.code, facts)
    for file in files:
        keep_file(incident, person, at, name=file.name, content=file.content)
    set_duty(incident, at)
    return incident


@clause("OP-6-A")
@transaction.atomic
def answer_incident(
    *, person: Person, at: datetime, code: str, number: int, verdict: str, answer: str = ""
) -> Incident:
    """The other side accepts the fault or disputes it with a reason; having disputed, it may still accept. Twice is once."""
    incident = incident_for(person, code, number, "answer_incident")
    side = incident.contract.side_of(person.org_id)
    if side == accuser_of(incident.side, incident.at_fault):
        raise UnableToReport(say("自己报的不能自己答复"), code="SAME_SIDE", remedy=say("请对方答复。"))
    if incident.verdict == verdict and incident.answered_by_id == person.pk:
        return incident
    if verdict not in VERDICTS or not may_answer(incident.state, incident.verdict):
        raise UnableToReport(
            say("{code} 现在是“{state}”，不能这样答复", code=incident.code, state=STATES[incident.state]),
            code="WRONG_STATE",
            remedy=say("请刷新页面。"),
        )
    incident.answer = text_of(answer, say("理由"), is_needed=verdict == DISPUTED)
    incident.verdict, incident.answered_by, incident.answered_at = verdict, person, at
    state = state_after_answer(incident.state, verdict)
    if state == incident.state:
        incident.save()
    else:
        step(incident, state, at)
    facts = {"verdict": verdict, "answer_sha256": text_digest(incident.answer)}
    record(incident.contract, person, at, "incident.answered", incident.code, facts)
    return incident


@clause("OP-6-A", "OP-2-B-5")
@transaction.atomic
def give_notice(
    *, person: Person, at: datetime, code: str, number: int, grounds: str = "", by: date | None = None
) -> Incident:
    """Serve the contract's own notice on the side at fault: a breach on record where the contract names this as a reason to
    end at once, else one to cure by the contract's deadline (`by` where it has none).

    The clock and what follows from it are the notice's; nothing ends by itself. Evidence goes with it. Neither kind of notice
    rests on statements or payments, so nothing need be known of them.
    """
    incident = incident_for(person, code, number, "give_notice")
    contract, side = incident.contract, _deciding(incident, person)
    if side != other_side(incident.at_fault or side):
        raise UnableToReport(
            say("还没有说是对方的过错"), code="NO_FAULT", remedy=say("通知要发给过错方，请先定下是谁。")
        )
    kind = notice_kind(incident.kind, causes_for(get_living(contract, day_of(at)).read, side))
    files = [
        Proof(file.name, bytes(file.content))
        for file in IncidentFile.objects.filter(incident=incident).order_by("pk")[:NOTICE_FILES]
    ]
    said = Said(
        kind=kind, grounds=f"{incident.code}\n{text_of(grounds, say('事由'), is_needed=False) or incident.words}",
        cause=KINDS[incident.kind].cause if kind == n.INCIDENT else "", by=by, has_proof=bool(files),
    )  # fmt: skip
    if incident.state == NOTICED:
        return incident
    incident.notice = serve_notice(person=person, at=at, code=code, said=said, known=Known(), files=files)
    step(incident, NOTICED, at)
    record(contract, person, at, "incident.noticed", incident.code, {"number": incident.notice.number})
    return incident


@clause("OP-6-A")
@transaction.atomic
def close_incident(
    *, person: Person, at: datetime, code: str, number: int, outcome: str, words: str = ""
) -> Incident:
    """Say what it came to. Cured or withdrawn, its notice is closed the same way; a claim and an end stand in the contract's
    life already and are only noted here."""
    incident = incident_for(person, code, number, "close_incident")
    _deciding(incident, person)
    if incident.state == outcome and incident.closed_by_id == person.pk:
        return incident
    if outcome not in outcomes(incident.state, noted_of(incident)):
        raise UnableToReport(
            say("{code} 现在不能这样了结", code=incident.code),
            code="WRONG_OUTCOME",
            remedy=say("索赔、解除先在合同的履约页发出；已索赔的不能撤回。"),
        )
    incident.close_words = text_of(words, say("说明"), is_needed=False)
    if incident.notice and not incident.notice.outcome and outcome in (CURED, WITHDRAWN):
        closes = {CURED: n.CURED, WITHDRAWN: n.WITHDRAWN}
        close_notice(
            person=person, at=at, code=code, number=incident.notice.number, outcome=closes[outcome],
            note=incident.close_words,
        )  # fmt: skip
    incident.closed_by, incident.closed_at = person, at
    step(incident, outcome, at)
    facts = {"outcome": outcome, "words_sha256": text_digest(incident.close_words)}
    record(incident.contract, person, at, "incident.closed", incident.code, facts)
    return incident


def _deciding(incident: Incident, person: Person) -> str:
    """The person's side, which must be the one that decides how it goes on."""
    side = incident.contract.side_of(person.org_id)
    if side != accuser_of(incident.side, incident.at_fault):
        raise UnableToReport(
            say("由对方决定怎样处理"), code="NOT_YOURS", remedy=say("你们可以答复、补证据。")
        )
    return side
