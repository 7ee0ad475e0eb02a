"""Evidence: the entries of a contract's chain, and the two verdicts on it."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router

from paidang.api.rules.cursors import cursor_of, number_of
from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import Code, Cursor, Json, Limit, Shape, language, moment, said
from paidang.api.views.token import person_of
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.evidence.actions import check_chain
from paidang.evidence.models import Entry
from paidang.evidence.queries import list_entries
from paidang.evidence.rules.chain import Verdict
from paidang.evidence.rules.wording import wording
from paidang.kit.period import utc
from paidang.team.queries import names_of
from paidang.team.rules.api_tokens import READ
from paidang.team.rules.naming import called, with_names

router = Router(tags=["evidence"])
LISTING = "evidence"


class EntryOut(Shape):
    """One act. `hash` covers it and `previous`, the hash of the entry before: `at_utc` and the rest are hashed as they stand."""

    seq: int
    at: str
    at_utc: str
    side: str = Field(description="a, b")
    person: int | None
    person_name: str = Field(description="empty: nobody did it, or whose name the reader does not see")
    act: str
    subject: str
    facts: Json
    words: str
    previous: str
    hash: str


class Entries(Shape):
    """A page of the chain, the latest first."""

    items: list[EntryOut]
    next_cursor: str | None


class HeadOut(Shape):
    """A head that a document in somebody's hands carries and the chain does not contain."""

    seq: int
    hash: str
    document: str


class VerdictOut(Shape):
    """Two verdicts, never one: nothing was altered; nothing is missing, up to an entry."""

    entries: int
    unaltered: bool
    broken_at: int | None
    reason: str
    complete: bool
    complete_to: int
    missing: list[HeadOut]


def _entry(row: Entry, contract: Contract, people: Mapping[int, str]) -> EntryOut:
    lang = language()
    return EntryOut(
        seq=row.seq, at=moment(row.at), at_utc=utc(row.at).isoformat(timespec="microseconds"),
        side=contract.side_of(row.org), person=row.person, person_name=people.get(row.person or 0, ""), act=row.act,
        subject=row.subject, facts=row.facts,
        words=wording(row.act, str(called(row.subject, people, lang)), with_names(row.facts, people, lang), lang), previous=row.previous, hash=row.hash,
    )  # fmt: skip


@reads(router, "/contracts/{code}/evidence", Entries, errors=("422 CURSOR_UNKNOWN",))
def list_evidence(request: HttpRequest, code: Code, cursor: Cursor = "", limit: Limit = 50) -> Entries:
    """Who did what, the latest first."""
    contract = get_contract(code)
    rows = list_entries(contract.chain_id, before=number_of(LISTING, cursor), limit=limit + 1)
    more = cursor_of(LISTING, str(rows[limit - 1].seq)) if len(rows) > limit else None
    people = names_of([contract.brand_id, contract.agency_id])
    return Entries(items=[_entry(row, contract, people) for row in rows[:limit]], next_cursor=more)


@acts(router, "/contracts/{code}/evidence/verify", VerdictOut, verbs=[READ], act=check_chain)
def verify(request: HttpRequest, code: Code) -> VerdictOut:
    """Recompute the whole chain and hold it against the documents in people's hands; who did so goes on the chain."""
    contract, person = get_contract(code), person_of(request)
    verdict = check_chain(
        contract.chain_id, at=timezone.now(), org_id=person.org_id, person_id=person.pk, subject=contract.code
    )
    return _verdict(verdict)


def _verdict(found: Verdict) -> VerdictOut:
    return VerdictOut(
        entries=found.entries, unaltered=found.is_unaltered, broken_at=found.broken_at, reason=said(found.reason),
        complete=found.is_complete, complete_to=found.complete_to,
        missing=[HeadOut(seq=head.seq, hash=head.hash, document=head.document) for head in found.missing],
    )  # fmt: skip
