"""Bank statements of one's own organisation: handed in, read for a test, taken in; its lines recorded as payments or set aside.

What was recorded wrongly is taken back as any payment is: `payments/{id}/reverse`.
"""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, File, Query, Router
from ninja.files import UploadedFile

from paidang.api.views.payments import PaymentOut, payment_out
from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import Asked, Done, FenToPay, Id, Json, Moment, Row, Shape, said
from paidang.api.views.token import person_of
from paidang.channels.bank.files import FILE_BYTES_MAX
from paidang.contracts.queries import list_contracts
from paidang.settlement import actions
from paidang.settlement.actions.pay import LINES_MAX, LinePick
from paidang.settlement.models import BankFile, BankLine
from paidang.settlement.queries.accounts import list_accounts
from paidang.settlement.queries.bank import (
    get_bank_file,
    left_of,
    list_bank_files,
    list_set_aside,
    list_waiting,
    read_for_test,
)
from paidang.settlement.rules.ledger_words import debt_words
from paidang.settlement.rules.matching import Match
from paidang.team.actions import check_may

router = Router(tags=["payments"])
VERB = ["record_payment"]
NOT_RECORDED = (
    "PAYMENT_NOT_RECORDED", "AMOUNT_MISSING", "TOO_MUCH", "NOT_DUE", "ALREADY_PAID", "DAY_AHEAD", "LINE_USED",
    "LINE_SET_ASIDE",
)  # fmt: skip
SHOWN_MAX = 1000


class BankFileOut(Shape):
    """A bank statement that was handed in. `taken_in_at` is null until its lines are taken in."""

    id: int
    name: str
    sha256: str
    received_at: Moment
    taken_in_at: Moment | None


class CheckOut(Shape):
    """What was looked at to tell what a line is for."""

    is_good: bool
    words: str


class MatchOut(Shape):
    """What a line may be for. Only a person's word records it."""

    state: str = Field(description="matched, doubtful, unmatched")
    contract: str = Field(description="empty: nothing fits")
    debt: str
    words: str
    open_fen: int
    checks: list[CheckOut]


class RowOut(Shape):
    """A line of a file that money came in by, as the bank says."""

    row: int
    account: str
    serial: str
    day: date
    amount_fen: int
    payer_name: str
    remark: str
    match: MatchOut


class BadRowOut(Shape):
    """A row that cannot be read."""

    row: int
    column: str
    value: str
    reason: str


class TestReadOut(BankFileOut):
    """What taking the file in would do: the lines that are new, each with what it may be for."""

    fresh: list[RowOut] = Field(description=f"the first {SHOWN_MAX}")
    fresh_count: int
    known: int = Field(description="lines that were taken in before")
    outgoing: int = Field(description="lines by which money went out; they are left")
    bad: list[BadRowOut]


class BankFiles(Shape):
    """The newest first."""

    items: list[BankFileOut]


class LineOut(Shape):
    """A line that was taken in. `left_fen` of it is not recorded yet."""

    id: int
    account: str
    serial: str
    day: date
    amount_fen: int
    left_fen: int
    payer_name: str
    remark: str
    set_aside: str = Field(description="why it is no payment under a contract; empty: it waits")
    match: MatchOut | None


class Lines(Shape):
    """The oldest first; those set aside the latest first."""

    items: list[LineOut]


class Which(Shape):
    view: Annotated[str, Field(pattern="^(waiting|aside)$", description="waiting, aside")] = "waiting"


class PickIn(Asked):
    """A line, or `amount_fen` of it, for a debt of a contract: as `match` proposes it, or by hand."""

    line_id: Row
    contract: str = Field(min_length=1, max_length=40)
    debt: str = Field(
        "", max_length=60, description="a debt's key, `+fee` behind it for its late fee; else the oldest"
    )
    amount_fen: FenToPay


class PicksIn(Asked):
    picks: list[PickIn] = Field(min_length=1, max_length=LINES_MAX)


class RefusedOut(Shape):
    """Why a line was not recorded; the others were."""

    code: str
    detail: str
    remedy: str


class RecordedOut(Shape):
    """What became of the picks."""

    payments: list[PaymentOut]
    refused: list[RefusedOut]


class AsideIn(Asked):
    reason: str = Field(max_length=200, description="empty takes it up again")


def _file_fields(file: BankFile) -> Json:
    return {
        "id": file.pk, "name": file.name, "sha256": file.sha256, "received_at": file.received_at,
        "taken_in_at": file.taken_in_at,
    }  # fmt: skip


def _match(found: Match) -> MatchOut:
    of = found.candidate
    return MatchOut(
        state=found.state, contract=of.contract if of else "", debt=of.key if of else "",
        words=said(debt_words(of.debt, is_fee=of.is_fee)) if of else "", open_fen=of.open if of else 0,
        checks=[CheckOut(is_good=kind == "ok", words=said(words)) for kind, words in found.checks],
    )  # fmt: skip


def _line(line: BankLine, left: int, match: Match | None) -> LineOut:
    return LineOut(
        id=line.pk, account=line.account, serial=line.serial, day=line.day, amount_fen=line.amount_fen, left_fen=left,
        payer_name=line.payer_name, remark=line.remark, set_aside=line.set_aside, match=_match(match) if match else None,
    )  # fmt: skip


@acts(
    router, "/bank-files", BankFileOut, verbs=VERB, act=actions.receive_bank_file,
    errors=("BANK_FILE_NOT_IMPORTED", "BANK_FILE_UNREADABLE"),
)  # fmt: skip
def upload_bank_file(
    request: HttpRequest,
    file: Annotated[UploadedFile, File(description="CSV, XLSX or CAMT as the bank exports it, up to 10 MB")],
) -> BankFileOut:
    """Hand in a bank statement. None of its lines is taken in yet; the same file again is the first."""
    content = file.read(FILE_BYTES_MAX + 1)
    kept = actions.receive_bank_file(
        person=person_of(request), at=timezone.now(), name=file.name or "", content=content
    )
    return BankFileOut(**_file_fields(kept))


@reads(router, "/bank-files", BankFiles, verbs=VERB)
def list_all_bank_files(request: HttpRequest) -> BankFiles:
    """The organisation's own bank statements; the other side of a contract sees none of them."""
    check_may(person_of(request), VERB[0])
    return BankFiles(items=[BankFileOut(**_file_fields(file)) for file in list_bank_files()])


@reads(router, "/bank-files/{file_id}", TestReadOut, verbs=VERB)
def test_read_bank_file(request: HttpRequest, file_id: Id) -> TestReadOut:
    """What taking the file in would do now: what is new, and what each line may be for. Nothing is written."""
    check_may(person_of(request), VERB[0])
    file, now = get_bank_file(file_id), timezone.now()
    found = read_for_test(file, list_accounts(list_contracts()), now)
    return TestReadOut(
        **_file_fields(file), known=found.known, outgoing=found.reading.outgoing, fresh_count=len(found.fresh),
        fresh=[
            RowOut(
                row=row.row, account=row.account, serial=row.serial, day=row.day, amount_fen=row.amount,
                payer_name=row.payer_name, remark=row.remark, match=_match(match),
            )
            for row, match in found.fresh[:SHOWN_MAX]
        ],
        bad=[
            BadRowOut(row=one.row, column=one.column, value=one.value, reason=said(one.reason))
            for one in found.reading.bad[:SHOWN_MAX]
        ],
    )  # fmt: skip


@acts(router, "/bank-files/{file_id}/take-in", Done, verbs=VERB, act=actions.take_in_bank_file)
def take_bank_file_in(request: HttpRequest, file_id: Id) -> Done:
    """Take the new lines in; each still waits for a person's word. `count`: how many."""
    return Done(
        count=actions.take_in_bank_file(person=person_of(request), at=timezone.now(), file_id=file_id)
    )


@reads(router, "/bank-lines", Lines, verbs=VERB)
def list_bank_lines(request: HttpRequest, which: Query[Which]) -> Lines:
    """The lines that wait for somebody's word with what each may be for, or those set aside; up to 200."""
    person = person_of(request)
    check_may(person, VERB[0])
    if which.view == "aside":
        return Lines(items=[_line(line, line.amount_fen, None) for line in list_set_aside()])
    waiting = list_waiting(list_accounts(list_contracts()), timezone.now(), person.org_id)
    return Lines(items=[_line(one.line, one.left, one.match) for one in waiting])


@acts(router, "/bank-lines/record", RecordedOut, verbs=VERB, act=actions.record_lines, errors=NOT_RECORDED)
def record_bank_lines(request: HttpRequest, body: PicksIn) -> RecordedOut:
    """Record lines as payments, each for itself: one that cannot be recorded does not hold up the others.

    Where none can be, that is a problem: the first one's.
    """
    picks = [LinePick(one.line_id, one.contract, one.debt, one.amount_fen, "") for one in body.picks]
    recorded, refused = actions.record_lines(person=person_of(request), at=timezone.now(), picks=picks)
    if not recorded:
        raise refused[0]
    return RecordedOut(
        payments=[payment_out(paid) for paid in recorded],
        refused=[RefusedOut(code=no.code, detail=said(no.message), remedy=said(no.remedy)) for no in refused],
    )


@acts(
    router, "/bank-lines/{line_id}/set-aside", LineOut, verbs=VERB, act=actions.set_line_aside, errors=("LINE_RECORDED",)
)  # fmt: skip
def set_bank_line_aside(request: HttpRequest, line_id: Id, body: AsideIn) -> LineOut:
    """Put a line aside that is no payment under a contract, or with an empty reason take it up again."""
    line = actions.set_line_aside(
        person=person_of(request), at=timezone.now(), line_id=line_id, reason=body.reason
    )
    return _line(line, left_of(line), None)
