"""Customer service in figures: days handed in, what they come to against the norm, the brand's score sheet and samples."""

from datetime import date, timedelta
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router

from paidang.api.views.files import Csv
from paidang.api.views.paging import page
from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import Asked, Code, Cursor, Done, Limit, Moment, Named, Number, Shape
from paidang.api.views.staffing import Days
from paidang.api.views.token import who
from paidang.contracts.queries import get_contract
from paidang.kit.period import day_of
from paidang.orders.queries.listing import list_stores
from paidang.staffing import actions
from paidang.staffing.actions.service import FILE_BYTES_MAX
from paidang.staffing.models import WORDS_MAX
from paidang.staffing.queries import get_sheet, list_service_days, samples_of
from paidang.staffing.rules.service import CRITERIA_MAX, Criterion

router = Router(tags=["team"])
LISTING = "samples"
SAMPLE = ["sample_service"]
LATE = "CONTRACT_NOT_IN_FORCE"
WEEKS = 4


class DayOut(Shape):
    """A store's conversations on a day, as the latest file says."""

    day: date
    store: str
    conversations: int
    first_response_seconds: int
    resolved: int
    handed_in_at: Moment


class CriterionOut(Shape):
    """One line of the score sheet."""

    text: str
    weight: int


class SheetOut(Shape):
    """The score sheet that is used now; the weights come to 100."""

    number: int
    criteria: list[CriterionOut]


class ServiceOut(Shape):
    """The figures of some days, and the score sheet."""

    days: list[DayOut]
    sheet: SheetOut | None


class AnswerOut(Shape):
    """What the agency said of a sample: `contested` are places on the sheet, none where it agrees; then the brand's decision."""

    contested: list[int]
    words: str
    answered_by: Named
    answered_at: Moment
    marks: list[int] | None = Field(description="after the decision")
    score: int | None = Field(description="after the decision")
    decision: str
    decided_by: Named
    decided_at: Moment | None


class SampleOut(Shape):
    """A sample by the sheet of its time: marks 0 to 5 in the sheet's order, points of 100."""

    number: int
    store: str
    about: str
    marks: list[int]
    score: int
    words: str
    sampled_by: Named
    sampled_at: Moment
    answered: AnswerOut | None


class Samples(Shape):
    """A page, the newest first."""

    items: list[SampleOut]
    next_cursor: str | None


class CriterionIn(Asked):
    text: str = Field(max_length=100)
    weight: int = Field(ge=1, le=100)


class SheetIn(Asked):
    criteria: list[CriterionIn] = Field(min_length=1, max_length=CRITERIA_MAX)


class SampleIn(Asked):
    store: str = Field(max_length=200)
    about: str = Field(max_length=100, description="which conversation or case")
    marks: list[Annotated[int, Field(ge=0, le=5)]] = Field(max_length=CRITERIA_MAX)
    words: str = Field("", max_length=WORDS_MAX)


class AnswerIn(Asked):
    contested: list[Annotated[int, Field(ge=0, lt=CRITERIA_MAX)]] = Field(
        max_length=CRITERIA_MAX, description="places on the sheet, from 0; empty: agrees"
    )
    words: str = Field("", max_length=WORDS_MAX, description="why; needed where something is contested")


class DecisionIn(Asked):
    to: dict[Annotated[int, Field(ge=0, lt=CRITERIA_MAX)], Annotated[int, Field(ge=0, le=5)]] = Field(
        max_length=CRITERIA_MAX,
        description="contested places with their raised marks; empty: the marks stand",
    )
    words: str = Field(max_length=WORDS_MAX)


@reads(router, "/contracts/{code}/service", ServiceOut)
def get_service_figures(request: HttpRequest, code: Code, days: Query[Days]) -> ServiceOut:
    """Customer service of some days, four weeks up to today without any, and the score sheet."""
    contract, today = get_contract(code), day_of(timezone.now())
    first, last = days.first or today - timedelta(days=7 * WEEKS - 1), days.last or today
    sheet = get_sheet(contract)
    return ServiceOut(
        days=[DayOut.from_orm(one) for one in list_service_days(contract, first, last)],
        sheet=SheetOut.from_orm(sheet) if sheet else None,
    )


@acts(
    router, "/contracts/{code}/service", Done, verbs=["hand_in_service"], act=actions.hand_in_days,
    errors=("FILE_NOT_TAKEN", "FILE_WRONG", LATE),
)  # fmt: skip
def hand_in_service_days(request: HttpRequest, code: Code, file: Csv) -> Done:
    """Hand in days as a CSV (日期, 店铺, 会话数, 首次响应秒, 解决数), all rows or none. `count`: days; 0 the file was known."""
    count = actions.hand_in_days(
        **who(request, code),
        content=file.read(FILE_BYTES_MAX + 1),
        stores=list_stores([get_contract(code).pk]),
    )
    return Done(count=count)


@acts(
    router,
    "/contracts/{code}/service/sheet",
    SheetOut,
    verbs=SAMPLE,
    act=actions.set_sheet,
    errors=("SHEET_WRONG", LATE),
)
def set_score_sheet(request: HttpRequest, code: Code, body: SheetIn) -> SheetOut:
    """The brand sets the sheet by which it samples from now on."""
    criteria = [Criterion(text=one.text, weight=one.weight) for one in body.criteria]
    return SheetOut.from_orm(actions.set_sheet(**who(request, code), criteria=criteria))


@reads(router, "/contracts/{code}/service/samples", Samples, errors=("422 CURSOR_UNKNOWN",))
def list_all_samples(request: HttpRequest, code: Code, cursor: Cursor = "", limit: Limit = 50) -> Samples:
    """The brand's samples, the newest first."""
    rows, more = page(LISTING, samples_of(get_contract(code)), cursor, limit)
    return Samples(items=[SampleOut.from_orm(one) for one in rows], next_cursor=more)


@acts(
    router, "/contracts/{code}/service/samples", SampleOut, verbs=SAMPLE, act=actions.sample_service,
    errors=("NO_SHEET", "MARKS_WRONG", "WORDS_MISSING", "TOO_LONG", LATE),
)  # fmt: skip
def take_one_sample(request: HttpRequest, code: Code, body: SampleIn) -> SampleOut:
    """The brand marks one conversation or case by its sheet; the agency sees marks and words."""
    made = actions.sample_service(
        **who(request, code),
        store=body.store,
        about=body.about,
        marks=dict(enumerate(body.marks)),
        words=body.words,
    )
    return SampleOut.from_orm(made)


@acts(
    router, "/contracts/{code}/service/samples/{number}/answer", AnswerOut, verbs=["hand_in_service"],
    act=actions.answer_sample, errors=("WRONG_STATE", "MARKS_WRONG", "WORDS_MISSING", "TOO_LONG", LATE),
)  # fmt: skip
def answer_one_sample(request: HttpRequest, code: Code, number: Number, body: AnswerIn) -> AnswerOut:
    """The agency agrees to a sample, or contests criteria of it and says why."""
    return AnswerOut.from_orm(actions.answer_sample(**who(request, code, number=number), **body.model_dump()))


@acts(
    router, "/contracts/{code}/service/samples/{number}/decision", AnswerOut, verbs=SAMPLE, act=actions.decide_sample,
    errors=("WRONG_STATE", "MARKS_WRONG", "WORDS_MISSING", "TOO_LONG", LATE),
)  # fmt: skip
def decide_one_sample(request: HttpRequest, code: Code, number: Number, body: DecisionIn) -> AnswerOut:
    """The brand decides on what is contested: it raises marks, or lets them stand."""
    return AnswerOut.from_orm(actions.decide_sample(**who(request, code, number=number), **body.model_dump()))
