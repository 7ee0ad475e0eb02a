"""Incidents: reported with evidence, answered by the other side, notice given, what they came to."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, File, Query, Router
from ninja.files import UploadedFile

from paidang.api.views.files import binary, download, proofs_of
from paidang.api.views.paging import page
from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import (
    Asked,
    Code,
    Cursor,
    Limit,
    Moment,
    MomentIn,
    Named,
    Number,
    Sha256,
    Shape,
    Side,
    word_of,
)
from paidang.api.views.token import person_of, who
from paidang.contracts.queries import get_contract
from paidang.incidents import actions
from paidang.incidents.actions.incidents import FOUND_BY_MAX, LINK_MAX, Reported
from paidang.incidents.queries.incidents import (
    VIEWS,
    IncidentsWanted,
    get_incident,
    get_incident_file,
    incidents_of,
    list_incident_files,
)
from paidang.incidents.rules.words import CLOSED, FILE_BYTES_MAX, KINDS, STATES, VERDICTS, WORDS_MAX

router = Router(tags=["incidents"])
LISTING = "incidents"
ONE = "/contracts/{code}/incidents/{number}"
LATE = "CONTRACT_NOT_IN_FORCE"
Words = Annotated[str, Field(max_length=WORDS_MAX)]


class EvidenceOut(Shape):
    """A picture or PDF by its digest."""

    name: str
    media: str
    sha256: str
    size_bytes: int
    side: Side
    added_by: Named
    added_at: Moment


class IncidentRow(Shape):
    """An incident as the list has it."""

    number: int
    kind: str = Field(description=", ".join(KINDS))
    kind_word = word_of("kind", {key: one.word for key, one in KINDS.items()})
    side: Side = Field(description="who reported it")
    at_fault: str = Field(description="a, b, or empty: nobody knows")
    state: str = Field(description=", ".join(STATES))
    state_word = word_of("state", STATES)
    turn: str = Field(description="a, b, or empty")
    channel: str
    store: str
    seen_at: Moment
    reported_at: Moment


class Incidents(Shape):
    """A page, the highest number first."""

    items: list[IncidentRow]
    next_cursor: str | None


class IncidentOut(IncidentRow):
    """An incident with the evidence, each side's word, its notice and its outcome."""

    words: str
    link: str
    found_by: str
    reported_by: Named
    verdict: str
    verdict_word = word_of("verdict", VERDICTS)
    answer: str
    answered_by: Named
    answered_at: Moment | None
    notice: int | None = Field(description="the number of the contract's notice")
    close_words: str
    closed_by: Named
    closed_at: Moment | None
    files: list[EvidenceOut]


class IncidentIn(Asked):
    kind: str = Field(max_length=20, description=", ".join(KINDS))
    at_fault: Literal["", "a", "b"]
    words: Words
    found_by: str = Field(min_length=1, max_length=FOUND_BY_MAX, description="who noticed it, and how")
    seen_at: MomentIn
    channel: str = Field("", max_length=40)
    store: str = Field("", max_length=200)
    link: str = Field("", max_length=LINK_MAX)


class AnswerIn(Asked):
    verdict: Literal["accepted", "disputed"]
    answer: Words = Field("", description="wanted where it is disputed")


class NoticeIn(Asked):
    grounds: Words = Field("", description="the incident's own words without them")
    by: date | None = Field(None, description="the last day to cure, where the contract has no deadline")


class CloseIn(Asked):
    outcome: str = Field(max_length=10, description=", ".join(CLOSED))
    words: Words = ""


class Filters(Shape):
    view: Annotated[str, Field(pattern=f"^({'|'.join(VIEWS)})$", description=", ".join(VIEWS))] = "open"
    kind: Annotated[str, Field(max_length=20)] = ""
    q: Annotated[str, Field(max_length=120, description="number, words or store")] = ""


def incident_out(code: str, number: int) -> IncidentOut:
    """An incident as it is answered."""
    one = get_incident(get_contract(code), number)
    names = set(IncidentOut.model_fields) - {"files", "notice"}
    files = [EvidenceOut.from_orm(file) for file in list_incident_files(one)]
    said: dict[str, Any] = {name: getattr(one, name) for name in names}
    return IncidentOut(**said, files=files, notice=one.notice.number if one.notice else None)


@reads(router, "/contracts/{code}/incidents", Incidents, errors=("422 CURSOR_UNKNOWN",))
def list_all_incidents(
    request: HttpRequest, code: Code, filters: Query[Filters], cursor: Cursor = "", limit: Limit = 50
) -> Incidents:
    """The incidents of a contract, by a saved view."""
    contract = get_contract(code)
    sides = {contract.pk: contract.side_of(person_of(request).org_id)}
    wanted = IncidentsWanted(sides, filters.view, filters.kind, filters.q.strip())
    rows, more = page(LISTING, incidents_of(wanted), cursor, limit)
    return Incidents(items=[IncidentRow.from_orm(one) for one in rows], next_cursor=more)


@reads(router, ONE, IncidentOut)
def get_one_incident(request: HttpRequest, code: Code, number: Number) -> IncidentOut:
    """One incident: what was seen, the evidence, each side's word, what it came to."""
    return incident_out(code, number)


@reads(router, f"{ONE}/files/{{sha256}}", None, **binary())
def download_evidence(request: HttpRequest, code: Code, number: Number, sha256: Sha256) -> HttpResponse:
    """One piece of evidence."""
    file = get_incident_file(get_incident(get_contract(code), number), sha256)
    return download(bytes(file.content), file.name)


@acts(
    router, "/contracts/{code}/incidents", IncidentOut, verbs=["report_incident"], act=actions.report_incident,
    errors=("KIND_UNKNOWN", "SEEN_LATER", "NOT_A_LINK", "WORDS_MISSING", "TOO_LONG", LATE),
)  # fmt: skip
def report_one_incident(request: HttpRequest, code: Code, body: IncidentIn) -> IncidentOut:
    """Report that something went wrong; the other side is asked for its word. Evidence is added to it."""
    made = actions.report_incident(**who(request, code), reported=Reported(**body.model_dump()))
    return incident_out(code, made.number)


@acts(
    router, f"{ONE}/files", IncidentOut, verbs=["report_incident"], act=actions.add_file,
    errors=("FILE_NOT_TAKEN", "TOO_MANY_FILES", "WRONG_STATE", LATE),
)  # fmt: skip
def add_evidence(
    request: HttpRequest,
    code: Code,
    number: Number,
    file: Annotated[list[UploadedFile], File(description="JPEG, PNG, WebP or PDF, up to 10 MB each")],
) -> IncidentOut:
    """Keep pictures or PDFs with the incident; the same bytes again are the same piece."""
    for one in proofs_of(file, FILE_BYTES_MAX):
        actions.add_file(**who(request, code, number=number), name=one.name, content=one.content)
    return incident_out(code, number)


@acts(
    router, f"{ONE}/answer", IncidentOut, verbs=["answer_incident"], act=actions.answer_incident,
    errors=("SAME_SIDE", "WRONG_STATE", "WORDS_MISSING", "TOO_LONG", LATE),
)  # fmt: skip
def answer_one_incident(request: HttpRequest, code: Code, number: Number, body: AnswerIn) -> IncidentOut:
    """The other side accepts the fault, or disputes it with a reason."""
    actions.answer_incident(**who(request, code, number=number), **body.model_dump())
    return incident_out(code, number)


@acts(
    router, f"{ONE}/notice", IncidentOut, verbs=["give_notice"], act=actions.give_notice,
    errors=(
        "NOT_YOURS", "NO_FAULT", "WRONG_STATE", "DEADLINE_MISSING", "DEADLINE_PAST", "ALREADY_SERVED", "NOTICE_NOT_SERVED",
        "TOO_LONG", LATE,
    ),
)  # fmt: skip
def give_notice_of_incident(request: HttpRequest, code: Code, number: Number, body: NoticeIn) -> IncidentOut:
    """Serve the contract's notice on the side at fault, its evidence with it; the clock begins with it."""
    actions.give_notice(**who(request, code, number=number), **body.model_dump())
    return incident_out(code, number)


@acts(
    router, f"{ONE}/close", IncidentOut, verbs=["close_incident"], act=actions.close_incident,
    errors=("NOT_YOURS", "WRONG_OUTCOME", "TOO_LONG", LATE),
)  # fmt: skip
def close_one_incident(request: HttpRequest, code: Code, number: Number, body: CloseIn) -> IncidentOut:
    """Say what it came to; cured or withdrawn, its notice is closed with it."""
    actions.close_incident(**who(request, code, number=number), **body.model_dump())
    return incident_out(code, number)
