"""Promotions of the demo world: JD's sudden offer waits for the brand, one is planned, one is on with sales, some are over."""

from datetime import datetime, timedelta

from paidang.catalog.queries.guard import Shop
from paidang.contracts.queries import get_contract
from paidang.kit.period import SHANGHAI, day_of, day_start_at, month_period, previous_month
from paidang.promotions.actions import (
    approve_promotion,
    ask_brand,
    go_live,
    register_promotion,
    set_packing,
    tell_supply,
)
from paidang.promotions.queries.check import Asked, Plan
from paidang.promotions.queries.outing import digest_now
from paidang.promotions.queries.promotions import get_promotion
from paidang.promotions.rules.states import OWN, PLANNED, SUDDEN
from paidang.site.demo.acting import ActingAs
from paidang.site.demo.cast import AGENCY, BRAND
from paidang.site.demo.goods import TEA_TABLE
from paidang.site.demo.month import (
    FLASH_DAYS,
    FLASH_HOUR,
    FLASH_PRICES,
    JD,
    LINE_COLUMNS,
    RENREN,
    STORES,
    TMALL,
)
from paidang.stock.queries import list_warehouses

LIN, SHEN, LUO = AGENCY.people[0].email, BRAND.people[0].email, BRAND.people[2].email
A_DAY, SHIP_HOURS = 120, 48
SOLD = (
    ("QL-PM2", 82_00, 2),
    ("QL-GD300", 53_00, 1),
    ("QL-PM2", 82_00, 1),
    ("QL-PM2", 82_00, 3),
    ("QL-GD300", 53_00, 2),
)
"""What the promotion that is on has sold so far: SKU, price in fen, units of each order."""
SETS_SOLD = ((TEA_TABLE.sku, TEA_TABLE.price_fen, 2),)
"""What the same shop has sold beside it."""


def write_promotions(code: str, month: str, now: datetime, acting_as: ActingAs) -> None:
    """What the agency registered and the brand answered, and what both keep for the checks."""
    with acting_as(LUO) as luo:
        house = list_warehouses(get_contract(code).pk)[0].pk
        set_packing(
            person=luo, at=now - timedelta(days=9), code=code, warehouse_id=house, units_a_day=A_DAY, ship_hours=SHIP_HOURS
        )  # fmt: skip
        tell_supply(
            person=luo, at=now - timedelta(days=2), code=code, sku="QL-LX4", units=100, day=day_of(now) + timedelta(days=8)
        )  # fmt: skip
    for each in (previous_month(month), month):
        for day in FLASH_DAYS:
            starts = day_start_at(month_period(each).start) + timedelta(days=day - 1, hours=FLASH_HOUR)
            lines = tuple((sku, fen, 30) for sku, fen in FLASH_PRICES.items())
            _run(code, acting_as, OWN, "京东晚八点", _plan(JD, starts, hours=24 - FLASH_HOUR, lines=lines))
    begun = day_start_at(month_period(month).start) + timedelta(days=17)
    _run(
        code,
        acting_as,
        OWN,
        "老客专场",
        _plan(RENREN, begun, days=7, lines=(("QL-PM2", 82_00, 30), ("QL-GW150", 149_00, 20))),
    )
    yesterday = day_start_at(day_of(now)) - timedelta(days=1)
    _run(
        code,
        acting_as,
        OWN,
        "老客回馈",
        _plan(RENREN, yesterday, days=3, lines=(("QL-PM2", 82_00, 40), ("QL-GD300", 53_00, 30))),
    )
    in_ten = day_start_at(day_of(now)) + timedelta(days=10, hours=20)
    planned = _plan(TMALL, in_ten, days=3, lines=(("QL-LX4", 189_00, 60), ("QL-CB260", 225_00, 40)))
    with acting_as(LIN) as lin:
        made = register_promotion(
            person=lin, at=now - timedelta(days=2), code=code, lane=PLANNED, title="年末囤茶季", plan=planned
        )
        ask_brand(person=lin, at=now - timedelta(days=2), code=code, number=made.number)
    with acting_as(SHEN) as shen:
        approve_promotion(
            person=shen, at=now - timedelta(days=1), code=code, number=made.number, digest=digest_now(made)
        )
    starts = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=6)
    sudden = Plan(
        Shop(JD, STORES[JD]), starts, starts + timedelta(hours=4), now + timedelta(hours=3, minutes=40),
        [Asked(*line) for line in zip(FLASH_PRICES, FLASH_PRICES.values(), (160, 120, 100), strict=True)],
    )  # fmt: skip
    with acting_as(LIN) as lin:
        at = now - timedelta(minutes=12)
        made = register_promotion(
            person=lin, at=at, code=code, lane=SUDDEN, title="京东限时秒杀", plan=sudden, words="京东招商来电：今晚补一个坑位。"
        )  # fmt: skip
        ask_brand(person=lin, at=at + timedelta(minutes=2), code=code, number=made.number)


def _plan(
    channel: str, starts: datetime, *, days: int = 0, hours: int = 0, lines: tuple[tuple[str, int, int], ...]
) -> Plan:
    ends = starts + timedelta(days=days, hours=hours)
    answer_by = starts - timedelta(days=1)
    asked = [Asked(*line) for line in lines]
    return Plan(Shop(channel, STORES[channel]), starts, ends, answer_by, asked)


def _run(code: str, acting_as: ActingAs, lane: str, title: str, plan: Plan) -> None:
    """Registered three days before its deadline, approved the same day, set up the next."""
    at = plan.answer_by - timedelta(days=3)
    with acting_as(LIN) as lin:
        number = register_promotion(person=lin, at=at, code=code, lane=lane, title=title, plan=plan).number
        ask_brand(person=lin, at=at + timedelta(minutes=5), code=code, number=number)
    with acting_as(SHEN) as shen:
        digest = digest_now(get_promotion(get_contract(code), number))
        approve_promotion(person=shen, at=at + timedelta(hours=2), code=code, number=number, digest=digest)
    with acting_as(LIN) as lin:
        go_live(
            person=lin,
            at=at + timedelta(days=1),
            code=code,
            number=number,
            words=f"商城后台，活动 {8800 + number}",
        )


def make_sales(now: datetime) -> tuple[str, bytes]:
    """The file of what the shop with the promotion that is on has sold since yesterday, and its name."""
    first = day_start_at(day_of(now)) - timedelta(hours=14)
    rows = []
    for n, (sku, fen, units) in enumerate([*SOLD, *SETS_SOLD]):
        at = (first + timedelta(hours=2 * n)).astimezone(SHANGHAI)
        order = f"SH{at:%Y%m%d}9{n:04d}"
        rows.append(
            f"{order}-{sku},{order},{RENREN},{STORES[RENREN]},{sku},{units},{fen},0,0,{at.isoformat()},,,false"
        )
    return f"人人商城_order_lines_老客回馈_{day_of(now)}.csv", "\r\n".join([LINE_COLUMNS, *rows, ""]).encode()
