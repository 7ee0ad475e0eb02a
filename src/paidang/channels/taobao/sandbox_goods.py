"""The sandbox's goods and promotions: listing, stock, price, coupons, activities."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from paidang.channels.link.channel import Deal
from paidang.channels.sandbox import acts
from paidang.channels.sandbox.shop import DEAL, Goods
from paidang.channels.taobao.sandbox_call import (
    Call,
    Many,
    Method,
    goods_of,
    invalid,
    numbered,
    only,
    read_yuan,
    refused,
    shown_time,
)
from paidang.kit.money import yuan_text
from paidang.kit.period import SHANGHAI

ITEMS_PER_PAGE_MAX = 200
COUPON, FULL_REDUCTION, ITEM_PRICE, ITEM_MINUS = "coupon", "full_reduction", "item_price", "item_minus"
COUPON_YUAN = (3, 5, 10, 20, 50, 100)
"""What a coupon may be worth."""


def items_onsale_get(call: Call) -> dict[str, Any]:
    return _items(call, is_listed=True)


def items_inventory_get(call: Call) -> dict[str, Any]:
    return _items(call, is_listed=False)


def _items(call: Call, *, is_listed: bool) -> dict[str, Any]:
    fields = call.text("fields")
    shown = [
        skus for skus in call.shop.items().values() if any(goods.is_listed for goods in skus) == is_listed
    ]
    page = call.page(shown, "item", size_max=ITEMS_PER_PAGE_MAX)
    return page | {"items": Many("item", [only(_item(skus), fields) for skus in page["items"].rows])}


def _item(skus: list[Goods]) -> dict[str, Any]:
    first = skus[0]
    is_listed = any(goods.is_listed for goods in skus)
    return {
        "num_iid": numbered(first.item_id),
        "title": first.title,
        "outer_id": first.sku,
        "price": yuan_text(min(goods.price_fen for goods in skus)),
        "num": sum(goods.quantity for goods in skus),
        "approve_status": "onsale" if is_listed else "instock",
        "modified": shown_time(max(goods.modified_at for goods in skus)),
    }


def item_seller_get(call: Call) -> dict[str, Any]:
    skus = goods_of(call.shop, call.text("num_iid"))
    item = _item(skus) | {"skus": Many("sku", [_sku(goods) for goods in skus])}
    return {"item": only(item, call.text("fields"))}


def item_skus_get(call: Call) -> dict[str, Any]:
    items = call.text("num_iids").split(",")
    if len(items) > 40:
        raise invalid("num_iids")
    skus = [goods for item_id in items for goods in goods_of(call.shop, item_id)]
    return {"skus": Many("sku", [only(_sku(goods), call.text("fields")) for goods in skus])}


def _sku(goods: Goods) -> dict[str, Any]:
    return {
        "sku_id": numbered(goods.sku_id),
        "num_iid": numbered(goods.item_id),
        "outer_id": goods.sku,
        "price": yuan_text(goods.price_fen),
        "quantity": goods.quantity,
        "properties": properties_of(goods),
        "properties_name": f"{properties_of(goods)}:规格:{goods.title[-8:]}",
        "status": "normal" if goods.is_listed else "delete",
        "modified": shown_time(goods.modified_at),
    }


def properties_of(goods: Goods) -> str:
    return f"1627207:{goods.sku_id}"


def item_quantity_update(call: Call) -> dict[str, Any]:
    goods = _one(call, "sku_id", "outer_id")
    _set_quantity(call, goods, call.number("quantity"))
    skus = goods_of(call.shop, goods.item_id)
    return {"item": only(_item(skus), "num_iid,num,modified") | {"skus": Many("sku", map(_sku, skus))}}


def _one(call: Call, by_sku: str, by_outer: str) -> Goods:
    """The SKU that a call means; an item of one SKU needs no more than its own number."""
    skus = goods_of(call.shop, call.text("num_iid"))
    for name, key in ((by_sku, "sku_id"), (by_outer, "sku")):
        if wanted := call.params.get(name):
            skus = [goods for goods in skus if getattr(goods, key) == wanted]
    if len(skus) != 1:
        raise refused("isv.invalid-parameter:sku", "找不到这个 SKU，或没有说明是哪一个")
    return skus[0]


def _set_quantity(call: Call, goods: Goods, quantity: int) -> None:
    """`type` 1, the default, is all there is; 2 is so many more, or fewer."""
    quantity += goods.quantity if call.params.get("type") == "2" else 0
    acts.set_stock(call.shop, goods, call.now, quantity)


def skus_quantity_update(call: Call) -> dict[str, Any]:
    skus = goods_of(call.shop, call.text("num_iid"))
    name = "skuid_quantities" if call.params.get("skuid_quantities") else "outerid_quantities"
    by_name = {goods.sku_id if name == "skuid_quantities" else goods.sku: goods for goods in skus}
    pairs = [pair.rpartition(":") for pair in call.text(name).split(";") if pair]
    if not all(sku in by_name and number.removeprefix("-").isdecimal() for sku, _, number in pairs):
        raise invalid(name)
    for sku, _, number in pairs:
        _set_quantity(call, by_name[sku], int(number))
    return {"item": only(_item(skus), "num_iid,num,modified") | {"skus": Many("sku", map(_sku, skus))}}


def tmall_item_quantity_update(call: Call) -> dict[str, Any]:
    """`sku_quantities`: JSON, a list of {sku_id, quantity}; `item_quantity` for an item of one SKU."""
    item_id = call.text("item_id")
    skus = {goods.sku_id: goods for goods in goods_of(call.shop, item_id)}
    if call.params.get("item_quantity") and len(skus) == 1:
        quantities = dict.fromkeys(skus, call.number("item_quantity"))
    else:
        quantities = {
            sku_id: _whole(value) for sku_id, value in _by_sku(call, "sku_quantities", "quantity").items()
        }
    if not quantities or not quantities.keys() <= skus.keys():
        raise invalid("sku_quantities")
    for sku_id, quantity in quantities.items():
        _set_quantity(call, skus[sku_id], quantity)
    return {"quantity_update_result": item_id}


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise invalid("sku_quantities")
    return int(text)


def item_sku_price_update(call: Call) -> dict[str, Any]:
    properties = call.text("properties")
    found = [
        goods for goods in goods_of(call.shop, call.text("num_iid")) if properties_of(goods) == properties
    ]
    if not found:
        raise refused("isv.invalid-parameter:properties", "没有这个属性的 SKU")
    acts.set_price(call.shop, found[0], call.now, call.fen("price"))
    return {"sku": _sku(found[0])}


def tmall_item_price_update(call: Call) -> dict[str, Any]:
    """`sku_prices`: JSON, a list of {sku_id, price}; `item_price` for an item of one SKU."""
    item_id = call.text("item_id")
    skus = {goods.sku_id: goods for goods in goods_of(call.shop, item_id)}
    if call.params.get("item_price") and len(skus) == 1:
        prices = dict.fromkeys(skus, call.fen("item_price"))
    else:
        prices = {
            sku_id: read_yuan(value, "sku_prices")
            for sku_id, value in _by_sku(call, "sku_prices", "price").items()
        }
    if not prices or not prices.keys() <= skus.keys():
        raise invalid("sku_prices")
    for sku_id, price in prices.items():
        acts.set_price(call.shop, skus[sku_id], call.now, price)
    return {"price_update_result": item_id}


def _by_sku(call: Call, name: str, of: str) -> dict[str, str]:
    """A JSON list of {sku_id, `of`}."""
    try:
        return {str(entry["sku_id"]): str(entry[of]) for entry in json.loads(call.text(name))}
    except (ValueError, KeyError, TypeError):
        raise invalid(name) from None


def promotion_coupon_add(call: Call) -> dict[str, Any]:
    """`denominations` in yuan, of a few; `condition` in fen."""
    worth = call.number("denominations")
    if worth not in COUPON_YUAN:
        raise invalid("denominations")
    threshold = call.number("condition", 0)
    deal = _deal(call, COUPON, minus_fen=worth * 100, threshold_fen=threshold, name=f"{worth} 元店铺优惠券")
    return {"coupon_id": int(deal.deal_id)}


def promotion_coupons_get(call: Call) -> dict[str, Any]:
    rows = [
        {
            "coupon_id": int(deal.deal_id),
            "denominations": deal.minus_fen // 100,
            "condition": deal.threshold_fen,
            "start_time": deal.starts_at[:19].replace("T", " "),
            "end_time": deal.ends_at[:19].replace("T", " "),
        }
        for deal in _deals(call, COUPON)
    ]
    return call.page(rows, "coupon")


def mjs_activity_add(call: Call) -> dict[str, Any]:
    """Money off from a total on: `total_price` and `decrease_amount` in fen."""
    minus, threshold = call.number("decrease_amount"), call.number("total_price")
    if (
        not (call.is_true("is_decrease_money") and call.is_true("is_amount_over"))
        or not 0 < minus < threshold
    ):
        raise invalid("decrease_amount")
    deal = _deal(call, FULL_REDUCTION, minus_fen=minus, threshold_fen=threshold)
    return {"activity_id": int(deal.deal_id), "is_success": True}


def mjs_activity_list_get(call: Call) -> dict[str, Any]:
    rows = [
        _activity(deal) | {"total_price": deal.threshold_fen, "decrease_amount": deal.minus_fen}
        for deal in _deals(call, FULL_REDUCTION)
    ]
    return _activities(call, rows, "mjs_promotion")


def item_activity_add(call: Call) -> dict[str, Any]:
    """So much off each unit, for all items or those that are added afterwards."""
    minus = call.number("decrease_amount")
    if not call.is_true("is_decrease_money") or minus <= 0:
        raise invalid("decrease_amount")
    return {"activity_id": int(_deal(call, ITEM_MINUS, minus_fen=minus).deal_id), "is_success": True}


def item_activity_list_get(call: Call) -> dict[str, Any]:
    rows = [_activity(deal) | {"decrease_amount": deal.minus_fen} for deal in _deals(call, ITEM_MINUS)]
    return _activities(call, rows, "item_promotion")


def common_item_activity_add(call: Call) -> dict[str, Any]:
    call.text("description")
    return {"activity_id": int(_deal(call, ITEM_PRICE).deal_id)}


def common_item_detail_add(call: Call) -> dict[str, Any]:
    """One item, with all its choices, at a price: `promotion_type` 2, `promotion_value` in fen."""
    deal = call.shop.deals.get(call.text("activity_id"))
    item_id, value = call.text("item_id"), call.number("promotion_value")
    goods = goods_of(call.shop, item_id)
    if deal is None or deal.kind != ITEM_PRICE or call.number("promotion_type") != 2:
        raise invalid("activity_id")
    if not 0 < value < max(each.price_fen for each in goods):
        raise refused("isv.promotion-value-error", "促销价必须低于一口价")
    acts.put_deal(
        call.shop,
        replace(deal, items=(*deal.items, *(each.sku_id for each in goods)), price_fen=value),
        call.now,
    )
    return {"detail_id": call.memory.number()}


def common_item_activity_list_get(call: Call) -> dict[str, Any]:
    items = {sku_id: goods.item_id for sku_id, goods in call.shop.goods.items()}
    rows = [
        _activity(deal)
        | {
            "item_ids": ",".join(dict.fromkeys(items[sku_id] for sku_id in deal.items)),
            "promotion_value": deal.price_fen,
        }
        for deal in _deals(call, ITEM_PRICE)
    ]
    return _activities(call, rows, "common_item_promotion")


def _deal(call: Call, kind: str, *, minus_fen: int = 0, threshold_fen: int = 0, name: str = "") -> Deal:
    starts_at, ends_at = call.time("start_time") or call.now, call.time("end_time")
    if ends_at is None:
        call.text("end_time")
    elif ends_at > starts_at:
        deal = Deal(
            deal_id=call.shop.next_number(DEAL),
            name=name or call.text("name"),
            kind=kind,
            starts_at=starts_at.isoformat(),
            ends_at=ends_at.isoformat(),
            minus_fen=minus_fen,
            threshold_fen=threshold_fen,
            state=acts.RUNNING,
        )
        acts.put_deal(call.shop, deal, call.now)
        return deal
    raise invalid("end_time")


def _deals(call: Call, kind: str) -> list[Deal]:
    return [deal for deal in call.shop.deals.values() if deal.kind == kind]


def _activity(deal: Deal) -> dict[str, Any]:
    return {
        "activity_id": numbered(deal.deal_id),
        "name": deal.name,
        "start_time": shown_time(_moment(deal.starts_at)),
        "end_time": shown_time(_moment(deal.ends_at)),
    }


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(SHANGHAI)


def _activities(call: Call, rows: list[dict[str, Any]], of: str) -> dict[str, Any]:
    call.text("page_no"), call.text("page_size")
    page = call.page(rows, of, total="total_count")
    return {f"{of}_list": page.pop(of + "s"), **page}


METHODS: dict[str, Method] = {
    "taobao.items.onsale.get": items_onsale_get,
    "taobao.items.inventory.get": items_inventory_get,
    "taobao.item.seller.get": item_seller_get,
    "taobao.item.skus.get": item_skus_get,
    "taobao.item.quantity.update": item_quantity_update,
    "taobao.skus.quantity.update": skus_quantity_update,
    "taobao.item.sku.price.update": item_sku_price_update,
    "tmall.item.price.update": tmall_item_price_update,
    "tmall.item.quantity.update": tmall_item_quantity_update,
    "taobao.promotion.coupon.add": promotion_coupon_add,
    "taobao.promotion.coupons.get": promotion_coupons_get,
    "taobao.promotionmisc.mjs.activity.add": mjs_activity_add,
    "taobao.promotionmisc.mjs.activity.list.get": mjs_activity_list_get,
    "taobao.promotionmisc.item.activity.add": item_activity_add,
    "taobao.promotionmisc.item.activity.list.get": item_activity_list_get,
    "taobao.promotionmisc.common.item.activity.add": common_item_activity_add,
    "taobao.promotionmisc.common.item.activity.list.get": common_item_activity_list_get,
    "taobao.promotionmisc.common.item.detail.add": common_item_detail_add,
}
