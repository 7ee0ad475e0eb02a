"""Incidents: one with its evidence and notice, the list with its views."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from paidang.contracts.models import Contract, Notice
from paidang.contracts.rules import notices as n
from paidang.incidents.models import Incident, IncidentFile
from paidang.incidents.rules.going_on import Noted
from paidang.incidents.rules.words import CLOSED
from paidang.kit.outcome import NotFound
from paidang.kit.paged import Paged
from paidang.kit.sentence import say
from paidang.kit.sides import other_side
from paidang.kit.written import whole_in

OPEN, OURS, THEIRS, DONE = "open", "ours", "theirs", "done"
VIEWS = (OPEN, OURS, THEIRS, DONE)
PAGE = 50


def get_incident(contract: Contract, number: int, *, lock: bool = False) -> Incident:
    """The incident; NotFound if the contract has none of that number."""
    found = Incident.objects.filter(contract=contract, number=number)
    people = ("reported_by", "answered_by", "closed_by", "notice")
    one = (found.select_for_update() if lock else found.select_related(*people)).first()
    if one is None:
        raise NotFound(
            say("合同 {code} 下没有违约 {number}", code=contract.code, number=number),
            remedy=say("请从违约页打开。"),
        )
    one.contract = contract
    return one


def list_incident_files(incident: Incident) -> list[IncidentFile]:
    """The evidence in the order in which it came, without its bytes."""
    found = IncidentFile.objects.filter(incident=incident).defer("content").select_related("added_by")
    return list(found.order_by("pk"))


def get_incident_file(incident: Incident, sha256: str) -> IncidentFile:
    """One piece of evidence with its bytes."""
    found = IncidentFile.objects.filter(incident=incident, sha256=sha256).first()
    if found is None:
        raise NotFound(say("{code} 没有这份证据", code=incident.code), remedy=say("请从违约页打开。"))
    return found


def noted_of(incident: Incident) -> Noted | None:
    """The incident's notice as it stands, with the claim and the end that rest on it."""
    notice = incident.notice
    if notice is None:
        return None
    resting = Notice.objects.filter(contract_id=incident.contract_id, facts__notice=notice.number)
    standing = [(one.kind, one.outcome) for one in resting]
    return Noted(
        kind=notice.kind,
        outcome=notice.outcome,
        is_claimed=any(kind == n.CLAIM and outcome != n.WITHDRAWN for kind, outcome in standing),
        is_ended=any(kind in (n.TERMINATION, n.IMMEDIATE) for kind, _outcome in standing),
    )


@dataclass(frozen=True, slots=True)
class IncidentsWanted:
    """What the list is narrowed to. `sides`: the reader's side by contract, whose turn is "ours"."""

    sides: Mapping[int, str]
    view: str = OPEN
    kind: str = ""
    text: str = ""


def list_incidents(wanted: IncidentsWanted, *, offset: int = 0, most: int = PAGE) -> Paged[Incident]:
    """A page of the view, what changed last first."""
    narrowed, found = _narrowed(wanted), incidents_of(wanted)
    counts = {view: _in_view(narrowed, wanted, view).count() for view in VIEWS}
    rows = list(found.order_by("-turned_at", "-pk")[offset : offset + most])
    return Paged(rows, counts, counts[wanted.view], offset)


def incidents_of(wanted: IncidentsWanted) -> QuerySet[Incident]:
    """All of the view."""
    return _in_view(_narrowed(wanted), wanted, wanted.view).select_related(
        "contract__brand", "contract__agency", "notice"
    )


def _narrowed(wanted: IncidentsWanted) -> QuerySet[Incident]:
    found = Incident.objects.filter(contract_id__in=list(wanted.sides))
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if text := wanted.text:
        number = text.upper().removeprefix("W-")
        by_number = Q(number=whole_in(number))
        found = found.filter(by_number | Q(words__contains=text) | Q(store__contains=text))
    return found


def _in_view(found: QuerySet[Incident], wanted: IncidentsWanted, view: str) -> QuerySet[Incident]:
    if view == DONE:
        return found.filter(state__in=CLOSED)
    found = found.exclude(state__in=CLOSED)
    if view == OPEN:
        return found
    turn = Q(pk=None)
    for contract_id, side in wanted.sides.items():
        mine = side if view == OURS else other_side(side)
        turn |= Q(contract_id=contract_id, turn=mine)
    return found.filter(turn)
