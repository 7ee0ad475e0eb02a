"""What bears on every promotion and both sides keep: what the warehouses pack a day, goods on their way, dates of seasons."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from paidang.contracts.actions.recording import record
from paidang.contracts.models import Contract
from paidang.kit.clause import clause
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.promotions.actions.recording import UnableToPromote, contract_for, text_of
from paidang.promotions.models import PackingCapacity, SeasonDates, ServicePace, Supply
from paidang.promotions.rules.seasons import BY_KEY
from paidang.stock.models import UNITS_MAX, Warehouse
from paidang.team.models import Person

A_DAY_MAX, HOURS_MAX, AN_HOUR_MAX = 10**6, 720, 10**4
OF_100_MAX, MINUTES_MAX = 10**4, 480


@clause("OP-3-E-1", "JD-3")
@transaction.atomic
def set_packing(
    *, person: Person, at: datetime, code: str, warehouse_id: int, units_a_day: int, ship_hours: int,
    units_an_hour: int | None = None,
) -> PackingCapacity:  # fmt: skip
    """Say how many units a warehouse packs a day, and within how many hours a parcel is promised to leave.

    `units_an_hour` is what a person packs in an hour; without it what was packed lately tells.
    """
    contract = contract_for(person, code, "plan_stock")
    warehouse = Warehouse.objects.filter(contract=contract, pk=warehouse_id).first()
    if warehouse is None or not (1 <= units_a_day <= A_DAY_MAX and 1 <= ship_hours <= HOURS_MAX):
        raise UnableToPromote(
            say("仓库、每天件数或小时数不对"),
            code="PACKING_WRONG",
            remedy=say("每天至少 1 件，承诺 1 至 {most} 小时。", most=HOURS_MAX),
        )
    if units_an_hour is not None and not 1 <= units_an_hour <= AN_HOUR_MAX:
        raise UnableToPromote(
            say("每人每小时的件数不对"), code="PACKING_WRONG", remedy=say("写 1 至 {most}，或空着。", most=AN_HOUR_MAX)
        )  # fmt: skip
    made = PackingCapacity.objects.create(
        contract=contract, warehouse=warehouse, units_a_day=units_a_day, units_an_hour=units_an_hour, ship_hours=ship_hours,
        set_by=person, set_at=at,
    )  # fmt: skip
    facts = {"warehouse": warehouse.name, "units": units_a_day, "hours": ship_hours}
    record(contract, person, at, "promotions.packing_set", facts)
    if units_an_hour is not None:
        pace = {"warehouse": warehouse.name, "units": units_an_hour}
        record(contract, person, at, "promotions.pace_set", pace)
    return made


@clause("OP-4-B-5", "JD-3")
@transaction.atomic
def set_service_pace(
    *, person: Person, at: datetime, code: str, of_100_orders: int, minutes: int
) -> ServicePace:
    """Either side says how many inquiries 100 orders bring and how many minutes one takes: it counts where it was not measured."""
    act = "hand_in_service" if person.may("hand_in_service") else "sample_service"
    contract = contract_for(person, code, act)
    if not (1 <= of_100_orders <= OF_100_MAX and 1 <= minutes <= MINUTES_MAX):
        raise UnableToPromote(
            say("咨询数或分钟数不对"), code="SERVICE_PACE_WRONG",
            remedy=say("每百单 1 至 {most} 个，一个 1 至 {minutes} 分钟。", most=OF_100_MAX, minutes=MINUTES_MAX),
        )  # fmt: skip
    made = ServicePace.objects.create(
        contract=contract, of_100_orders=of_100_orders, minutes=minutes, set_by=person, set_at=at
    )
    record(
        contract, person, at, "promotions.service_pace_set", {"inquiries": of_100_orders, "minutes": minutes}
    )
    return made


@clause("OP-2-A-3")
@transaction.atomic
def tell_supply(*, person: Person, at: datetime, code: str, sku: str, units: int, day: date) -> Supply:
    """The brand says which goods arrive by a day: promotions that begin later count on them."""
    contract = contract_for(person, code, "declare_stock", side="a")
    if not sku.strip() or not 1 <= units <= UNITS_MAX or day < day_of(at):
        raise UnableToPromote(
            say("商品、件数或日子不对"), code="SUPPLY_WRONG", remedy=say("至少 1 件，日子不早于今天。")
        )
    made = Supply.objects.create(
        contract=contract, sku=sku.strip()[:255], units=units, day=day, declared_by=person, declared_at=at
    )
    record(
        contract,
        person,
        at,
        "promotions.supply_told",
        {"sku": made.sku, "units": units, "day": day.isoformat()},
    )
    return made


@transaction.atomic
def close_supply(*, person: Person, at: datetime, code: str, supply_id: int) -> Supply:
    """Say that it is there and counted, or does not come: it counts no longer. Twice is once."""
    contract = contract_for(person, code, "declare_stock", side="a")
    found = Supply.objects.select_for_update().filter(contract=contract, pk=supply_id).first()
    if found is None:
        raise UnableToPromote(say("没有这笔到货"), code="SUPPLY_WRONG", remedy=say("请刷新页面。"))
    if found.closed_at is None:
        found.closed_at = at
        found.save(update_fields=["closed_at"])
        record(contract, person, at, "promotions.supply_closed", {"sku": found.sku, "units": found.units})
    return found


@dataclass(frozen=True, slots=True)
class Dates:
    """The days of a season in one year, and where the platform published them."""

    season: str
    sale_from: date
    sale_until: date
    source: str
    presale_from: date | None = None
    signup_by: date | None = None


@clause("JD-4")
@transaction.atomic
def enter_season(*, person: Person, at: datetime, code: str, dates: Dates) -> SeasonDates:
    """Enter what a platform published of a season, or correct it: the latest entry of a year counts."""
    contract = contract_for(person, code, "approve_offer" if person.may("approve_offer") else "make_offer")
    presale, signup = dates.presale_from or dates.sale_from, dates.signup_by or dates.sale_from
    if (
        dates.season not in BY_KEY
        or not presale <= dates.sale_from <= dates.sale_until
        or signup > dates.sale_from
    ):
        raise UnableToPromote(
            say("大促的日子不对"),
            code="SEASON_WRONG",
            remedy=say("报名截止和预售都不晚于现货开始，结束不早于开始。"),
        )
    made, _is_new = SeasonDates.objects.update_or_create(
        contract=contract, season=dates.season, year=dates.sale_from.year,
        defaults={
            "signup_by": dates.signup_by, "presale_from": dates.presale_from, "sale_from": dates.sale_from,
            "sale_until": dates.sale_until, "source": text_of(dates.source), "entered_by": person, "entered_at": at,
        },
    )  # fmt: skip
    record(
        contract, person, at, "promotions.season_entered",
        {
            "season": BY_KEY[dates.season].word, "year": made.year, "source": made.source,
            "sale_from": made.sale_from.isoformat(), "sale_until": made.sale_until.isoformat(),
        },
    )  # fmt: skip
    return made


@clause("OP-5-A")
@transaction.atomic
def record_export(*, person: Person, at: datetime, contract: Contract, rows: int) -> None:
    """Note on the contract's chain that somebody took a copy of its promotions."""
    record(contract, person, at, "promotions.exported", {"rows": rows})
