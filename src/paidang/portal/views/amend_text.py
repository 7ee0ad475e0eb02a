"""Proposing a supplementary agreement that is written already: it is read, and what of it is meant as a change is ticked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from paidang.contracts.actions import Paper, propose_amendment
from paidang.contracts.models import Amendment, Contract
from paidang.contracts.queries import DayTerms, get_case, get_standing, get_terms_of
from paidang.contracts.rules.amending import OF_THE_PAPER, POINT, REMOVED, TEXT, Change, days_named
from paidang.contracts.rules.amendment_checks import amendment_fault, left_open
from paidang.contracts.rules.decisions import CHOICES
from paidang.contracts.rules.points import Point
from paidang.contracts.rules.reading.vocabulary import TERMS
from paidang.kit.outcome import Violation
from paidang.kit.period import day_of
from paidang.portal.rules.term_words import term_label
from paidang.portal.views.amend import PointRow, answered_by, contract_to_amend, proposed
from paidang.portal.views.amend_form import first_day
from paidang.portal.views.amended_terms import words_of
from paidang.portal.views.asking import day_in
from paidang.portal.views.contract_reading import (
    FILE_MAX,
    PASTE_MAX,
    ReadContract,
    UnableToRead,
    language,
)
from paidang.portal.views.contract_upload import read_upload
from paidang.settlement.queries.books import get_books
from paidang.team.actions import check_may
from paidang.team.models import Person

PARTIES = ("party.a.name", "party.b.name")


@dataclass(frozen=True, slots=True)
class Reads:
    """One term that the text speaks of: what holds now, what it says, where; whether it is meant as a change."""

    key: str
    name: str
    old: str
    new: str
    clause: str
    ticked: bool


@dataclass(slots=True)
class Found:
    """What was read in a text, and what would follow from proposing it."""

    read: ReadContract
    document: int
    title: str
    day: date
    days: Sequence[date]
    changes: list[Reads] = field(default_factory=list)
    same: list[Reads] = field(default_factory=list)
    ends: list[Reads] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    open: list[PointRow] = field(default_factory=list)
    fault: Violation | None = None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contract_amend_text(request: HttpRequest, code: str) -> HttpResponse:
    """The form; what was read in the text; with `act=propose` the proposal."""
    person, contract = request.user, contract_to_amend(code)
    assert isinstance(person, Person), "the view is behind login_required"
    check_may(person, "decide_term")
    answered = answered_by(request, contract, person)
    context: dict[str, object] = {
        "contract": contract,
        "answered": answered,
        "file_max": FILE_MAX,
        "paste_max": PASTE_MAX,
    }
    if request.method != "POST":
        return render(request, "portal/contract_amend_text.html", context)
    try:
        found = _find(request, contract)
    except UnableToRead as error:
        return _show(request, context | {"trouble": error}, error.status)
    if request.POST.get("act") == "propose" and not found.fault:
        made = propose_amendment(
            person=person, at=timezone.now(), code=code, paper=_paper(found), effective_on=found.day,
            changes=_changes(request, found), books_of=get_books, title=found.title,
            answers=answered.number if answered else None,
        )  # fmt: skip
        if request.headers.get("HX-Request") == "true":
            proposed(request, made)
            return HttpResponseClientRedirect(reverse("portal:contract_amendment", args=(code, made.number)))
        return proposed(request, made)
    is_refused = request.POST.get("act") == "propose"
    return _show(request, context | {"found": found, "refused": is_refused}, 409 if is_refused else 200)


def _show(request: HttpRequest, context: Mapping[str, object], status: int) -> HttpResponse:
    """For htmx what was found, else the whole page with it."""
    if request.headers.get("HX-Request") == "true":
        return render(request, "portal/_amend_found.html", dict(context))
    return render(request, "portal/contract_amend_text.html", dict(context), status=status)


def _find(request: HttpRequest, contract: Contract) -> Found:
    """Read the text; what it says is a change as far as it is not agreed already, unless the form unticks it."""
    read, today = read_upload(request), day_of(timezone.now())
    documents = cast("list[Mapping[str, object]]", read.reading["documents"])
    document = _meant(documents)
    places = cast("list[Mapping[str, object]]", documents[document]["terms"])
    days = days_named(read.text)
    found = Found(
        read, document, str(documents[document]["title"]) or read.name, day_in(request.POST.get("effective_on", "")) or next(iter(days), first_day(contract, today)),
        days,
    )  # fmt: skip
    held = get_terms_of(contract, found.day)
    chosen = set(request.POST.getlist("change")) if "seen" in request.POST else None
    for key in dict.fromkeys(str(place["term"]) for place in places):
        if key not in OF_THE_PAPER and key in TERMS:
            _sort_in(found, key, held, [place for place in places if place["term"] == key], chosen)
    spoken = {one.key for one in (*found.changes, *found.same)}
    found.ends = [
        Reads(key, term_label(key, language()), words_of(key, held.held.places(key)), "", held.read.clause(key), key in request.POST.getlist("ended"))
        for key in TERMS
        if key not in spoken and key not in OF_THE_PAPER and held.read.stated(key) is not None
    ]  # fmt: skip
    found.names = _other_names(held, places)
    _judge(request, contract, found, today)
    return found


def _meant(documents: Sequence[Mapping[str, object]]) -> int:
    """The supplementary agreement among the documents of a file: the one that is called so, else the first agreement."""
    agreements = [at for at, one in enumerate(documents) if one["kind"] != "not_agreement"]
    if not agreements:
        raise UnableToRead(
            _("这份文字里没有补充协议"), remedy=_("请上传补充协议全文：要有标题、双方和条款。")
        )
    called = [at for at in agreements if "补充" in str(documents[at]["title"])]
    return (called or agreements)[0]


def _sort_in(
    found: Found,
    key: str,
    held: DayTerms,
    places: Sequence[Mapping[str, object]],
    chosen: set[str] | None,
) -> None:
    old, new = words_of(key, held.held.places(key)), words_of(key, places)
    is_same = {repr(place["value"]) for place in places} <= {
        repr(place["value"]) for place in held.held.places(key)
    }
    ticked = not is_same and (chosen is None or key in chosen)
    row = Reads(key, term_label(key, language()), old, new, str(places[0]["clause"]), ticked)
    (found.same if is_same else found.changes).append(row)


def _other_names(held: DayTerms, places: Sequence[Mapping[str, object]]) -> list[str]:
    """Names that the text gives its parties and that the contract does not."""
    parties = cast("Mapping[str, Mapping[str, str]]", held.terms["parties"])
    known = {parties[side]["name"] for side in "ab"}
    named = [str(place["value"]) for place in places if place["term"] in PARTIES and place["value"]]
    return [name for name in named if name not in known]


def _judge(request: HttpRequest, contract: Contract, found: Found, today: date) -> None:
    trial = Amendment(
        contract=contract, number=contract.amendments.count() + 1, effective_on=found.day, document=found.document,
        reading=found.read.reading, changes=[change.to_json() for change in _changes(request, found)],
    )  # fmt: skip
    standing, books = get_standing(contract), get_books(contract)
    found.fault = amendment_fault(get_case(standing, trial, books, today))
    answered = [key for key in CHOICES if f"point.{key}" in request.POST]
    unanswered = _without_points(trial, answered)
    points = left_open(get_case(standing, unanswered, books, today))
    found.open = [_point_row(request, point) for point in points]


def _point_row(request: HttpRequest, point: Point) -> PointRow:
    """A point that the text leaves open; without answers where only better words can settle it."""
    lang, given = language(), request.POST.get(f"point.{point.key}")
    choices = [
        (str(one.value), one.zh if lang == "zh" else one.en, one.value == given)
        for one in CHOICES.get(point.key, ())
    ]
    return PointRow(point.key, point.zh if lang == "zh" else point.en, "", "", bool(given), choices)


def _without_points(trial: Amendment, keys: Sequence[str]) -> Amendment:
    """The same without what is decided along with it: what it leaves open stays to be seen."""
    kept = [change for change in trial.changes if change["kind"] != POINT or change["key"] not in keys]
    return Amendment(
        contract=trial.contract, number=trial.number, effective_on=trial.effective_on, document=trial.document,
        reading=trial.reading, changes=kept,
    )  # fmt: skip


def _changes(request: HttpRequest, found: Found) -> list[Change]:
    points = [Change(key, POINT, value) for key in CHOICES if (value := request.POST.get(f"point.{key}"))]
    texts = [Change(one.key, TEXT) for one in found.changes if one.ticked]
    ended = [Change(one.key, REMOVED) for one in found.ends if one.ticked]
    return [*texts, *ended, *points]


def _paper(found: Found) -> Paper:
    return Paper(found.read.name, found.read.sha256, found.read.text, found.read.reading, found.document)
