"""The advice log: question, advice, decision, result (TC-3-3)."""

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Router

from paidang.api.views.paging import page
from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import Asked, Code, Cursor, Limit, Moment, Named, Number, Shape
from paidang.api.views.token import who
from paidang.api.views.training import FOLLOW, TEACH, WORDY, Words
from paidang.contracts.queries import get_contract
from paidang.training import actions
from paidang.training.models import Advice
from paidang.training.queries import advice_of

router = Router(tags=["training"])
LISTING = "advice"


class AdviceOut(Shape):
    """Question, advice, decision, result, each with who and when."""

    number: int
    question: str
    asked_by: Named
    asked_at: Moment
    advice: str
    advised_by: Named
    advised_at: Moment | None
    decision: str = Field(description="taken, left, or empty")
    decision_words: str
    decided_by: Named
    decided_at: Moment | None
    result: str
    result_by: Named
    result_at: Moment | None


class AdviceLog(Shape):
    """A page, the newest first."""

    items: list[AdviceOut]
    next_cursor: str | None


class AskIn(Asked):
    question: Words
    advice: Words = ""


class AdviceIn(Asked):
    advice: Words


class DecisionIn(Asked):
    decision: Literal["taken", "left"]
    words: Words = ""


class ResultIn(Asked):
    result: Words


def _advice(one: Advice) -> AdviceOut:
    return AdviceOut.from_orm(one)


@reads(router, "/contracts/{code}/advice", AdviceLog, errors=("422 CURSOR_UNKNOWN",))
def list_all_advice(request: HttpRequest, code: Code, cursor: Cursor = "", limit: Limit = 50) -> AdviceLog:
    """The advice log, the newest first."""
    rows, more = page(LISTING, advice_of(get_contract(code)), cursor, limit)
    return AdviceLog(items=[_advice(one) for one in rows], next_cursor=more)


def _said(request: HttpRequest, code: str, act: Any, number: int, body: Asked) -> AdviceOut:
    return _advice(act(**who(request, code, number=number), **body.model_dump()))


@acts(
    router,
    "/contracts/{code}/advice",
    AdviceOut,
    verbs=[*TEACH, *FOLLOW],
    act=actions.ask_advice,
    errors=WORDY,
)
def ask_for_advice(request: HttpRequest, code: Code, body: AskIn) -> AdviceOut:
    """Put a question into the log; the agency may give its advice with it."""
    return _advice(actions.ask_advice(**who(request, code), **body.model_dump()))


@acts(
    router, "/contracts/{code}/advice/{number}/advise", AdviceOut, verbs=TEACH, act=actions.advise,
    errors=("WRONG_STATE", *WORDY),
)  # fmt: skip
def give_advice(request: HttpRequest, code: Code, number: Number, body: AdviceIn) -> AdviceOut:
    """The agency gives its advice; the brand is asked to decide."""
    return _said(request, code, actions.advise, number, body)


@acts(
    router, "/contracts/{code}/advice/{number}/decide", AdviceOut, verbs=FOLLOW, act=actions.decide_advice,
    errors=("WRONG_STATE", "DECISION_WRONG", *WORDY),
)  # fmt: skip
def decide_on_advice(request: HttpRequest, code: Code, number: Number, body: DecisionIn) -> AdviceOut:
    """The brand takes the advice or leaves it; what it leaves it says why."""
    return _said(request, code, actions.decide_advice, number, body)


@acts(
    router, "/contracts/{code}/advice/{number}/result", AdviceOut, verbs=[*TEACH, *FOLLOW], act=actions.record_result,
    errors=("WRONG_STATE", *WORDY),
)  # fmt: skip
def record_advice_result(request: HttpRequest, code: Code, number: Number, body: ResultIn) -> AdviceOut:
    """Either side writes down what came of it."""
    return _said(request, code, actions.record_result, number, body)
