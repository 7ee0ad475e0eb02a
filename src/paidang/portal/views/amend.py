"""Proposing a supplementary agreement in our wording: tick what changes, say to what and from when, see the text grow."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from paidang.contracts.actions import Paper, propose_amendment
from paidang.contracts.models import DRAFT, Amendment, Contract
from paidang.contracts.queries import (
    DayTerms,
    get_amendment,
    get_case,
    get_contract,
    get_standing,
    get_terms_of,
)
from paidang.contracts.rules import points as p
from paidang.contracts.rules.amendment_checks import amendment_fault
from paidang.contracts.rules.drafting.amendment import (
    AmendmentDraft,
    AmendmentDrafted,
    make_amendment,
)
from paidang.contracts.rules.drafting.compose import to_text
from paidang.contracts.rules.drafting.messages import said
from paidang.contracts.rules.reading import read_contract, vocabulary
from paidang.kit.outcome import NotFound, Violation
from paidang.kit.period import day_of
from paidang.kit.written import whole_in
from paidang.portal.rules.draft_form import DAY_KIND
from paidang.portal.rules.term_words import term_label, term_value
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.amend_form import POINTS, REST, SHARE, Asked, asked_from, asked_questions, begin
from paidang.portal.views.asking import person_of
from paidang.portal.views.contract_reading import language
from paidang.portal.views.term_fields import Field, fields_of, triggers
from paidang.settlement.queries.books import get_books
from paidang.team.actions import check_may
from paidang.team.models import Person

UNTOUCHED = "SAME_AS_NOW"
ABOUT_THE_DAY = ("BEFORE_THE_TERM", "AFTER_THE_TERM", "NOT_FIRST_OF_MONTH", "MONTH_SENT")


@dataclass(frozen=True, slots=True)
class TermRow:
    """One term that can be changed: what holds now and where, its field, and whether it is ticked."""

    field: Field
    now: str
    clause: str
    ticked: bool
    ended: bool


@dataclass(frozen=True, slots=True)
class PointRow:
    """One point that can be decided anew."""

    key: str
    name: str
    now: str
    clause: str
    ticked: bool
    choices: Sequence[tuple[str, str, bool]]
    errors: Sequence[str] = ()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contract_amend(request: HttpRequest, code: str) -> HttpResponse:
    """The form beside the text. A post answers with the text as it stands; with `act=propose` it proposes it."""
    person, contract = person_of(request), contract_to_amend(code)
    check_may(person, "decide_term")
    now = timezone.now()
    answered = answered_by(request, contract, person)
    asked = asked_from(request.POST) if request.method == "POST" else begin(contract, answered, day_of(now))
    held = get_terms_of(contract, asked.day or day_of(now))
    drafted = make_amendment(_draft(contract, held, asked))
    is_refused, refused = request.POST.get("act") == "propose", None
    if not drafted.violations:
        paper = _paper(drafted)
        refused = _fault(contract, drafted, paper, asked, day_of(now))
        if is_refused and not refused:
            return proposed(request, _propose(person, contract, drafted, paper, asked, answered))
    context = _context(contract, held, asked, drafted, refused, answered, quiet=not is_refused)
    if request.headers.get("HX-Request") == "true":
        return render(request, "portal/_contract_draft_text.html", context | {"oob": True})
    return render(
        request,
        "portal/contract_amend.html",
        context | {"refused": is_refused},
        status=409 if is_refused else 200,
    )


def contract_to_amend(code: str) -> Contract:
    """The contract; NotFound while it is a draft, whose text is changed itself."""
    contract = get_contract(code)
    if contract.state == DRAFT:
        raise NotFound(_("合同还没有生效，不用补充协议"), remedy=_("请在合同页直接改。"))
    return contract


def answered_by(request: HttpRequest, contract: Contract, person: Person) -> Amendment | None:
    """The other side's open proposal in whose place this one is offered, as the address or the form names it."""
    number = whole_in(request.POST.get("answers") or request.GET.get("answers") or "", digits=8)
    if not number:
        return None
    found = get_amendment(contract, number)
    return found if found.side != contract.side_of(person.org_id) and not found.verdict else None


def proposed(request: HttpRequest, made: Amendment) -> HttpResponse:
    """Go to the page of what was proposed."""
    messages.success(request, _("补充协议 %(n)s 已提出，等对方答复。") % {"n": made.number})
    return redirect("portal:contract_amendment", made.contract.code, made.number)


# From what is asked to a draft, and to a proposal


def _draft(contract: Contract, held: DayTerms, asked: Asked) -> AmendmentDraft:
    """Kinds of days count only where they change; so does a number of days of which only the kind changes."""
    changes = dict(asked.changes)
    for term in [term for term in changes if term.endswith(DAY_KIND)]:
        days = term.removesuffix(DAY_KIND)
        if changes[term] == (held.read.stated(term) or "calendar"):
            del changes[term]
        elif days in changes and changes[days] == held.read.stated(days):
            del changes[days]
    parties = cast("Mapping[str, Mapping[str, str]]", held.terms["parties"])
    return AmendmentDraft(
        number=contract.amendments.count() + 1, contract_code=contract.code, party_a=held.read.party_a,
        names=(parties["a"]["name"], parties["b"]["name"]), held=held.read, changes=changes, points=asked.points,
        decided={key: one.source for key, one in held.held.decisions.items()}, effective_on=asked.day,
    )  # fmt: skip


def _paper(drafted: AmendmentDrafted) -> Paper:
    text = to_text(drafted.text)
    sha256, name = hashlib.sha256(text.encode()).hexdigest(), f"{drafted.text.title}.txt"
    return Paper(name, sha256, text, read_contract(text, name=name, sha256=sha256).to_json())


def _fault(
    contract: Contract, drafted: AmendmentDrafted, paper: Paper, asked: Asked, today: date
) -> Violation | None:
    """Why it could not hold although its text is sound: its day, what it would leave open."""
    assert asked.day, "a sound draft has its day"
    trial = Amendment(
        contract=contract, number=contract.amendments.count() + 1, effective_on=asked.day, reading=paper.reading,
        changes=[change.to_json() for change in drafted.changes],
    )  # fmt: skip
    return amendment_fault(get_case(get_standing(contract), trial, get_books(contract), today))


def _propose(
    person: Person,
    contract: Contract,
    drafted: AmendmentDrafted,
    paper: Paper,
    asked: Asked,
    answered: Amendment | None,
) -> Amendment:
    assert asked.day, "a sound draft has its day"
    return propose_amendment(
        person=person, at=timezone.now(), code=contract.code, paper=paper, effective_on=asked.day,
        changes=drafted.changes, books_of=get_books, answers=answered.number if answered else None,
    )  # fmt: skip


# The page


def _context(
    contract: Contract, held: DayTerms, asked: Asked, drafted: AmendmentDrafted, refused: Violation | None,
    answered: Amendment | None, *, quiet: bool,
) -> dict[str, object]:  # fmt: skip
    lang = language()
    errors: dict[str, list[str]] = {}
    untouched = (
        {str(one.facts["term"]) for one in drafted.violations if one.code == UNTOUCHED} if quiet else set()
    )
    for one in drafted.violations:
        if str(one.facts["term"]) in untouched:  # just ticked: there is no fault in that yet
            continue
        at = {REST: SHARE}.get(term := str(one.facts["term"]), term.removesuffix(DAY_KIND))
        errors.setdefault(at, []).append(said(one, lang))
    if refused:
        at = "effective_on" if refused.code in ABOUT_THE_DAY else ""
        errors.setdefault(at, []).append(f"{worded(refused.message)} {worded(refused.remedy)}")
    answers = {term: held.read.stated(term) for term in vocabulary.TERMS} | dict(asked.changes)
    fields = fields_of(asked_questions(), answers, errors, lang)
    rows = [_term_row(field, held, asked) for field in fields]
    groups = []
    for key, words in vocabulary.GROUPS.items():
        inside = [row for row in rows if row.field.question.group == key]
        points = _point_rows(held, asked, errors) if key == "money" else []
        ticked = sum(row.ticked for row in inside) + sum(point.ticked for point in points)
        groups.append({
            "id": key, "word": words[0 if lang == "zh" else 1], "rows": inside, "points": points, "ticked": ticked,
            "wrong": sum(bool(row.field.errors) for row in inside),
        })  # fmt: skip
    general = errors.get("", [])
    return {
        "contract": contract,
        "answered": answered,
        "text": drafted.text,
        "glossed": lang != "zh",
        "groups": groups,
        "fields": fields,
        "wrong": [field for field in fields if field.errors or field.question.term in untouched],
        "general": general + errors.get("effective_on", []),
        "day": asked.day,
        "day_errors": errors.get("effective_on", []),
        "tax": _tax_fields(held, asked),
        "triggers": triggers(),
        "sound": not drafted.violations and not refused,
        "kinds": [],
    }


def _term_row(field: Field, held: DayTerms, asked: Asked) -> TermRow:
    term = field.question.term
    value = held.read.stated(term)
    kind = held.read.stated(term + DAY_KIND)
    now = "" if value is None else vocabulary.show_value(term, value, language())
    if kind and now:
        now = f"{now}（{vocabulary.show_value(term + DAY_KIND, kind, language())}）"
    ended = term in asked.changes and asked.changes[term] is None
    if term == SHARE and now:
        now += f" : {vocabulary.show_value(REST, held.read.stated(REST), language())}"
    field = replace(field, label=_("%(term)s改为") % {"term": field.label})
    return TermRow(field, now, held.read.clause(term), term in asked.ticked, ended)


def _point_rows(held: DayTerms, asked: Asked, errors: Mapping[str, list[str]]) -> list[PointRow]:
    lang, rows = language(), []
    for key, choices in {**POINTS, "tax": p.TAX_MODES}.items():
        decided = held.held.decisions.get(key)
        now = term_value(key, decided.value, lang) if decided else ""
        wanted = asked.points.get("tax.mode" if key == "tax" else key)
        offered = [
            (str(choice.value), choice.zh if lang == "zh" else choice.en, choice.value == wanted)
            for choice in choices
        ]
        rows.append(
            PointRow(
                key,
                term_label(key, lang),
                now,
                decided.source if decided else "",
                f"point.{key}" in asked.ticked,
                offered,
                errors.get(key, ()),
            )  # fmt: skip
        )
    return rows


def _tax_fields(held: DayTerms, asked: Asked) -> dict[str, str]:
    """What the fields of tax start with."""
    decided = held.held.decisions.get("tax")
    now = cast("Mapping[str, str]", decided.value if decided else {})
    rate = str(asked.points.get("tax.rate") or now.get("rate") or "0.13")
    return {
        "rate": term_value("commission.rate", rate).removesuffix("%"),
        "paid_by": str(asked.points.get("tax.paid_by") or now.get("paid_by") or "a"),
    }
