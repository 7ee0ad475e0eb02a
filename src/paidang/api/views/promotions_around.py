"""What bears on every promotion: packing capacity, goods on their way, dates of seasons, low sales that nobody approved."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router

from paidang.api.views.promotions import FLOW, WordsIn
from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import Asked, Code, Id, Moment, Named, Shape, Units, said
from paidang.api.views.token import who
from paidang.contracts.queries import get_contract
from paidang.promotions import actions
from paidang.promotions.actions.around import A_DAY_MAX, AN_HOUR_MAX, HOURS_MAX, MINUTES_MAX, OF_100_MAX
from paidang.promotions.models import WORDS_MAX
from paidang.promotions.queries.pace import load_pace, load_packed
from paidang.promotions.queries.promotions import (
    get_service_pace,
    list_capacities,
    list_season_dates,
    list_supplies,
    list_unapproved,
)
from paidang.promotions.rules.seasons import BY_KEY
from paidang.stock.queries import list_warehouses

router = Router(tags=["promotions"])
ROOT = "/contracts/{code}/promotions-around"
LATE = FLOW[:2]


class CapacityOut(Shape):
    """What a warehouse packs a day, and a person in an hour; within how many hours a parcel leaves."""

    warehouse: Named
    units_a_day: int
    units_an_hour: int | None = Field(description="of a person; null: as `learned` says")
    ship_hours: int
    set_by: Named
    set_at: Moment


class SupplyOut(Shape):
    """Goods that arrive by a day."""

    id: int
    sku: str
    units: int
    day: date
    declared_by: Named


class SeasonOut(Shape):
    """What a platform published of a season in one year."""

    season: str
    year: int
    signup_by: date | None
    presale_from: date | None
    sale_from: date
    sale_until: date
    source: str


class LowSaleOut(Shape):
    """A SKU sold on a day for less than the brand's price, with no promotion that has the brand's word."""

    id: int
    channel: str
    store: str
    sku: str
    day: date
    units: int
    lowest_fen: int
    regular_fen: int
    answer: str
    answered_by: Named
    answered_at: Moment | None


class LearnedOut(Shape):
    """What was packed in the last four weeks; the pace that a check goes by, and its source, in words."""

    units: int
    parcels: int
    person_hours: int = Field(description="clock hours in which a person packed at least one parcel")
    days: int
    pace: str = Field(description="empty: nobody set one, and too little was packed to tell")


class ServicePaceOut(Shape):
    """What customer service has to do where nothing was measured: inquiries of 100 orders, minutes for one."""

    of_100_orders: int
    minutes: int
    set_by: Named
    set_at: Moment


class AroundOut(Shape):
    """All of it."""

    capacities: list[CapacityOut]
    learned: LearnedOut
    service: ServicePaceOut | None
    supplies: list[SupplyOut]
    seasons: list[SeasonOut]
    low_sales: list[LowSaleOut]


class CapacityIn(Asked):
    warehouse: str = Field(max_length=200)
    units_a_day: int = Field(ge=1, le=A_DAY_MAX)
    units_an_hour: int | None = Field(None, ge=1, le=AN_HOUR_MAX)
    ship_hours: int = Field(ge=1, le=HOURS_MAX)


class ServicePaceIn(Asked):
    of_100_orders: int = Field(ge=1, le=OF_100_MAX)
    minutes: int = Field(ge=1, le=MINUTES_MAX)


class SupplyIn(Asked):
    sku: str = Field(min_length=1, max_length=255)
    units: Units
    day: date


class SeasonIn(Asked):
    season: str = Field(max_length=20, description=", ".join(BY_KEY))
    sale_from: date
    sale_until: date
    source: Annotated[str, Field(max_length=WORDS_MAX, description="where the platform published it")]
    presale_from: date | None = None
    signup_by: date | None = None


def around_out(code: str) -> AroundOut:
    """All of it as it is answered."""
    contract, now = get_contract(code), timezone.now()
    service = get_service_pace(contract)
    packed, pace = load_packed(contract, now), load_pace(contract, now)
    counted = {
        "units": packed.units,
        "parcels": packed.parcels,
        "person_hours": packed.person_hours,
        "days": packed.days,
    }
    return AroundOut(
        capacities=[CapacityOut.from_orm(one) for one in list_capacities(contract)],
        learned=LearnedOut(**counted, pace=said(pace.words) if pace else ""),
        service=ServicePaceOut.from_orm(service) if service else None,
        supplies=[SupplyOut.from_orm(one) for one in list_supplies(contract)],
        seasons=[SeasonOut.from_orm(one) for one in list_season_dates(contract)],
        low_sales=[LowSaleOut.from_orm(one) for one in list_unapproved(contract)],
    )


@reads(router, ROOT, AroundOut)
def get_promotions_around(request: HttpRequest, code: Code) -> AroundOut:
    """Packing capacity, goods on their way, dates of seasons, and the latest low sales."""
    return around_out(code)


@acts(
    router,
    f"{ROOT}/packing",
    AroundOut,
    verbs=["plan_stock"],
    act=actions.set_packing,
    errors=("PACKING_WRONG", *LATE),
)
def set_packing_capacity(request: HttpRequest, code: Code, body: CapacityIn) -> AroundOut:
    """Say how many units a warehouse packs a day, and within how many hours a parcel leaves."""
    ids = {one.name: one.pk for one in list_warehouses(get_contract(code).pk)}
    actions.set_packing(
        **who(request, code), warehouse_id=ids.get(body.warehouse, 0), units_a_day=body.units_a_day,
        ship_hours=body.ship_hours, units_an_hour=body.units_an_hour,
    )  # fmt: skip
    return around_out(code)


@acts(
    router,
    f"{ROOT}/service",
    AroundOut,
    verbs=["hand_in_service", "sample_service"],
    act=actions.set_service_pace,
    errors=("SERVICE_PACE_WRONG", *LATE),
)
def set_pace_of_service(request: HttpRequest, code: Code, body: ServicePaceIn) -> AroundOut:
    """Say what customer service has to do for a sale, for where it was not measured."""
    actions.set_service_pace(**who(request, code), **body.model_dump())
    return around_out(code)


@acts(
    router,
    f"{ROOT}/supplies",
    AroundOut,
    verbs=["declare_stock"],
    act=actions.tell_supply,
    errors=("SUPPLY_WRONG", *LATE),
)
def tell_of_supply(request: HttpRequest, code: Code, body: SupplyIn) -> AroundOut:
    """The brand says which goods arrive by a day: promotions that begin later count on them."""
    actions.tell_supply(**who(request, code), **body.model_dump())
    return around_out(code)


@acts(
    router, f"{ROOT}/supplies/{{supply_id}}/close", AroundOut, verbs=["declare_stock"], act=actions.close_supply,
    errors=("SUPPLY_WRONG", *LATE),
)  # fmt: skip
def close_one_supply(request: HttpRequest, code: Code, supply_id: Id) -> AroundOut:
    """It is there and counted, or does not come: it counts no longer."""
    actions.close_supply(**who(request, code, supply_id=supply_id))
    return around_out(code)


@acts(
    router, f"{ROOT}/seasons", AroundOut, verbs=["make_offer", "approve_offer"], act=actions.enter_season,
    errors=("SEASON_WRONG", "WORDS_MISSING", *LATE),
)  # fmt: skip
def enter_season_dates(request: HttpRequest, code: Code, body: SeasonIn) -> AroundOut:
    """Enter what a platform published of a season; the latest entry of a year counts."""
    actions.enter_season(**who(request, code), dates=actions.Dates(**body.model_dump()))
    return around_out(code)


@acts(
    router, f"{ROOT}/low-sales/{{sale_id}}/explain", AroundOut, verbs=["make_offer"], act=actions.explain_sale,
    errors=("WORDS_MISSING", *LATE),
)  # fmt: skip
def explain_low_sale(request: HttpRequest, code: Code, sale_id: Id, body: WordsIn) -> AroundOut:
    """The agency says how it came to a low price; the first explanation stays."""
    actions.explain_sale(**who(request, code, sale_id=sale_id), words=body.words)
    return around_out(code)
