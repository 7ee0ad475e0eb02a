"""What is done with a statement: close, send, confirm, question, answer."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field

from paidang.api.views.route import acts
from paidang.api.views.shapes import Asked, Code, Digest, Id, Month, Shape, Version
from paidang.api.views.statements import QuestionOut, StatementDetail, detail_out, question_out, router
from paidang.api.views.token import person_of
from paidang.settlement import actions
from paidang.settlement.models import Statement
from paidang.settlement.queries import get_statement
from paidang.team.rules.api_tokens import READ

DIFFERENCES_SHOWN = 100


class SendIn(Asked):
    digest: Digest
    note: str = Field("", max_length=500)


class ConfirmIn(Asked):
    digest: Digest


class QuestionIn(Asked):
    digest: Digest
    reason: str = Field(max_length=2000)
    rows: list[str] = Field(default_factory=list, max_length=1000, examples=[["line:JD-1001-1"]])


class AnswerIn(Asked):
    answer: str = Field(max_length=2000)


def _current(done: Statement) -> StatementDetail:
    """The same version as reading it answers."""
    return detail_out(get_statement(done.contract, done.month, done.version))


@acts(
    router, "/contracts/{code}/statements/{month}/close", StatementDetail, verbs=["close_month"],
    act=actions.close_month,
    errors=(
        "MONTH_NOT_CLOSED", "CONTRACT_SETTLED", "CONTRACT_NOT_IN_FORCE", "NOT_A_MONTH", "MONTH_NOT_OVER", "ALREADY_SENT",
        "NOT_ITS_TURN", "LATER_SENT", "NO_ROOM", "422 FACTS_REFUSED",
    ),
)  # fmt: skip
def close(request: HttpRequest, code: Code, month: Month) -> StatementDetail:
    """Close the month's facts as they are known now, and compute its statement. Closed again before sending: anew."""
    return _current(actions.close_month(person=person_of(request), at=timezone.now(), code=code, month=month))


@acts(
    router, "/contracts/{code}/statements/{month}/send", StatementDetail, verbs=["send_statement"],
    act=actions.send_statement,
    errors=(
        "STATEMENT_NOT_SENT", "STATEMENT_CHANGED", "NOTHING_TO_REPLACE", "LATER_SENT", "PRICES_CHANGED",
        "TERMS_CHANGED", "PREVIOUS_CHANGED",
    ),
)  # fmt: skip
def send(request: HttpRequest, code: Code, month: Month, body: SendIn) -> StatementDetail:
    """Send the version with this digest. From then on it never changes."""
    return _current(
        actions.send_statement(
            person=person_of(request),
            at=timezone.now(),
            code=code,
            month=month,
            digest=body.digest,
            note=body.note,
        )
    )


class RecomputedOut(Shape):
    """Whether every row and figure came out the same from the bundle alone; the first differences otherwise."""

    is_verified: bool
    differences: list[str]
    count: int


@acts(
    router, "/contracts/{code}/statements/{month}/recompute", RecomputedOut, verbs=[READ], act=actions.recompute
)  # fmt: skip
def recompute(request: HttpRequest, code: Code, month: Month, version: Version = None) -> RecomputedOut:
    """Recompute a statement from its bundle, beside the one before; the verdict goes on record."""
    found = actions.recompute(
        person=person_of(request), at=timezone.now(), code=code, month=month, version=version
    )
    differences = [str(one) for one in found.differences]
    return RecomputedOut(
        is_verified=found.is_verified, differences=differences[:DIFFERENCES_SHOWN], count=len(differences)
    )


@acts(
    router, "/contracts/{code}/statements/{month}/confirm", StatementDetail, verbs=["answer_statement"],
    act=actions.confirm_statement, errors=("STATEMENT_NOT_ANSWERED", "STATEMENT_CHANGED"),
)  # fmt: skip
def confirm(request: HttpRequest, code: Code, month: Month, body: ConfirmIn) -> StatementDetail:
    """The brand confirms exactly the version with this digest; amount and day of payment are fixed."""
    return _current(
        actions.confirm_statement(
            person=person_of(request), at=timezone.now(), code=code, month=month, digest=body.digest
        )
    )


@acts(
    router, "/contracts/{code}/statements/{month}/questions", QuestionOut, verbs=["answer_statement"],
    act=actions.ask_question,
    errors=(
        "STATEMENT_NOT_ANSWERED", "STATEMENT_CHANGED", "REASON_MISSING", "CONFIRMED_BY_SILENCE", "TOO_MANY_ROWS",
        "ROW_UNKNOWN",
    ),
)  # fmt: skip
def question(request: HttpRequest, code: Code, month: Month, body: QuestionIn) -> QuestionOut:
    """The brand questions the version with this digest, or rows of it; what no question touches stays due."""
    asked = actions.ask_question(
        person=person_of(request), at=timezone.now(), code=code, month=month, digest=body.digest, reason=body.reason,
        rows=body.rows,
    )  # fmt: skip
    return question_out(asked)


@acts(
    router, "/contracts/{code}/questions/{question_id}/answer", QuestionOut, verbs=["send_statement"],
    act=actions.answer_question, errors=("STATEMENT_NOT_ANSWERED", "REASON_MISSING"),
)  # fmt: skip
def answer(request: HttpRequest, code: Code, question_id: Id, body: AnswerIn) -> QuestionOut:
    """The agency answers a question and stands by the statement; a changed figure needs another closing instead."""
    answered = actions.answer_question(
        person=person_of(request), at=timezone.now(), code=code, question_id=question_id, answer=body.answer
    )
    return question_out(answered)
