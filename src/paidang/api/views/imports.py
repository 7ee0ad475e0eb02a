"""Imports: hand in a file, look at its test read, have it written, see what waits to be mended."""

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, File, Form, Router
from ninja.files import UploadedFile

from paidang.api.rules.cursors import cursor_of, number_of
from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import Asked, Code, Cursor, Id, Json, Limit, Moment, Shape, said
from paidang.api.views.token import person_of
from paidang.contracts.queries import get_contract
from paidang.intake.actions import receive_file, start_write
from paidang.intake.models import ALL_OR_NOTHING, GOOD_ROWS, ImportFile
from paidang.intake.queries import get_import, get_progress, list_bad_rows, list_imports
from paidang.intake.rules.states import RECEIVED, RUNNING
from paidang.intake.tasks import defer_read, defer_write

router = Router(tags=["imports"])
LISTING, BAD_ROWS = "imports", "bad-rows"
MAY = ("import_facts", "declare_price", "declare_stock")


class ImportOut(Shape):
    """A file that was handed in. `received` and `writing`: the worker has it, ask again; then see `counts` and `problem`."""

    id: int
    contract: str
    name: str
    sha256: str
    size_bytes: int
    format: str
    store: str
    state: str = Field(
        description="received, test_read, writing, written, unchanged, refused, read_paused, write_paused, stopped"
    )
    mode: str = Field(description="good_rows, all_or_nothing")
    counts: Json = Field(description="rows, bad, new, changed, …")
    problem: Json | None = Field(description="why the file as a whole is refused")
    notes: list[str]
    rows_done: int | None
    rows_total: int | None
    received_at: Moment
    read_at: Moment | None
    written_at: Moment | None


class Imports(Shape):
    """A page of files, the newest first."""

    items: list[ImportOut]
    next_cursor: str | None


class FaultOut(Shape):
    """What is wrong with one cell."""

    code: str
    column: str
    value: str
    reason: str


class BadRowOut(Shape):
    """A bad row as it stands in the file; `row` as a spreadsheet numbers it. `open`: waits; `found`: by a test read."""

    row: int
    state: str
    cells: Json
    faults: list[FaultOut]


class BadRows(Shape):
    """A page of bad rows, in the file's order."""

    items: list[BadRowOut]
    next_cursor: str | None


class WriteIn(Asked):
    """`good_rows` writes those and quarantines the bad ones; `all_or_nothing` writes none if one is bad.

    `truth` is wanted with factory prices (`costs`) and only there.
    """

    mode: str = Field(GOOD_ROWS, pattern=f"^({GOOD_ROWS}|{ALL_OR_NOTHING})$")
    truth: str = Field(
        "",
        max_length=500,
        description="the declarer's own statement that the factory prices are true; goes on record",
    )


def import_out(file: ImportFile) -> ImportOut:
    """A file as it is answered."""
    progress = get_progress(file.pk) if file.state in RUNNING else None
    problem = {**file.problem, "reason": said(file.problem["reason"])} if file.problem else None
    return ImportOut(
        id=file.pk, contract=file.contract.code, name=file.name, sha256=file.sha256, size_bytes=file.size_bytes,
        format=file.format, store=file.store, state=file.state, mode=file.mode, counts=file.counts, problem=problem,
        notes=[said(note) for note in file.notes], rows_done=progress.rows_done if progress else None,
        rows_total=progress.rows_total if progress else None, received_at=file.received_at, read_at=file.read_at,
        written_at=file.written_at,
    )  # fmt: skip


@acts(
    router, "/contracts/{code}/imports", ImportOut, verbs=MAY, act=receive_file, errors=("FILE_NOT_RECEIVED",)
)
def upload_import(
    request: HttpRequest,
    code: Code,
    file: Annotated[UploadedFile, File(description="any file of docs/platform-files.md")],
    store: Annotated[str, Form(max_length=200, description="for exports that do not say their store")] = "",
) -> ImportOut:
    """Hand in a file; the worker reads it for test. Nothing of it is written before `write`."""
    person = person_of(request)
    received = receive_file(
        person=person, at=timezone.now(), code=code, name=file.name or "", content=file, store=store
    )
    if received.state == RECEIVED:
        defer_read(person=person, import_id=received.pk)
    return import_out(received)


@reads(router, "/contracts/{code}/imports", Imports, errors=("422 CURSOR_UNKNOWN",))
def list_files(request: HttpRequest, code: Code, cursor: Cursor = "", limit: Limit = 50) -> Imports:
    """The files of a contract, the newest first."""
    before = number_of(LISTING, cursor)
    files = list_imports(get_contract(code).pk, limit=limit + 1, before_id=before)
    more = cursor_of(LISTING, str(files[limit - 1].pk)) if len(files) > limit else None
    return Imports(items=[import_out(file) for file in files[:limit]], next_cursor=more)


@reads(router, "/imports/{import_id}", ImportOut)
def get_file_state(request: HttpRequest, import_id: Id) -> ImportOut:
    """One file: its state, what reading it found, how far the worker is."""
    return import_out(get_import(import_id))


@acts(
    router,
    "/imports/{import_id}/write",
    ImportOut,
    verbs=MAY,
    act=start_write,
    errors=("FILE_NOT_WRITTEN", "TRUTH_MISSING"),
)
def write_import(request: HttpRequest, import_id: Id, body: WriteIn) -> ImportOut:
    """Have the worker write a file; ask for its state until it is no longer `writing`."""
    person, now = person_of(request), timezone.now()
    defer_write(person=person, at=now, import_id=import_id, mode=body.mode, words=body.truth)
    return import_out(get_import(import_id))


@reads(router, "/imports/{import_id}/bad-rows", BadRows, errors=("422 CURSOR_UNKNOWN",))
def list_import_bad_rows(
    request: HttpRequest, import_id: Id, cursor: Cursor = "", limit: Limit = 50
) -> BadRows:
    """The rows that the test read found bad, or that wait to be mended."""
    file, after = get_import(import_id), number_of(BAD_ROWS, cursor) or 0
    rows = list_bad_rows(file.pk, limit=limit + 1, after_row=after)
    more = cursor_of(BAD_ROWS, str(rows[limit - 1].row_number)) if len(rows) > limit else None
    items = [
        BadRowOut(
            row=row.row_number, state=row.state, cells=row.cells,
            faults=[
                FaultOut(
                    code=fault.get("code", ""), column=fault["column"], value=fault["value"], reason=said(fault["reason"])
                )
                for fault in row.faults
            ],
        )
        for row in rows[:limit]
    ]  # fmt: skip
    return BadRows(items=items, next_cursor=more)
