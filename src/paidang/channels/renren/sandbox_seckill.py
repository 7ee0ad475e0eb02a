"""The seckills (秒杀) of the sandbox's 人人商城: an activity of some goods for some hours, a price for each choice."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from paidang.channels.link.channel import Deal
from paidang.channels.renren.sandbox_call import Call, No, shown
from paidang.channels.sandbox import acts
from paidang.channels.sandbox.buyers import ITEM_PRICE
from paidang.channels.sandbox.shop import DEAL
from paidang.kit.money import NotMoney, fen_from_yuan

TO_COME, RUNNING, OVER, STOPPED = 0, 1, -1, -2


def add(call: Call) -> dict[str, Any]:
    number = call.shop.next_number(DEAL)
    _put(call, number)
    return {"id": number}


def edit(call: Call) -> dict[str, Any]:
    """What the form leaves out stays as it is."""
    _put(call, _deal(call).deal_id)
    return {}


def detail(call: Call) -> dict[str, Any]:
    deal = _deal(call)
    form = call.memory.seckills.get(deal.deal_id, {})
    rules = {name: form.get(f"rules[{name}]", "1") for name in ("is_commission", "limit_type", "limit_num")}
    goods = json.loads(form.get("goods_info", "[]"))
    return {"data": {**_row(call, deal), "rules": rules, "goods_info": goods}}


def delete(call: Call) -> dict[str, Any]:
    deal = _deal(call)
    call.memory.seckills.pop(deal.deal_id, None)
    acts.put_deal(call.shop, replace(deal, state=acts.ENDED), call.now)
    del call.shop.deals[deal.deal_id]
    return {}


def list_all(call: Call) -> dict[str, Any]:
    """By `status` 0 to come, 1 running, -1 over, -2 stopped; `keyword` of the title."""
    status, words = call.asked.get("status", ""), call.asked.get("keyword", "")
    rows = [
        row
        for deal in call.shop.deals.values()
        if deal.kind == ITEM_PRICE and words in deal.name
        if status in ("", (row := _row(call, deal))["status"])
    ]
    return call.page(rows)


def _put(call: Call, number: str) -> None:
    form = {**call.memory.seckills.get(number, {}), **call.request.form}
    filled = Call(call.shop, call.memory, replace(call.request, query={}, form=form), call.now)
    start, end = filled.time("start_time"), filled.time("end_time")
    if end <= start:
        raise No("结束时间应晚于开始时间")
    prices = _prices(filled)
    deal = Deal(
        number, filled.text("title"), ITEM_PRICE, start.isoformat(), end.isoformat(),
        items=tuple(prices), price_fen=min(prices.values()), state=acts.RUNNING,
    )  # fmt: skip
    call.memory.seckills[number] = form
    acts.put_deal(call.shop, deal, call.now)


def _prices(call: Call) -> dict[str, int]:
    """The price of each choice that joins, by its number."""
    try:
        goods = json.loads(call.text("goods_info"))
        found = {}
        for one in goods:
            of_item = call.shop.items()[str(one["goods_id"])]
            rules = (
                one["rules"] if str(one["has_option"]) == "1" else [{**one, "option_id": of_item[0].sku_id}]
            )
            for rule in rules:
                if str(rule.get("is_join", 1)) == "1":
                    found[str(rule["option_id"])] = fen_from_yuan(str(rule["activity_price"]))
    except (ValueError, TypeError, KeyError, AttributeError, NotMoney):
        raise No("goods_info 不对") from None
    if not found or not found.keys() <= call.shop.goods.keys() or min(found.values()) <= 0:
        raise No("活动商品或活动价不对")
    return found


def _row(call: Call, deal: Deal) -> dict[str, Any]:
    start, end = datetime.fromisoformat(deal.starts_at), datetime.fromisoformat(deal.ends_at)
    status = TO_COME if call.now < start else RUNNING if call.now < end else OVER
    if deal.state == acts.ENDED:
        status = STOPPED if status != OVER else OVER
    goods = dict.fromkeys(call.shop.goods[each].item_id for each in deal.items if each in call.shop.goods)
    return {
        "id": deal.deal_id,
        "title": deal.name,
        "start_time": shown(start),
        "end_time": shown(end),
        "status": str(status),
        "goods_ids": ",".join(goods),
        "option_ids": ",".join(deal.items),
    }


def _deal(call: Call) -> Deal:
    deal = call.shop.deals.get(call.asked.get("id", ""))
    if deal is None or deal.kind != ITEM_PRICE:
        raise No("秒杀活动不存在")
    return deal


SECKILLS: dict[str, Callable[[Call], dict[str, Any]]] = {
    "/shop/api/apps/seckill/index/add": add,
    "/shop/api/apps/seckill/index/edit": edit,
    "/shop/api/apps/seckill/index/detail": detail,
    "/shop/api/apps/seckill/index/delete": delete,
    "/shop/api/apps/seckill/index/list": list_all,
}
