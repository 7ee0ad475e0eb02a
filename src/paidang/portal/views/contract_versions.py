"""Versions of a draft: hand in the next one, and two of them side by side, beginning with what the change is worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from paidang.contracts.actions import submit_version
from paidang.contracts.models import DRAFT
from paidang.contracts.queries import Standing, get_contract, get_standing, list_versions
from paidang.contracts.rules.comparing import Comparison, TermChange, compare
from paidang.contracts.rules.reading.vocabulary import label, show_value
from paidang.portal.views import contract_example as example
from paidang.portal.views.contract_reading import FILE_MAX, PASTE_MAX, ReadContract, UnableToRead, language
from paidang.portal.views.contract_upload import read_upload
from paidang.team.actions import check_may
from paidang.team.models import Person

Terms = Sequence[Mapping[str, object]]
MONEY_TERMS: tuple[tuple[str, ...], ...] = (
    ("fee.share.a", "fee.share.b"), ("fee.share.formula",), ("fee.commission.",), ("fee.monthly",), ("fee.minimum",), ("platform_fees.payer",), ("collection.party",),
)  # fmt: skip
"""What a month's money depends on; terms of one row change together."""


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """What a change of some terms comes to in the example month: for the agency, and so with the other sign for the brand."""

    name: str
    clause: str
    old: str
    new: str
    agency_fen: int | None

    @property
    def brand_fen(self) -> int | None:
        return None if self.agency_fen is None else -self.agency_fen


@dataclass(frozen=True, slots=True)
class TermRow:
    """A changed term that moves no money by itself."""

    name: str
    clause: str
    old: str
    new: str


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contract_revise(request: HttpRequest, code: str) -> HttpResponse:
    """Hand in the next version as a file or a pasted text; then it is shown against the one before."""
    person, contract = _person(request), get_contract(code)
    check_may(person, "upload_contract")
    context = {"contract": contract, "file_max": FILE_MAX, "paste_max": PASTE_MAX}
    if request.method != "POST":
        return render(request, "portal/contract_revise.html", context)
    try:
        found = read_upload(request)
        made = submit_version(
            person=person, at=timezone.now(), code=code, file_name=found.name[:255], sha256=found.sha256, text=found.text,
            reading=found.reading, document=_document_meant(found, get_standing(contract)),
        )  # fmt: skip
    except UnableToRead as error:
        return render(
            request, "portal/contract_revise.html", context | {"trouble": error}, status=error.status
        )
    messages.success(request, _("第 %(n)s 稿已交出，双方从现在起看这一稿。") % {"n": made.number})
    return redirect("portal:contract_compare" if made.number > 1 else "portal:contract", code)


def _document_meant(found: ReadContract, standing: Standing) -> int:
    """The document of the same title, else the first agreement; -1 where there is none."""
    documents = cast("list[Mapping[str, object]]", found.reading["documents"])
    agreements = [at for at, one in enumerate(documents) if one["kind"] != "not_agreement"]
    same = [at for at in agreements if documents[at]["title"] == standing.document["title"]]
    return (same or agreements or [-1])[0]


@login_required
@require_GET
def contract_compare(request: HttpRequest, code: str) -> HttpResponse:
    """Two versions: the money first, then the other terms, then clause by clause. By default the last two."""
    contract = get_contract(code)
    versions = list_versions(contract)
    new = _asked(request, "new", versions[-1].number)
    old = _asked(request, "old", max(1, new - 1))
    before, after = get_standing(contract, version=old), get_standing(contract, version=new)
    found = compare(before.text.text, before.document, after.text.text, after.document)
    money = _money_rows(before, after, found)
    context = {
        "contract": contract,
        "versions": versions,
        "before": before.text,
        "after": after.text,
        "after_side": contract.side_of(after.text.uploaded_by.org_id),
        "found": found,
        "changes": list(enumerate(found.changes, start=1)),
        "unchanged": len(found.clauses) - len(found.changes),
        "money": money,
        "together": _together(before, after) if len(money) > 1 else None,
        "terms": _term_rows(found),
        "is_draft": contract.state == DRAFT,
        "may_revise": contract.state == DRAFT and _person(request).may("upload_contract"),
    }
    return render(request, "portal/contract_compare.html", context)


def _asked(request: HttpRequest, name: str, default: int) -> int:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) < 6 else default


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person), "the view is behind login_required"
    return request.user


# What a change is worth


def _money_rows(before: Standing, after: Standing, found: Comparison) -> list[MoneyRow]:
    """Each change of money by itself: the old version with only these terms as in the new one."""
    was = _outcome(before, _terms(before))
    rows = []
    for prefixes in MONEY_TERMS:
        changes = [change for change in found.terms if change.term.startswith(prefixes)]
        if not changes:
            continue
        kept = [term for term in _terms(before) if not str(term["term"]).startswith(prefixes)]
        taken = [term for term in _terms(after) if str(term["term"]).startswith(prefixes)]
        now = _outcome(before, [*kept, *taken])
        row = _term_row(changes[0])
        worth = now.of_agency - was.of_agency if was and now else None
        rows.append(
            MoneyRow(
                "、".join(label(change.term, language()) for change in changes), row.clause,
                " : ".join(_said(change.term, change.old) for change in changes), " : ".join(_said(change.term, change.new) for change in changes),
                worth,
            )
        )  # fmt: skip
    return rows


def _together(before: Standing, after: Standing) -> MoneyRow:
    """What all changes come to: they act on each other, so it is not their sum."""
    was, now = _outcome(before, _terms(before)), _outcome(after, _terms(after))
    return MoneyRow("", "", "", "", now.of_agency - was.of_agency if was and now else None)


def _outcome(standing: Standing, terms: Terms) -> example.Outcome | None:
    return example.outcome_of(
        terms, standing.text.party_a, example.decided_in(standing), example.facts_of("")
    )


def _terms(standing: Standing) -> Terms:
    return cast("Terms", standing.document["terms"])


def _term_rows(found: Comparison) -> list[TermRow]:
    money = tuple(prefix for prefixes in MONEY_TERMS for prefix in prefixes)
    return [_term_row(change) for change in found.terms if not change.term.startswith(money)]


def _term_row(change: TermChange) -> TermRow:
    place = (change.new or change.old)[0]
    return TermRow(
        label(change.term, language()), str(place["clause"]), _said(change.term, change.old), _said(change.term, change.new)
    )  # fmt: skip


def _said(term: str, places: Sequence[Mapping[str, object]]) -> str:
    """What a version says of a term; a dash where it is silent."""
    words = [show_value(term, place["value"], language()) for place in places]
    return " / ".join(dict.fromkeys(words)) or "—"
