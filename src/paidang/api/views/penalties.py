"""Platforms' penalties: entered singly or from a file, whose fault by each side's word, what the appeal came to."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Router

from paidang.api.views.files import Csv
from paidang.api.views.paging import page
from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import Asked, Code, Cursor, FenOrNone, Limit, Moment, Number, Shape, word_of
from paidang.api.views.token import who
from paidang.contracts.queries import get_contract
from paidang.incidents import actions
from paidang.incidents.actions.penalties import POINTS_MAX, PenaltyRow
from paidang.incidents.actions.penalty_file import FILE_BYTES_MAX, read_penalties
from paidang.incidents.models import Penalty
from paidang.incidents.queries.penalties import get_penalty, penalties_of
from paidang.incidents.rules.points import FAULTS, OUTCOMES
from paidang.incidents.rules.words import WORDS_MAX

router = Router(tags=["incidents"])
LISTING = "penalties"
ONE = "/contracts/{code}/penalties/{int:number}"
KEEP = ["keep_penalties"]
LATE = "CONTRACT_NOT_IN_FORCE"
ROW = ("STORE_MISSING", "DAY_AHEAD", "NOTHING_TAKEN", "WORDS_MISSING", "TOO_LONG", "TOO_MANY_ROWS", LATE)
Points = Annotated[int, Field(ge=0, le=POINTS_MAX)]


class PenaltyOut(Shape):
    """What a platform took of a store, and each side's word on whose fault it is."""

    number: int
    channel: str
    store: str
    penalised_on: date
    rule: str
    points: int
    money_fen: int
    cause: str
    appeal_by: date | None
    brand_says: str
    brand_says_word = word_of("brand_says", FAULTS)
    agency_says: str
    agency_says_word = word_of("agency_says", FAULTS)
    outcome: str = Field(description=", ".join(OUTCOMES))
    outcome_word = word_of("outcome", OUTCOMES)
    outcome_words: str
    entered_at: Moment


class Penalties(Shape):
    """A page, the highest number first."""

    items: list[PenaltyOut]
    next_cursor: str | None


class EnteredOut(Shape):
    """How many are new, and how many were known."""

    new: int
    known: int


class PenaltyIn(Asked):
    channel: str = Field(max_length=40)
    store: str = Field(max_length=200)
    penalised_on: date
    rule: str = Field(max_length=200)
    cause: str = Field(max_length=WORDS_MAX)
    points: Points = 0
    money_fen: FenOrNone = 0
    appeal_by: date | None = None


class FaultIn(Asked):
    fault: str = Field(max_length=4, description=", ".join(key for key in FAULTS if key))


class OutcomeIn(Asked):
    outcome: str = Field(max_length=10, description=", ".join(OUTCOMES))
    points: Points
    money_fen: FenOrNone
    words: str = Field("", max_length=WORDS_MAX)


def _penalty(one: Penalty) -> PenaltyOut:
    return PenaltyOut.from_orm(one)


@reads(router, "/contracts/{code}/penalties", Penalties, errors=("422 CURSOR_UNKNOWN",))
def list_all_penalties(request: HttpRequest, code: Code, cursor: Cursor = "", limit: Limit = 50) -> Penalties:
    """The penalties of a contract's stores."""
    rows, more = page(LISTING, penalties_of([get_contract(code).pk]), cursor, limit)
    return Penalties(items=[_penalty(one) for one in rows], next_cursor=more)


@reads(router, ONE, PenaltyOut)
def get_one_penalty(request: HttpRequest, code: Code, number: Number) -> PenaltyOut:
    """One penalty."""
    return _penalty(get_penalty(get_contract(code), number))


@acts(router, "/contracts/{code}/penalties", EnteredOut, verbs=KEEP, act=actions.enter_penalties, errors=ROW)
def enter_one_penalty(request: HttpRequest, code: Code, body: PenaltyIn) -> EnteredOut:
    """Enter a penalty; one of the same store, day and rule stays as it is."""
    new, known = actions.enter_penalties(**who(request, code), rows=[PenaltyRow(**body.model_dump())])
    return EnteredOut(new=new, known=known)


@acts(
    router, "/contracts/{code}/penalties/file", EnteredOut, verbs=KEEP, act=actions.enter_penalties,
    errors=("FILE_NOT_TAKEN", "ROW_WRONG", *ROW),
)  # fmt: skip
def import_penalties(request: HttpRequest, code: Code, file: Csv) -> EnteredOut:
    """Enter those of a CSV (channel, store, day, rule, points, money, cause, appeal_by), all rows or none."""
    rows = read_penalties(file.read(FILE_BYTES_MAX + 1))
    new, known = actions.enter_penalties(**who(request, code), rows=rows)
    return EnteredOut(new=new, known=known)


@acts(
    router,
    f"{ONE}/fault",
    PenaltyOut,
    verbs=["answer_incident"],
    act=actions.say_fault,
    errors=("FAULT_MISSING", LATE),
)
def say_whose_fault(request: HttpRequest, code: Code, number: Number, body: FaultIn) -> PenaltyOut:
    """One side's word on whose fault it is."""
    return _penalty(actions.say_fault(**who(request, code, number=number), fault=body.fault))


@acts(
    router,
    f"{ONE}/outcome",
    PenaltyOut,
    verbs=KEEP,
    act=actions.record_outcome,
    errors=("OUTCOME_WRONG", "TOO_LONG", LATE),
)
def record_penalty_outcome(request: HttpRequest, code: Code, number: Number, body: OutcomeIn) -> PenaltyOut:
    """What became of it: upheld, reduced to so many points and so much money, lifted."""
    return _penalty(actions.record_outcome(**who(request, code, number=number), **body.model_dump()))
