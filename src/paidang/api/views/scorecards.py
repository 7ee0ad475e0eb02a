"""Scorecards: a month's figures with what each was counted from, targets that both sides agreed, comments."""

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router

from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import MONTH, Asked, Code, Moment, Named, Number, Shape, Side, word_of
from paidang.api.views.token import who
from paidang.contracts.queries import get_contract
from paidang.kit.period import month_of, previous_month
from paidang.scorecards import actions
from paidang.scorecards.models import Target
from paidang.scorecards.queries.figures import list_figures
from paidang.scorecards.queries.targets import comments_of, list_agreed, list_versions
from paidang.scorecards.rules.figures import add_up
from paidang.scorecards.rules.measures import LARGEST, MEASURES, TARGETED, judge
from paidang.scorecards.rules.targets import COMMENT_CHARS, NOTE_CHARS, STATES, targets_in

router = Router(tags=["scorecards"])
KEEP = ["keep_norms"]
LATE = "CONTRACT_NOT_IN_FORCE"
MEASURE_WORDS = {key: one.name for key, one in MEASURES.items()}
Text = Annotated[str, Field(pattern=MONTH, examples=["2026-09"])]


class FigureOut(Shape):
    """A figure: an amount, a number, or the share `n` of `of`. Without a store it is the whole contract's."""

    channel: str
    store: str
    measure: str = Field(description=", ".join(MEASURES))
    measure_word = word_of("measure", MEASURE_WORDS)
    unit: str = Field(description="money (fen), share (n of `of`), number, seconds")
    n: int
    of: int | None
    target: int | None = Field(description="fen, basis points or a number, as both sides agreed it")
    verdict: str = Field(description="on_target, missed, no_target")


class CommentOut(Shape):
    """What a side says to the month."""

    side: Side
    text: str
    written_by: Named
    written_at: Moment


class ScorecardOut(Shape):
    """A month of a contract."""

    month: str
    figures: list[FigureOut]
    comments: list[CommentOut]


class TargetOut(Shape):
    """A version of a target: proposed by one side, in force from a month on once the other agrees."""

    number: int
    measure: str
    measure_word = word_of("measure", MEASURE_WORDS)
    value: int
    from_month: str
    note: str
    state: str = Field(description=", ".join(STATES))
    state_word = word_of("state", STATES)
    side: Side
    proposed_by: Named
    proposed_at: Moment
    answered_by: Named
    answered_at: Moment | None


class Targets(Shape):
    """All versions, the newest first."""

    items: list[TargetOut]


class TargetIn(Asked):
    measure: str = Field(max_length=20, description=", ".join(TARGETED))
    value: Annotated[int, Field(ge=0, le=LARGEST, description="fen, or basis points of a share")]
    from_month: Text
    note: str = Field("", max_length=NOTE_CHARS)


class TargetAnswerIn(Asked):
    agree: bool


class CommentIn(Asked):
    month: Text
    text: str = Field(max_length=COMMENT_CHARS, description="empty takes it back")


class Which(Shape):
    month: Annotated[str, Field(pattern=f"^$|{MONTH}", description="the last whole month without it")] = ""


def _target(one: Target) -> TargetOut:
    return TargetOut.from_orm(one)


def scorecard_out(code: str, month: str) -> ScorecardOut:
    """A month as it is answered: every figure that anything is known of."""
    contract, now = get_contract(code), timezone.now()
    month = month or previous_month(month_of(now))
    targets = targets_in(month, list_agreed([contract.pk]).get(contract.pk, []))
    figures = []
    for (place, measure, _month), figure in add_up(list_figures([contract], [month], now)).items():
        if not place.contract_id:  # of all contracts together, of which this is the only one
            continue
        target = targets.get(measure)
        figures.append(
            FigureOut(
                channel=place.channel, store=place.store, measure=measure, unit=MEASURES[measure].unit, n=figure.n,
                of=figure.of, target=target.value if target else None,
                verdict=judge(measure, figure, target.value if target else None),
            )
        )  # fmt: skip
    ordered = sorted(figures, key=lambda one: (one.channel, one.store, list(MEASURES).index(one.measure)))
    said = comments_of(contract.pk, month)
    comments = [CommentOut.from_orm(said[side]) for side in ("a", "b") if side in said]
    return ScorecardOut(month=month, figures=ordered, comments=comments)


@reads(router, "/contracts/{code}/scorecard", ScorecardOut)
def get_scorecard(request: HttpRequest, code: Code, which: Query[Which]) -> ScorecardOut:
    """A month's figures of a contract and of each of its stores, with the rows' own numerator and denominator."""
    return scorecard_out(code, which.month)


@reads(router, "/contracts/{code}/scorecard/targets", Targets)
def list_all_targets(request: HttpRequest, code: Code) -> Targets:
    """Every version of every target."""
    return Targets(items=[_target(one) for one in list_versions(get_contract(code).pk)])


@acts(
    router, "/contracts/{code}/scorecard/targets", TargetOut, verbs=KEEP, act=actions.propose_target,
    errors=("TARGET_WRONG", "TARGET_WAITS", "MONTH_WRONG", LATE),
)  # fmt: skip
def propose_one_target(request: HttpRequest, code: Code, body: TargetIn) -> TargetOut:
    """Propose a target from a month on to the other side."""
    return _target(actions.propose_target(**who(request, code), **body.model_dump()))


@acts(
    router, "/contracts/{code}/scorecard/targets/{number}/answer", TargetOut, verbs=KEEP, act=actions.answer_target,
    errors=("TARGET_ANSWERED", LATE),
)  # fmt: skip
def answer_one_target(request: HttpRequest, code: Code, number: Number, body: TargetAnswerIn) -> TargetOut:
    """Agree to the other side's target, or not."""
    return _target(actions.answer_target(**who(request, code, number=number), agree=body.agree))


@acts(
    router, "/contracts/{code}/scorecard/comment", ScorecardOut, verbs=KEEP, act=actions.comment_month,
    errors=("MONTH_WRONG", "TOO_LONG", LATE),
)  # fmt: skip
def comment_on_month(request: HttpRequest, code: Code, body: CommentIn) -> ScorecardOut:
    """Say what one's own side thinks of a month."""
    actions.comment_month(**who(request, code), month=body.month, text=body.text)
    return scorecard_out(code, body.month)
