"""Evidence: a chain with its two verdicts, who holds what, the entries; verified again and downloaded here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.evidence.actions import check_chain, export_chain
from paidang.evidence.models import Entry, HeldHead
from paidang.evidence.queries import count_acts, get_ends, list_entries, list_held, verify_chain_lately
from paidang.evidence.rules.acts import ACTS, KINDS
from paidang.evidence.rules.chain import Verdict
from paidang.evidence.rules.documents import document_wording
from paidang.evidence.rules.wording import wording
from paidang.kit.written import whole_in
from paidang.portal.queries import get_switcher
from paidang.portal.rules.chain_bar import Held, chain_bar
from paidang.portal.views.asking import person_of
from paidang.portal.views.entry_words import Names, entry_words, names_in
from paidang.portal.views.incident_looks import look_rows
from paidang.team.models import Person
from paidang.team.queries import list_people
from paidang.team.rules.roles import BRAND

OWN = "own"
PAGE_LENGTH, LOOKS = 30, 4


@dataclass(frozen=True, slots=True)
class Subject:
    """What a chain is about: a contract, or (`code` is own) what concerns no contract but the organisation."""

    code: str
    title: str
    chain_id: int
    about: str
    contract: Contract | None


@login_required
@require_safe
def evidence(request: HttpRequest) -> HttpResponse:
    """The picked contract's chain, or the only one's; otherwise the list of all chains."""
    switcher = get_switcher(request)
    if one := switcher.picked or (switcher.contracts[0] if len(switcher.contracts) == 1 else None):
        return redirect("portal:evidence_chain", one.code)
    chains = []
    for subject in [*(_of_contract(contract) for contract in switcher.contracts), _own(person_of(request))]:
        _first, last = get_ends(subject.chain_id)
        chains.append({"subject": subject, "last": last, "said": _said(last) if last else ""})
    return render(request, "portal/evidence.html", {"chains": chains})


@login_required
@require_safe
def evidence_chain(request: HttpRequest, code: str) -> HttpResponse:
    """One chain. `kind` keeps one heading, `before` pages back."""
    person = person_of(request)
    subject = _subject(person, code)
    kind = request.GET.get("kind", "") if request.GET.get("kind") in KINDS else ""
    before = whole_in(request.GET.get("before", ""), None)
    verdict, verified_at = verify_chain_lately(subject.chain_id, at=timezone.now())
    rows = list_entries(subject.chain_id, kind=kind, before=before, limit=PAGE_LENGTH + 1)
    first, last = get_ends(subject.chain_id)
    names, orgs = _names(person, subject, rows)
    held = _held(list_held(subject.chain_id), verdict, orgs)
    context = {
        "subject": subject,
        "verdict": verdict,
        "after": verdict.entries - verdict.complete_to,
        "verified_at": verified_at,
        "first": first,
        "last": last,
        "held": held,
        "bar": chain_bar(verdict, [Held(one["seq"], one["document"], one["agrees"]) for one in held]),
        "looks": _looks(subject, person),
        "views": _views(code, kind, count_acts(subject.chain_id)),
        "entries": [_entry(row, names, orgs) for row in rows[:PAGE_LENGTH]],
        "older": _address(code, kind, rows[PAGE_LENGTH - 1].seq) if len(rows) > PAGE_LENGTH else "",
        "newest": _address(code, kind) if before else "",
        "several": len(get_switcher(request).contracts) > 1,
    }
    return render(request, "portal/evidence_chain.html", context)


@login_required
@require_POST
def evidence_verify(request: HttpRequest, code: str) -> HttpResponse:
    """Verify again, and put that on the chain."""
    person, subject = person_of(request), _subject(person_of(request), code)
    check_chain(
        subject.chain_id, at=timezone.now(), org_id=person.org_id, person_id=person.pk, subject=subject.about
    )
    return redirect("portal:evidence_chain", code)


@login_required
@require_POST
def evidence_download(request: HttpRequest, code: str) -> HttpResponse:
    """A zip of evidence.jsonl and heads.json; from now on this organisation holds the head."""
    person, subject = person_of(request), _subject(person_of(request), code)
    packed = export_chain(
        subject.chain_id, at=timezone.now(), org_id=person.org_id, person_id=person.pk, subject=subject.about
    )
    name = f"evidence-{subject.contract.code if subject.contract else OWN}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(packed, content_type="application/zip", headers=headers)


def _subject(person: Person, code: str) -> Subject:
    return _own(person) if code == OWN else _of_contract(get_contract(code))


def _of_contract(contract: Contract) -> Subject:
    parties = " × ".join(org.name for org in (contract.brand, contract.agency) if org)
    return Subject(contract.code, parties, contract.chain_id, contract.code, contract)


def _own(person: Person) -> Subject:
    return Subject(OWN, person.org.name, person.org.chain_id, person.org.code, None)


def _names(
    person: Person, subject: Subject, rows: Sequence[Entry]
) -> tuple[Names, dict[int, tuple[str, str]]]:
    """What the entries name, and for each organisation its side and its name."""
    contract = subject.contract
    orgs = [org for org in (contract.brand, contract.agency) if org] if contract else [person.org]
    names = (
        names_in(contract, rows)
        if contract
        else Names({one.pk: one.name for one in list_people(person.org_id)})
    )
    return names, {org.pk: ("a" if org.kind == BRAND else "b", org.name) for org in orgs}


def _said(row: Entry) -> str:
    return wording(row.act, row.subject, row.facts, get_language() or "zh")


def _entry(row: Entry, names: Names, orgs: dict[int, tuple[str, str]]) -> dict[str, object]:
    """One entry in words; a person who is gone stays a number."""
    side, _name = orgs.get(row.org, ("", ""))
    who = names.people.get(row.person or 0, "") or (
        _("%(n)d 号人员") % {"n": row.person} if row.person else _("系统")
    )
    return {
        "seq": row.seq,
        "at": row.at,
        "side": side,
        "who": who,
        "said": entry_words(row, get_language() or "zh", names, names_subject=True),
        "hash": row.hash,
        "previous": row.previous,
    }


def _held(
    rows: Sequence[HeldHead], verdict: Verdict, orgs: dict[int, tuple[str, str]]
) -> list[dict[str, Any]]:
    """Documents with the head they carry; one that both sides hold is one row."""
    missing = {(head.seq, head.hash, head.document) for head in verdict.missing}
    found: dict[tuple[int, str, str], dict[str, Any]] = {}
    for row in rows:
        key = (row.seq, row.hash, row.document)
        entry = found.setdefault(
            key,
            {
                "document": document_wording(row.document, get_language() or "zh"),
                "at": row.at,
                "seq": row.seq,
                "hash": row.hash,
                "agrees": key not in missing,
                "holders": [],
            },
        )
        entry["holders"].append(orgs.get(row.holder, ("", str(row.holder))))
    return list(found.values())


def _looks(subject: Subject, person: Person) -> list[dict[str, Any]] | None:
    """The latest who looked or took a copy along; None for a chain that nothing confidential is opened under."""
    if not subject.contract or subject.contract.in_force_at is None:
        return None
    return look_rows([subject.contract], org_id=person.org_id, most=LOOKS)


def _views(code: str, kind: str, counts: dict[str, int]) -> list[dict[str, object]]:
    """All entries, then each heading that has any."""
    english = (get_language() or "zh").startswith("en")
    by_kind = {
        key: sum(n for act, n in counts.items() if act in ACTS and ACTS[act][0] == key) for key in KINDS
    }
    views: list[dict[str, object]] = [
        {"word": _("全部"), "url": _address(code), "n": sum(counts.values()), "current": not kind}
    ]
    for key, n in by_kind.items():
        if n:
            views.append(
                {"word": KINDS[key][english], "url": _address(code, key), "n": n, "current": kind == key}
            )
    return views


def _address(code: str, kind: str = "", before: int | None = None) -> str:
    values = {name: value for name, value in (("kind", kind), ("before", before)) if value}
    return reverse("portal:evidence_chain", args=[code]) + (f"?{urlencode(values)}" if values else "")
