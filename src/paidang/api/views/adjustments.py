"""Adjustments of statements that stand: one side proposes, the other answers; and the files beside what was said."""

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, File, Router
from ninja.files import UploadedFile

from paidang.api.views.files import binary, download, proofs_of
from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import Asked, Code, Fen, Id, Moment, Month, Named, Number, Shape, Side
from paidang.api.views.statements import AttachmentOut, files_out
from paidang.api.views.token import who
from paidang.contracts.queries import get_contract
from paidang.settlement import actions
from paidang.settlement.models import Adjustment
from paidang.settlement.models.adjusting import FILE_BYTES_MAX
from paidang.settlement.queries import get_statement
from paidang.settlement.queries.adjusting import find_bringing, get_attachment, list_proposed
from paidang.settlement.rules.adjusting import ANSWER_MAX, REASON_MAX, ROWS_MAX

router = Router(tags=["adjustments"])
VERB = ["agree_adjustment"]
OF_MONTH = "/contracts/{code}/statements/{month}/adjustments"
ONE = "/contracts/{code}/adjustments/{number}"
ANSWERED = ("ADJUSTMENT_NOT_MADE", "ALREADY_ANSWERED")
FILES = ("FILE_NOT_TAKEN", "TOO_MANY_FILES", "ALREADY_ANSWERED")
Files = Annotated[list[UploadedFile], File(description="any kind, up to 10 of 10 MB each")]


class AdjustmentOut(Shape):
    """What one side proposed; agreed to, the next statement that is closed brings it in."""

    number: int
    month: str
    kind: str
    amount_fen: int = Field(description="above zero: in the agency's favour")
    reason: str
    clause: str
    rows: list[str]
    side: Side
    state: str = Field(description="waiting, agreed, declined, withdrawn")
    proposed_by: Named
    proposed_at: Moment
    answer: str
    answered_at: Moment | None
    brought_in: str = Field(description="the month whose sent statement has it; empty: none yet")
    files: list[AttachmentOut]


class Adjustments(Shape):
    """Of one month, the newest first."""

    items: list[AdjustmentOut]


class FilesOut(Shape):
    """One's own side's files there."""

    items: list[AttachmentOut]


class ProposalIn(Asked):
    amount_fen: Fen
    reason: str = Field(min_length=1, max_length=REASON_MAX)
    kind: Literal["dispute", "other"] = "dispute"
    rows: list[str] = Field(default_factory=list, max_length=ROWS_MAX, examples=[["line:JD-1001-1"]])
    replaces: list[int] = Field(
        default_factory=list,
        max_length=ROWS_MAX,
        description="numbers of waiting proposals that this one stands in for: one's own are withdrawn, the other side's declined",
    )


class AnswerIn(Asked):
    agree: bool
    answer: str = Field("", max_length=ANSWER_MAX, description="why, where it is declined")


def _out(one: Adjustment, brought_in: str) -> AdjustmentOut:
    return AdjustmentOut(
        number=one.number, month=one.statement.month, kind=one.kind, amount_fen=one.amount_fen, reason=one.reason,
        clause=one.clause, rows=one.rows, side=one.side, state=one.state, proposed_by=one.proposed_by.name,
        proposed_at=one.proposed_at, answer=one.answer, answered_at=one.answered_at, brought_in=brought_in,
        files=files_out(one.files.defer("content").order_by("pk")),
    )  # fmt: skip


def _fresh(one: Adjustment) -> AdjustmentOut:
    return _out(one, find_bringing(one.contract).get(one.number, ""))


@reads(router, OF_MONTH, Adjustments)
def list_adjustments(request: HttpRequest, code: Code, month: Month) -> Adjustments:
    """What was proposed to set right of a month's statement, with answers and files."""
    found = list_proposed(get_statement(get_contract(code), month))
    return Adjustments(items=[_out(one.adjustment, one.brought_in) for one in found])


@acts(
    router, OF_MONTH, AdjustmentOut, verbs=VERB, act=actions.propose_adjustment,
    errors=(
        "ADJUSTMENT_NOT_MADE", "CONTRACT_NOT_IN_FORCE", "NOT_CONFIRMED", "AMOUNT_MISSING", "REASON_MISSING",
        "TOO_MANY_ROWS", "ROW_UNKNOWN", "ROW_WAITS", "ALREADY_ANSWERED",
    ),
)  # fmt: skip
def propose_adjustment(request: HttpRequest, code: Code, month: Month, body: ProposalIn) -> AdjustmentOut:
    """Propose an amount that sets a confirmed statement right. Nothing changes until the other side agrees."""
    return _fresh(actions.propose_adjustment(**who(request, code, month=month), **body.model_dump()))


@acts(
    router, f"{ONE}/answer", AdjustmentOut, verbs=VERB, act=actions.answer_adjustment,
    errors=(*ANSWERED, "REASON_MISSING", "CONTRACT_NOT_IN_FORCE"),
)  # fmt: skip
def answer_adjustment(request: HttpRequest, code: Code, number: Number, body: AnswerIn) -> AdjustmentOut:
    """The other side agrees, or declines with a reason."""
    return _fresh(actions.answer_adjustment(**who(request, code, number=number), **body.model_dump()))


@acts(
    router, f"{ONE}/withdraw", AdjustmentOut, verbs=VERB, act=actions.withdraw_adjustment, errors=ANSWERED
)  # fmt: skip
def withdraw_adjustment(request: HttpRequest, code: Code, number: Number) -> AdjustmentOut:
    """The side that proposed takes it back while it waits."""
    return _fresh(actions.withdraw_adjustment(**who(request, code, number=number)))


@acts(router, f"{ONE}/files", FilesOut, verbs=VERB, act=actions.add_files, errors=FILES)
def add_adjustment_files(request: HttpRequest, code: Code, number: Number, file: Files) -> FilesOut:
    """Put files beside one's own proposal while it waits."""
    kept = actions.add_files(**who(request, code, number=number), files=proofs_of(file, FILE_BYTES_MAX))
    return FilesOut(items=files_out(kept))


@acts(
    router, "/contracts/{code}/questions/{question_id}/files", FilesOut, verbs=VERB, act=actions.add_files, errors=FILES
)  # fmt: skip
def add_question_files(request: HttpRequest, code: Code, question_id: Id, file: Files) -> FilesOut:
    """Put files beside a question that waits for its answer; either side may."""
    kept = actions.add_files(
        **who(request, code, question_id=question_id), files=proofs_of(file, FILE_BYTES_MAX)
    )
    return FilesOut(items=files_out(kept))


@reads(router, "/contracts/{code}/attachments/{attachment_id}", None, **binary())
def download_attachment(request: HttpRequest, code: Code, attachment_id: Id) -> HttpResponse:
    """A file beside a question, an answer or a proposal, as it was given."""
    found = get_attachment(get_contract(code), attachment_id)
    return download(bytes(found.content), found.name)
