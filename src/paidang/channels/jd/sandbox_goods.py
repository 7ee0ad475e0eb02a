"""JD's methods for goods and promotions: each reads its parameters and gives the body of the reply."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from paidang.channels.jd import sandbox_words as words
from paidang.channels.jd.sandbox_params import Body, Params, bad_parameter, is_within
from paidang.channels.link.channel import Deal
from paidang.channels.sandbox import acts
from paidang.channels.sandbox.buyers import FULL_REDUCTION, ITEM_PRICE
from paidang.channels.sandbox.shop import DEAL, Goods, Shop

PAGE_MAX = 50
KIND = {1: ITEM_PRICE, 4: FULL_REDUCTION}

Method = Callable[[Shop, Params, datetime], Body]


def list_wares(shop: Shop, params: Params, now: datetime) -> Body:
    page = params.whole("pageNo", least=1, most=10**9, default=1)
    size = params.whole("pageSize", "page_size", least=1, most=PAGE_MAX, default=10)
    start, end = params.time("startModifiedTime"), params.time("endModifiedTime")
    wares: dict[str, list[Goods]] = {}
    for goods in shop.goods.values():
        wares.setdefault(goods.item_id, []).append(goods)
    found = [
        words.ware_row(choices)
        for choices in wares.values()
        if is_within(max(goods.modified_at for goods in choices), start, end)
    ]
    return _page(found, page, size)


def list_skus(shop: Shop, params: Params, now: datetime) -> Body:
    page = params.whole("pageNo", least=1, most=10**9, default=1)
    size = params.whole("pageSize", "page_size", least=1, most=PAGE_MAX, default=10)
    sku_id, ware_id = params.text("skuId", default=""), params.text("wareId", default="")
    found = [
        words.sku_row(goods)
        for goods in shop.goods.values()
        if sku_id in ("", goods.sku_id) and ware_id in ("", goods.item_id)
    ]
    return _page(found, page, size)


def set_stock(shop: Shop, params: Params, now: datetime) -> Body:
    """How many units are on sale: a number, not a change of it."""
    goods = _goods(shop, params)
    acts.set_stock(shop, goods, now, params.whole("stockNum", "quantity", least=0, most=10**9))
    return {"success": True, "modified": words.time_text(now)}


def set_price(shop: Shop, params: Params, now: datetime) -> Body:
    goods = _goods(shop, params)
    price_fen = params.fen("jdPrice", "price", "salePrice", "jd_price")
    if price_fen <= 0:
        raise bad_parameter("jdPrice", "应大于 0")
    acts.set_price(shop, goods, now, price_fen)
    return {"success": True, "modified": words.time_text(now)}


# Promotions


def add_promotion(shop: Shop, params: Params, now: datetime) -> Body:
    """The first step: a draft, which `commit_promotion` makes hold."""
    kind = KIND.get(params.whole("type", least=1, most=4))
    start, end = params.time("begin_time"), params.time("end_time")
    if kind is None:
        raise bad_parameter("type", "沙箱只有 1 单品、4 总价")
    if start is None or end is None or end <= start:
        raise bad_parameter("end_time", "应晚于开始时间")
    number = shop.next_number(DEAL)
    deal = Deal(number, params.text("name"), kind, start.isoformat(), end.isoformat(), state=acts.DRAFT)
    acts.put_deal(shop, deal, now)
    return {"promo_id": int(number)}


def add_promotion_skus(shop: Shop, params: Params, now: datetime) -> Body:
    """SKUs of a draft, with their prices in the same order; in the sandbox one promotion has one price."""
    deal = _deal(shop, params, acts.DRAFT)
    sku_ids = params.text("sku_ids").split(",")
    prices = [text for text in params.text("promo_prices", default="").split(",") if text]
    if any(sku_id not in shop.goods for sku_id in sku_ids):
        raise bad_parameter("sku_ids", "有不存在的 SKU")
    if deal.kind == ITEM_PRICE and (len(prices) != len(sku_ids) or len(set(prices)) != 1):
        raise bad_parameter("promo_prices", "应与 sku_ids 一样多，且沙箱里一个促销只有一个价")
    price_fen = Params({"promo_prices": prices[0]}).fen("promo_prices") if prices else 0
    acts.put_deal(shop, replace(deal, items=(*deal.items, *sku_ids), price_fen=price_fen), now)
    return {"ids": [int(sku_id) for sku_id in sku_ids]}


def add_promotion_mode(shop: Shop, params: Params, now: datetime) -> Body:
    """From which total on how much comes off."""
    deal = _deal(shop, params, acts.DRAFT)
    params.text("favor_mode")
    changed = replace(deal, threshold_fen=params.fen("quota"), minus_fen=params.fen("minus"))
    acts.put_deal(shop, changed, now)
    return {"id": int(deal.deal_id)}


def move_promotion(*states: str, to: str) -> Method:
    """The step of a promotion from one of these states to another."""

    def move(shop: Shop, params: Params, now: datetime) -> Body:
        acts.put_deal(shop, replace(_deal(shop, params, *states), state=to), now)
        return {"success": True}

    return move


def list_promotions(shop: Shop, params: Params, now: datetime) -> Body:
    page, size = params.whole("page", least=1, most=10**9), params.whole("size", least=1, most=100)
    kind = params.whole("type", least=1, most=4)
    sku_id, status = params.text("sku_id", default=""), params.text("status", default="")
    found = [
        words.promotion_row(deal)
        for deal in shop.deals.values()
        if words.PROMOTION_TYPE[deal.kind] == kind
        and (not sku_id or sku_id in deal.items)
        and status in ("", str(words.PROMOTION_STATUS[deal.state]))
    ]
    return {"total_count": len(found), "promotion_list": found[(page - 1) * size : page * size]}


def get_promotion(shop: Shop, params: Params, now: datetime) -> Body:
    return {"promotion": words.promotion_row(_deal(shop, params))}


def _page(found: list[Body], page: int, size: int) -> Body:
    rows = found[(page - 1) * size : page * size]
    return {"page": {"data": rows, "totalItem": len(found), "pageNo": page, "pageSize": size}}


def _goods(shop: Shop, params: Params) -> Goods:
    """By JD's number of the SKU, or by ours."""
    sku_id = params.text("skuId", "sku_id", "wid", default="")
    sku = params.text("outer_id", default="")
    for goods in shop.goods.values():
        if sku_id == goods.sku_id or (not sku_id and sku and sku == goods.sku):
            return goods
    raise bad_parameter("skuId", "没有这个 SKU")


def _deal(shop: Shop, params: Params, *states: str) -> Deal:
    deal = shop.deals.get(params.text("promo_id"))
    if deal is None or (states and deal.state not in states):
        raise bad_parameter("promo_id", "没有这个促销，或它的状态不允许")
    return deal
