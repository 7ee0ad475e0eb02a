"""One document from its text to terms and findings: run the readers, mark conflicts, run the checks."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain

from paidang.contracts.rules.reading import (
    family_breach,
    family_costs,
    family_disputes,
    family_goods,
    family_parties,
    family_permissions,
    family_prices,
    family_scope,
    family_services,
    family_signing,
    family_team,
    family_who,
)
from paidang.contracts.rules.reading.checks_law import check_law
from paidang.contracts.rules.reading.checks_money import check_money
from paidang.contracts.rules.reading.checks_structure import check_structure
from paidang.contracts.rules.reading.checks_text import check_text
from paidang.contracts.rules.reading.clauses import ClauseTree
from paidang.contracts.rules.reading.contacts import Contact
from paidang.contracts.rules.reading.documents import Document
from paidang.contracts.rules.reading.duties import assign
from paidang.contracts.rules.reading.model import (
    BLANK,
    CONFLICT,
    STATED,
    DocumentText,
    Finding,
    Quote,
    ReadDocument,
    Term,
)
from paidang.contracts.rules.reading.parties import PartyName, aliases
from paidang.contracts.rules.reading.parts import Parts
from paidang.contracts.rules.reading.pronouns import resolved
from paidang.contracts.rules.reading.quantity_terms import quantity_terms
from paidang.contracts.rules.reading.reader import Found, run
from paidang.contracts.rules.reading.squeezed import Squeezed, squeeze
from paidang.contracts.rules.reading.stand_ins import with_stand_ins
from paidang.kit.patterns import compiled

FAMILIES = (
    family_scope,
    family_services,
    family_signing,
    family_costs,
    family_prices,
    family_goods,
    family_parties,
    family_team,
    family_breach,
    family_disputes,
    family_permissions,
    family_who,
)
READERS = tuple(reader for family in FAMILIES for reader in getattr(family, "READERS", ()))
SCANS = tuple(scan for family in FAMILIES for scan in getattr(family, "SCANS", ()))
PART_SCANS = tuple(scan for family in FAMILIES for scan in getattr(family, "PART_SCANS", ()))
FIRST_ONLY = (
    "contract.number",
    "customer_service.party",
    "ip.owner",
    "settlement.cycle",
    "team.roles",
    "payment.methods",
    "exclusivity.bound",
    "exclusivity.scope",
    "settlement.payer",
    "effective.requires",
)
"""Terms that a contract has once: what the first pattern finds counts."""

OF_SEVERAL = {"services", "approval.required_for", "free_of_charge", "store.name"}
"""Terms of which an annex may say one more thing."""

OWN_NUMBER = compiled(
    r"(?:第[一二三四五六七八九十百0-9]{1,5}条(?![第、和与至款的之规约])|§[0-9]{1,3}|[A-Z]-[0-9]{1,2}|[0-9]{1,2}(?:[.\-][0-9]{1,2})+[、.]?|[0-9]{1,2}[、.）]|（[一二三四五六七八九十0-9]{1,3}）|（[A-Za-z]{1,3}）|[一二三四五六七八九十]{1,3}、|[A-Z][0-9]{0,2}(?:\.[0-9]{1,2})*[、.]?)(?![0-9])"
)
EACH_STORE = compiled(
    r"京东|天猫|淘宝|抖音|快手|拼多多|小红书|微信|视频号|有赞|微盟|店铺?[：:|]|[A-Z]店|新店|首年|第[一二三]年|次年|以后|起按|此前|期间|[|\t]"
)
NARROWER = compiled(
    r"另[行外]?付|附件|例外|大促|旺季|活动期|第[二三]年|次年|续期后|试运[营行]|磨合|海外|配方|特殊|超过[^，。；]{0,14}的?部分|定制|预售|放宽|可以?延|丙方|版权费|样品|首月|首期"
)
"""Words of a narrower case: what is said of it is no second word on the whole."""
ENDS = compiled("[。；：？\n]")
ONE_OF = (
    "logistics.party",
    "warehouse.party",
    "shipping.party",
    "dispute.forum",
    "term.end",
    "term.start",
    "fee.share.a",
    "settlement.pay_days",
    "settlement.statement_due_day",
    "confidentiality.years",
    "signature.copies",
    "fulfilment.dispatch_hours",
    "exclusivity",
    "termination.notice_days",
)
"""Terms of which a contract can only have one value: two different ones are a conflict."""


def read_document(text: str, document: Document, as_of: date | None) -> ReadDocument:
    """Terms and findings of one document; none for what is no agreement."""
    if document.kind == "not_agreement":
        return ReadDocument(document.title, document.kind, document.start, document.end, (), ())
    squeezed = squeeze(text, document.start, document.end, aliases(document.parties))
    squeezed = with_stand_ins(resolved(squeezed, document.parties), document.parties)
    tree = ClauseTree(text, document.start, document.end)
    seen = DocumentText(squeezed, tree, document.kind, document.title)
    terms = _named_parties(text, tree, document.parties, document.contacts)
    for found in _in_body(squeezed, list(_each_once(squeezed, _agency(document.parties)))):
        status = BLANK if found.value is None else STATED
        start = _after_number(squeezed.text, found.start, found.end)
        terms.append(Term(found.term, found.value, status, seen.quote(start, found.end)))
    sure = {f"party.{party.side}.role" for party in document.parties if party.role and party.is_role_sure}
    terms = _role_once(terms, sure)
    terms = _mark_conflicts(sorted(terms, key=lambda term: (term.place.start, term.term)), text)
    whole = DocumentText(squeezed, tree, document.kind, document.title, _by_name(terms))
    as_of = as_of or _day_of(whole)
    findings = [*check_text(whole), *check_money(whole, as_of), *check_law(whole), *check_structure(whole)]
    ordered = sorted(
        findings, key=lambda finding: finding.quotes[0].start if finding.quotes else document.end
    )
    return ReadDocument(document.title, document.kind, document.start, document.end, terms, _once(ordered))


def _after_number(text: str, start: int, end: int) -> int:
    """Where the words begin, if a quotation begins with its clause's number."""
    if start and text[start - 1] != "\n":
        return start
    number = OWN_NUMBER.match(text, start, end)
    return number.end() if number else start


def _named_parties(
    text: str, tree: ClauseTree, parties: Sequence[PartyName], contacts: Sequence[Contact]
) -> list[Term]:
    """The terms about who the parties are."""
    terms = []
    for party in (party for party in parties if party.start < party.end):
        place = Quote(party.start, party.end, text[party.start : party.end], tree.path(party.start))
        status = STATED if party.name else BLANK
        terms.append(Term(f"party.{party.side}.name", party.name, status, place))
        if party.role and party.side != "c":
            start, end = party.role_at or (party.start, party.end)
            place = Quote(start, end, text[start:end], tree.path(start))
            terms.append(Term(f"party.{party.side}.role", party.role, STATED, place))
    for contact in contacts:
        place = Quote(contact.start, contact.end, text[contact.start : contact.end], tree.path(contact.start))
        if contact.side != "c":
            status = STATED if contact.name else BLANK
            terms.append(Term(f"party.{contact.side}.contact", contact.name, status, place))
    return terms


def _role_once(terms: list[Term], sure: set[str]) -> list[Term]:
    """Who is the brand is said by a label (品牌方：…) or by a sentence (甲方是…的品牌方): by the surer of them."""
    last = {term.term: number for number, term in enumerate(terms)}
    first = {term.term: number for number, term in reversed(list(enumerate(terms)))}
    return [
        term
        for number, term in enumerate(terms)
        if not term.term.endswith(".role") or number == (first if term.term in sure else last)[term.term]
    ]


def _agency(parties: Sequence[PartyName]) -> str:
    """The side of the agency, where the parties' own lines say who is what; else ""."""
    roles = {party.side: party.role for party in parties if party.side in ("a", "b")}
    for side, other in (("a", "b"), ("b", "a")):
        if roles.get(side) == "agency" or (roles.get(other) == "brand" and roles.get(side) is None):
            return side
    return ""


def _each_once(squeezed: Squeezed, agency: str) -> Iterator[Found]:
    """Every value of every term once, at the place that the first of its patterns finds."""
    named: set[str] = set()
    seen: set[tuple[str, str]] = set()
    parts = Parts(squeezed, agency)
    spoken = chain(
        quantity_terms(squeezed, parts),
        *(scan(parts) for scan in PART_SCANS),
        assign(family_who.DUTIES, parts),
    )
    for found in chain(spoken, run(READERS, squeezed), *(scan(squeezed) for scan in SCANS)):
        if (found.term in FIRST_ONLY and found.term in named) or _is_asked(squeezed.text, found):
            continue
        key = (found.term, repr(found.value))
        if key not in seen and found.end > found.start:
            named.add(found.term)
            seen.add(key)
            yield found


def _in_body(squeezed: Squeezed, found: Sequence[Found]) -> Iterator[Found]:
    """Without what the annexes say on a term that the contract itself has."""
    annex = squeezed.annexes_from
    said = {each.term for each in found if each.start < annex}
    yield from (
        each for each in found if each.start < annex or each.term not in said.difference(OF_SEVERAL, ONE_OF)
    )


def _is_asked(text: str, found: Found) -> bool:
    """Whether it stands in a question, which agrees on nothing: 能不能再包给别人做？"""
    stop = ENDS.search(text, found.end - 1)
    return stop is not None and stop[0] == "？"


def _by_name(terms: Sequence[Term]) -> dict[str, list[Term]]:
    named: dict[str, list[Term]] = {}
    for term in terms:
        named.setdefault(term.term, []).append(term)
    return named


def _mark_conflicts(terms: list[Term], text: str) -> list[Term]:
    """Two values where there can only be one; and a collector who is paid by the one who does not collect."""
    terms = _of_whole_scope(terms, text)
    named = _by_name(terms)
    split = {
        name
        for name in ONE_OF
        if len({repr(term.value) for term in named.get(name, ()) if term.status == STATED}) > 1
    }
    if not _for_each_store(named.get("fee.commission.rate", ()), text):
        split.add("fee.commission.rate")
    collects = {term.value for term in named.get("collection.party", ())}
    pays = {term.value for term in named.get("settlement.payer", ())}
    if (
        collects == {"b"}
        and pays == {"a"}
        and "fee.rebate.tiers" not in named
        and not re.search("代收", "".join(t.place.quote for t in named["collection.party"]))
    ):
        split.add("collection.party")
    return [
        Term(t.term, t.value, CONFLICT, t.place) if t.term in split and t.status == STATED else t
        for t in terms
    ]


def _of_whole_scope(terms: list[Term], text: str) -> list[Term]:
    """Without what holds for a narrower case only, where another value of the term holds for all."""
    narrow = {
        place
        for place, term in enumerate(terms)
        if term.term in ONE_OF and NARROWER.search(_sentence(text, term.place))
    }
    whole = {term.term for place, term in enumerate(terms) if place not in narrow}
    return [term for place, term in enumerate(terms) if not (place in narrow and term.term in whole)]


def _sentence(text: str, place: Quote) -> str:
    start = max(text.rfind(mark, 0, place.start) for mark in "。；;\n") + 1
    return text[start : place.end]


def _for_each_store(rates: Sequence[Term], text: str) -> bool:
    """Whether several rates hold beside each other: in one clause, in a table, or for stores and platforms by name."""
    stated = [term for term in rates if term.status == STATED]
    if len({term.value for term in stated}) < 2:
        return True
    clauses = {term.place.clause for term in stated}
    near = (text[max(0, term.place.start - 40) : term.place.end + 10] for term in stated)
    return len(clauses) == 1 or any(EACH_STORE.search(words) for words in near)


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
