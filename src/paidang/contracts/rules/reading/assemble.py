"""One document from its text to terms and findings: run the readers, mark conflicts, run the checks."""

import re
from collections.abc import Sequence
from datetime import date

from paidang.contracts.rules.reading import (
    family_ending,
    family_money,
    family_operation,
    family_scope,
    family_settlement,
    family_time,
)
from paidang.contracts.rules.reading.checks_law import check_law
from paidang.contracts.rules.reading.checks_money import check_money
from paidang.contracts.rules.reading.checks_text import check_text
from paidang.contracts.rules.reading.clauses import ClauseTree
from paidang.contracts.rules.reading.documents import Document
from paidang.contracts.rules.reading.model import (
    BLANK,
    CONFLICT,
    STATED,
    DocumentText,
    Finding,
    ReadDocument,
    Term,
)
from paidang.contracts.rules.reading.parties import aliases
from paidang.contracts.rules.reading.reader import run
from paidang.contracts.rules.reading.squeezed import squeeze

READERS = (
    *family_scope.READERS,
    *family_time.READERS,
    *family_money.READERS,
    *family_settlement.READERS,
    *family_operation.READERS,
    *family_ending.READERS,
)
ONCE = ("party.a.name", "party.b.name", "party.c.name")
"""Only the first place counts: the signature block repeats the label."""

ONE_OF = (
    "logistics.party",
    "warehouse.party",
    "shipping.party",
    "dispute.forum",
    "term.end",
    "term.start",
    "fee.share.a",
    "settlement.pay_days",
)
"""Terms of which a contract can only have one value: two different ones are a conflict."""


def read_document(text: str, document: Document, as_of: date | None) -> ReadDocument:
    """Terms and findings of one document; none for what is no agreement."""
    if document.kind == "not_agreement":
        return ReadDocument(document.title, document.kind, document.start, document.end, (), ())
    squeezed = squeeze(text, document.start, document.end, aliases(text[document.start : document.end]))
    tree = ClauseTree(text, document.start, document.end)
    seen = DocumentText(squeezed, tree, document.kind, document.title)
    terms: list[Term] = []
    for found in run(READERS, squeezed):
        if found.term in ONCE and any(term.term == found.term for term in terms):
            continue
        status = BLANK if found.value is None else STATED
        terms.append(Term(found.term, found.value, status, seen.quote(found.start, found.end)))
    terms = _mark_conflicts(sorted(terms, key=lambda term: (term.place.start, term.term)))
    whole = DocumentText(squeezed, tree, document.kind, document.title, _by_name(terms))
    as_of = as_of or _day_of(whole)
    findings = [*check_text(whole), *check_money(whole, as_of), *check_law(whole)]
    ordered = sorted(
        findings, key=lambda finding: finding.quotes[0].start if finding.quotes else document.end
    )
    return ReadDocument(document.title, document.kind, document.start, document.end, terms, _once(ordered))


def _by_name(terms: Sequence[Term]) -> dict[str, list[Term]]:
    named: dict[str, list[Term]] = {}
    for term in terms:
        named.setdefault(term.term, []).append(term)
    return named


def _mark_conflicts(terms: list[Term]) -> list[Term]:
    """Two values where there can only be one; and a collector who is paid by the one who does not collect."""
    named = _by_name(terms)
    split = {
        name
        for name in ONE_OF
        if len({repr(term.value) for term in named.get(name, ()) if term.status == STATED}) > 1
    }
    collects = {term.value for term in named.get("collection.party", ())}
    pays = {term.value for term in named.get("settlement.payer", ())}
    if (
        collects == {"b"}
        and pays == {"a"}
        and not re.search("代收", "".join(t.place.quote for t in named["collection.party"]))
    ):
        split.add("collection.party")
    return [
        Term(t.term, t.value, CONFLICT, t.place) if t.term in split and t.status == STATED else t
        for t in terms
    ]


def _day_of(document: DocumentText) -> date | None:
    for name in ("signed_on", "term.start"):
        for value in document.values(name):
            if isinstance(value, str):
                return date.fromisoformat(value)
    return None


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """Each finding once, even where two patterns see the same place."""
    kept: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        kept.setdefault((finding.code, tuple((q.start, q.end) for q in finding.quotes)), finding)
    return list(kept.values())
