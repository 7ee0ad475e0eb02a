"""One incident: what was seen, the evidence, each side's word, the notice with its clock, the rights, its past."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract, get_living
from paidang.contracts.queries.life import list_entries_of
from paidang.contracts.rules import notices as n
from paidang.contracts.rules.notices import deadline_of
from paidang.contracts.rules.rights import GROUNDS, Right, causes_for, rights_of
from paidang.evidence.queries import list_entries_about
from paidang.incidents.models import Incident
from paidang.incidents.queries.incidents import get_incident, list_incident_files, noted_of
from paidang.incidents.rules.going_on import accuser_of, may_answer, notice_kind, outcomes
from paidang.incidents.rules.words import (
    CLOSED,
    FAULTS,
    FOLLOWS,
    KINDS,
    NOTICED,
    STATES,
    VERDICTS,
    state_word,
)
from paidang.kit.media import PICTURES
from paidang.kit.period import day_of
from paidang.kit.sides import other_side
from paidang.portal.queries.grounds import load_grounds
from paidang.portal.queries.incident_source import source_url
from paidang.portal.queries.life import known_of, place_of
from paidang.portal.templatetags.paidang import day_text, moment_text, worded
from paidang.portal.views.asking import person_of
from paidang.portal.views.entry_words import events_of
from paidang.portal.views.incidents import LOOKS
from paidang.portal.views.statement_lines import called
from paidang.team.models import Person


@login_required
@require_GET
def incident(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The page."""
    found = get_incident(get_contract(code), number)
    return render(request, "portal/incident.html", page_context(request, found))


def page_context(request: HttpRequest, found: Incident) -> dict[str, Any]:
    """Everything the page shows."""
    person, now, contract = person_of(request), timezone.now(), found.contract
    kind, accuser = KINDS[found.kind], accuser_of(found.side, found.at_fault)
    read = get_living(contract, day_of(now)).read
    fits = notice_kind(found.kind, causes_for(read, accuser))
    by_contract, where = deadline_of(fits, read, day_of(now))
    may = _may(found, person)
    return {
        "contract": contract,
        "incident": found,
        "kind": kind,
        "kind_word": worded(kind.word),
        "follows": worded(kind.follows),
        "state": (LOOKS[found.state], worded(state_word(found.state, found.turn))),
        "fault": called(found.at_fault, contract) if found.at_fault else worded(FAULTS[""]),
        "reporter": called(found.side, contract),
        "verdict": worded(VERDICTS[found.verdict]) if found.verdict else "",
        "answerer": called(other_side(accuser), contract),
        "source_url": source_url(contract, found.source) if found.source else "",
        "steps": _steps(found),
        "files": [(file, file.media in PICTURES) for file in list_incident_files(found)],
        "may": may,
        "notice_word": worded(n.KINDS[fits].word),
        "is_cure": fits == n.CURE,
        "deadline": by_contract,
        "deadline_clause": where,
        "outcomes": [(key, worded(STATES[key])) for key in outcomes(found.state, noted_of(found))],
        "served": _served(found, now),
        "rights": _rights(found, person, now),
        "life_url": reverse("portal:contract_life", args=[contract.code]),
        "events": _events(found),
    }


def _may(found: Incident, person: Person) -> dict[str, bool]:
    """Which acts this person may do now."""
    living, side = found.contract.state == IN_FORCE, found.contract.side_of(person.org_id)
    accuser, is_open = accuser_of(found.side, found.at_fault), found.state not in CLOSED
    decides = living and is_open and side == accuser
    answers = living and side != accuser and may_answer(found.state, found.verdict)
    return {
        "answer": answers and person.may("answer_incident"),
        "notice": decides and bool(found.at_fault) and NOTICED in FOLLOWS[found.state] and person.may("give_notice"),
        "close": decides and person.may("close_incident"),
        "file": living and is_open and person.may("report_incident"),
    }  # fmt: skip


def _steps(found: Incident) -> list[dict[str, Any]]:
    """Report, answer, notice, outcome, with their days."""
    steps = [
        (_("登记"), found.reported_at, ""),
        (
            _("%(side)s答复")
            % {"side": called(other_side(accuser_of(found.side, found.at_fault)), found.contract)},
            found.answered_at,
            worded(VERDICTS[found.verdict]) if found.verdict else "",
        ),
    ]
    if found.notice or found.state not in CLOSED:
        at, number = (found.notice.served_at, found.notice.number) if found.notice else (None, 0)
        steps.append((_("发通知"), at, _("第 %(n)s 号") % {"n": number} if number else ""))
    steps.append((worded(STATES[found.state]) if found.closed_at else _("了结"), found.closed_at, ""))
    shown, is_open = [], found.state not in CLOSED
    for word, at, more in steps:
        state = "done" if at else "now" if is_open else ""
        is_open = is_open and bool(at)
        lines = [*([moment_text(at)] if at else []), *([more] if more else [])]
        shown.append({"word": word, "state": state, "lines": lines})
    return shown


def _served(found: Incident, now: Any) -> dict[str, Any] | None:
    """The notice with its clock, as the contract's life has it."""
    notice = found.notice
    if notice is None:
        return None
    left = (notice.deadline - day_of(now)).days if notice.deadline and not notice.outcome else None
    return {
        "notice": notice,
        "word": worded(n.KINDS[notice.kind].word),
        "outcome": worded(n.OUTCOME_WORDS[notice.outcome]) if notice.outcome else "",
        "left": left,
        "late": -left if left is not None and left < 0 else 0,
        "url": reverse("portal:contract_life", args=[found.contract.code]) + f"#notice-{notice.number}",
    }


def _rights(found: Incident, person: Person, now: Any) -> list[dict[str, Any]]:
    """What this side may do now because of the notice: offered with its clause, never done by itself."""
    if found.notice is None:
        return []
    contract: Contract = found.contract
    living = get_living(contract, day_of(now))
    known = known_of(load_grounds([contract], day_of(now))[contract.pk], now)
    url = reverse("portal:contract_life", args=[contract.code])
    words = {n.IMMEDIATE: _("可以立即解除"), n.TERMINATION: _("可以解除"), n.CLAIM: _("可以索赔")}
    return [
        {
            "word": words[right.kind],
            "right": right,
            "ground": _ground(right),
            "url": f"{url}#{place_of(right)}",
        }
        for right in rights_of(living.read, living.life, known, day=day_of(now))
        if right.notice == found.notice.number and right.side == contract.side_of(person.org_id)
    ]


def _ground(right: Right) -> str:
    since = day_text(right.since)
    return _("%(ground)s，%(day)s 起") % {"ground": worded(GROUNDS[right.ground]), "day": since}


def _events(found: Incident) -> list[dict[str, str]]:
    """What happened, by the chain's own entries, the latest first; the notice's among them."""
    contract: Contract = found.contract
    entries = list(list_entries_about(contract.chain_id, f"{contract.code} {found.code}"))
    if found.notice:
        entries += list_entries_of(found.notice)
    return events_of(contract, sorted(entries, key=lambda one: -one.seq), "incident.reported")
