"""Promotions, and what bears on them."""

from tests.cast import acting
from tests.goods import AT, JD

from paidang.api.tests.stories import Scene, Story, Told, at, day, ids, just
from paidang.promotions.models import UnapprovedSale
from paidang.stock.actions import count_goods

BRAND, WARE = "brand_manager", "brand_warehouse"


def plan(**changes: object) -> dict[str, object]:
    return {
        "title": "京东限时秒杀", "channel": JD.channel, "store": JD.store, "starts_at": at(hours=10), "ends_at": at(hours=14),
        "answer_by": at(hours=8), "goods": [{"sku": "CUP", "price_fen": 12900, "units": 40}],
    } | changes  # fmt: skip


PROMOTIONS = Story(
    "priced",
    [
        Told(
            "read_offer",
            "agency_operator",
            just(channel=JD.channel, store=JD.store, message="今晚 20:00-24:00 CUP 129 元 40 件"),
        ),
        Told("try_promotion", "agency_operator", just(**plan())),
        Told("plan_promotion", "agency_operator", just(**plan(lane="sudden")), ids(number="number")),
        Told("list_all_promotions"),
        Told("take_best_of_promotion"),
        Told("ask_for_promotion"),
        Told("say_about_promotion", BRAND, just(words="库存够吗")),
        Told("say_about_promotion", body=just(words="够")),
        Told("decline_one_promotion", BRAND, just(reason="价格太低")),
        Told("change_one_promotion", body=just(**plan(words="提了价"))),
        Told("ask_for_promotion", keep=ids(digest="digest")),
        Told("approve_one_promotion", BRAND, lambda scene: {"digest": scene.ids["digest"]}),
        Told("get_one_promotion", BRAND),
        Told("get_forecast", BRAND),
        Told("set_promotion_live", body=just(words="单品直降，编号 88")),
        Told("withdraw_one_promotion"),
    ],
)


def low_sale(scene: Scene) -> None:
    """A warehouse, and a sale that nobody approved."""
    with acting(scene.brand.manager):
        count_goods(
            person=scene.who(WARE), at=AT, code=scene.contract.code, warehouse="余杭仓", sku="CUP", quantity=9
        )
        sale = UnapprovedSale.objects.create(
            contract=scene.contract, channel="jd", store=JD.store, sku="CUP", day=day(), units=1, lowest_fen=1,
            regular_fen=2, seen_at=AT,
        )  # fmt: skip
    scene.ids["sale_id"] = sale.pk


def keep_supply(scene: Scene, answer: dict) -> None:
    scene.ids["supply_id"] = answer["supplies"][0]["id"]


AROUND = Story(
    "priced",
    [
        Told("set_packing_capacity", WARE, just(warehouse="余杭仓", units_a_day=500, ship_hours=48)),
        Told("set_pace_of_service", BRAND, just(of_100_orders=80, minutes=5)),
        Told("tell_of_supply", WARE, just(sku="CUP", units=100, day=f"{day(3)}"), keep_supply),
        Told("get_promotions_around"),
        Told("close_one_supply", WARE),
        Told(
            "enter_season_dates", BRAND,
            just(season="jd_1111", sale_from="2026-10-31", sale_until="2026-11-11", source="商家后台公告"),
        ),
        Told("explain_low_sale", body=just(words="改错了价，已改回")),
    ],
    low_sale,
)  # fmt: skip
