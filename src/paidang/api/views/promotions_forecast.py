"""What history says a promotion would sell, and a plan tried before it is written down."""

from contextlib import suppress
from datetime import date, datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router

from paidang.api.views.promotion_shapes import ReadinessOut
from paidang.api.views.promotions import ONE, PlanIn, readiness_out
from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import Asked, Code, Number, Shape, said
from paidang.catalog.queries.guard import Shop, codes_of
from paidang.contracts.queries import get_contract
from paidang.kit.period import SHANGHAI, day_of
from paidang.promotions.queries.board import load_board
from paidang.promotions.queries.check import check_plan
from paidang.promotions.queries.forecast import Forecasts, forecast_of, forecast_plan
from paidang.promotions.queries.promotions import get_promotion
from paidang.promotions.rules.forecast import Forecast, few
from paidang.promotions.rules.goods import NotAGood, read_good
from paidang.promotions.rules.invitation import TEXT_MAX, read_invitation
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


class MessageIn(Asked):
    """A platform's message, and the store that it came to."""

    channel: str = Field(max_length=40)
    store: str = Field(max_length=200)
    message: str = Field(max_length=TEXT_MAX)


class GoodRead(Shape):
    sku: str
    price_fen: int | None
    units: int | None


class OfferRead(Shape):
    """What the message says; null: it does not say it. Moments are of Asia/Shanghai."""

    title: str
    starts_at: datetime | None
    ends_at: datetime | None
    answer_by: datetime | None
    goods: list[GoodRead]


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


@acts(router, "/contracts/{code}/promotions-read", OfferRead, verbs=[READ])
def read_offer(request: HttpRequest, code: Code, body: MessageIn) -> OfferRead:
    """What a platform's message offers, to be looked at and registered. Nothing is stored but this answer."""
    contract, now = get_contract(code), timezone.now().astimezone(SHANGHAI)
    found = read_invitation(body.message, codes_of(contract.pk, Shop(body.channel, body.store)), now)
    goods = []
    for sku, price, units in found.goods:
        fen, count = None, None
        with suppress(NotAGood):
            fen = read_good(sku, price, "0")[1]
        with suppress(NotAGood):
            count = read_good(sku, "0", units)[2]
        goods.append(GoodRead(sku=sku, price_fen=fen, units=count))
    return OfferRead(
        title=found.title,
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        answer_by=found.answer_by,
        goods=goods,
    )
