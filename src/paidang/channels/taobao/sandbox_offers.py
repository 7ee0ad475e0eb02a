"""What a buyer is offered at the sandbox's shop: the promotions that hold for an item, and those for a limited time.

The parameters are published; which fields the replies have is believed.
"""

from datetime import datetime
from typing import Any

from paidang.channels.link.channel import Deal
from paidang.channels.sandbox import acts
from paidang.channels.taobao.sandbox_call import Call, Many, Method, goods_of, invalid, numbered, shown_time
from paidang.channels.taobao.sandbox_goods import ITEM_PRICE
from paidang.kit.money import yuan_text
from paidang.kit.period import SHANGHAI

LIMITED_PAGE = 20
TO_COME, RUNNING, OVER = STATUSES = ("PREPARE", "DOING", "END")


def promotion_get(call: Call) -> dict[str, Any]:
    """What holds for an item now: prices of its own, with a price for each SKU, and the shop's."""
    skus = {goods.sku_id: goods for goods in goods_of(call.shop, call.text("item_id"))}
    running = [deal for deal in call.shop.deals.values() if _status(call, deal) == RUNNING]
    of_item, of_shop = [], []
    for deal in running:
        mine = [sku_id for sku_id in deal.items if sku_id in skus]
        if mine and deal.price_fen:
            prices = [yuan_text(deal.price_fen)] * len(mine)
            of_item.append(
                {
                    **_known(deal),
                    "item_promo_price": prices[0],
                    "sku_id_list": ",".join(mine),
                    "sku_price_list": ",".join(prices),
                }
            )
        elif not deal.items:
            words = f"满{yuan_text(deal.threshold_fen)}元减{yuan_text(deal.minus_fen)}元"
            of_shop.append({**_known(deal), "promotion_detail_desc": words})
    return {
        "promotions": {
            "promotion_in_item": Many("promotion_in_item", of_item),
            "promotion_in_shop": Many("promotion_in_shop", of_shop),
        }
    }


def limitdiscount_get(call: Call) -> dict[str, Any]:
    """Prices for a limited time, 20 a page."""
    wanted, number = call.params.get("status", ""), call.params.get("limit_discount_id", "")
    if wanted not in ("", *STATUSES):
        raise invalid("status")
    since, until = call.time("start_time"), call.time("end_time")
    page = call.number("page_number", 1)
    if page < 1:
        raise invalid("page_number")
    found = [
        {
            "limit_discount_id": numbered(deal.deal_id),
            "limit_discount_name": deal.name,
            "start_time": shown_time(_moment(deal.starts_at)),
            "end_time": shown_time(_moment(deal.ends_at)),
            "item_num": len({call.shop.goods[sku_id].item_id for sku_id in deal.items}),
        }
        for deal in call.shop.deals.values()
        if deal.kind == ITEM_PRICE and wanted in ("", _status(call, deal)) and number in ("", deal.deal_id)
        if (since is None or _moment(deal.starts_at) >= since)
        and (until is None or _moment(deal.ends_at) <= until)
    ]
    rows = found[(page - 1) * LIMITED_PAGE : page * LIMITED_PAGE]
    return {"limit_discounts": Many("limit_discount", rows), "total_count": len(found)}


def _known(deal: Deal) -> dict[str, Any]:
    times = {"start_time": shown_time(_moment(deal.starts_at)), "end_time": shown_time(_moment(deal.ends_at))}
    return {"promotion_id": f"sandbox-{deal.deal_id}", "name": deal.name, **times}


def _status(call: Call, deal: Deal) -> str:
    if deal.state == acts.ENDED or call.now >= _moment(deal.ends_at):
        return OVER
    return TO_COME if call.now < _moment(deal.starts_at) or deal.state != acts.RUNNING else RUNNING


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(SHANGHAI)


METHODS: dict[str, Method] = {
    "taobao.ump.promotion.get": promotion_get,
    "taobao.promotion.limitdiscount.get": limitdiscount_get,
}
