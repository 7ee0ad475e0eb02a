"""What history says a promotion would sell, and a plan tried before it is written down."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router

from paidang.api.views.promotion_shapes import ReadinessOut
from paidang.api.views.promotions import ONE, PlanIn, readiness_out
from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import Code, Number, Shape, said
from paidang.contracts.queries import get_contract
from paidang.kit.period import day_of
from paidang.promotions.queries.board import load_board
from paidang.promotions.queries.check import check_plan
from paidang.promotions.queries.forecast import Forecasts, forecast_of, forecast_plan
from paidang.promotions.queries.promotions import get_promotion
from paidang.promotions.rules.forecast import Forecast, few
from paidang.promotions.rules.states import ENDED
from paidang.team.rules.api_tokens import READ

router = Router(tags=["promotions"])


class ForecastRow(Shape):
    """A SKU in units, beside what is planned. An estimate: it enters no statement and forbids nothing."""

    sku: str
    planned: int
    expected: int | None = Field(description="null: history is too short, or no past promotion is like it")
    low: int | None
    high: int | None
    usual: int | None = Field(description="what would be sold in this time without it")
    off_a_day: str | None = Field(description="how far `usual` was off a day when it was tested, in units")
    weeks_tested: int
    times: str | None = Field(description="like promotions sold so many times the usual")
    promotions: int = Field(description="of how many SKUs in like promotions")
    sold: int | None = Field(description="once it is over")
    words: list[str]


class ForecastOut(Shape):
    """A row for each SKU; `until`: the last day of which orders are counted, null: there are none."""

    until: date | None
    rows: list[ForecastRow]


class TriedOut(Shape):
    """What a plan comes to. Nothing of it is kept."""

    readiness: ReadinessOut
    forecast: ForecastOut


def _row(one: Forecast) -> ForecastRow:
    low, high = one.span or (None, None)
    return ForecastRow(
        sku=one.sku, planned=one.planned, expected=one.expected, low=low, high=high, usual=one.usual_units,
        off_a_day=few(one.tested.off) if one.tested else None, weeks_tested=one.tested.weeks if one.tested else 0,
        times=few(one.lift.times) if one.lift else None, promotions=one.lift.count if one.lift else 0, sold=one.sold,
        words=[said(each) for each in one.words],
    )  # fmt: skip


def _out(found: Forecasts) -> ForecastOut:
    return ForecastOut(until=found.until, rows=[_row(one) for one in found.rows])


@reads(router, f"{ONE}/forecast", ForecastOut)
def get_forecast(request: HttpRequest, code: Code, number: Number) -> ForecastOut:
    """What history says that it would sell; once it was put before the brand, as it was known then."""
    now = timezone.now()
    promotion = get_promotion(get_contract(code), number)
    board = load_board(promotion, now) if promotion.state_at(now) == ENDED else None
    return _out(forecast_of(promotion, now, board))


@acts(router, "/contracts/{code}/promotions-try", TriedOut, verbs=[READ])
def try_promotion(request: HttpRequest, code: Code, body: PlanIn) -> TriedOut:
    """Whether a plan would be ready, what it brings whom, and what history says of it. Nothing is stored but this answer."""
    contract, now, plan = get_contract(code), timezone.now(), body.plan()
    ready = check_plan(contract, plan, now)
    return TriedOut(readiness=readiness_out(ready), forecast=_out(forecast_plan(contract, plan, day_of(now))))
