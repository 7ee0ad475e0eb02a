"""The goods of the sandbox's 人人商城 as its back office has them: listed, changed, sorted into categories and groups."""

import json
import re
from collections.abc import Callable, Mapping
from os.path import commonprefix
from typing import Any
from urllib.parse import parse_qsl

from paidang.channels.renren.sandbox_call import Call, No, read_time, shown
from paidang.channels.sandbox import acts
from paidang.channels.sandbox.shop import ITEM, SKU, Goods, Shop
from paidang.kit.money import NotMoney, fen_from_yuan, yuan_text

CATEGORIES = {"1": "茶器", "2": "茶席配件", "3": "礼盒"}
LABELS = ("is_recommand", "is_hot", "is_new")
_OPTION = re.compile(r"options\[(\d+)\]\[(id|price|stock)\]")
_ALL, _ON_SALE, _SOLD_OUT, _IN_STORE, _THROWN_AWAY = "0", "1", "2", "3", "4"


def list_goods(call: Call) -> dict[str, Any]:
    """By `status` 0 all, 1 on sale, 2 sold out, 3 in the store, 4 thrown away; `keywords`, `category_id[]`, `create_time[]`."""
    status, words = call.asked.get("status", _ALL), call.asked.get("keywords", "")
    categories = set(_repeated(call, "category_id"))
    made = [read_time(each, "create_time[]") for each in _repeated(call, "create_time")]
    rows = [
        goods_json(call, item_id, of_item)
        for item_id, of_item in sorted(call.shop.items().items())
        if _is_of(of_item, status)
        and any(words in text for one in of_item for text in (one.title, one.sku))
        and (not categories or categories & set(_categories(call, item_id)))
        and (len(made) != 2 or made[0] <= of_item[0].modified_at <= made[1])
    ]
    if (sort := call.asked.get("sort")) == "real_sales":
        rows.sort(key=lambda row: int(row[sort]), reverse=call.asked.get("by") != "asc")
    return call.page(rows)


def get_goods(call: Call) -> dict[str, Any]:
    return {"data": goods_json(call, call.asked.get("id", ""), _goods(call, "id"))}


def set_property(call: Call) -> dict[str, Any]:
    """One field of goods: its title, or whether it is recommended, hot or new."""
    _goods(call, "id")
    item_id, name, value = call.text("id"), call.text("field"), call.asked.get("value", "")
    if name == "title" and value:
        call.memory.titles[item_id] = value
    elif name in LABELS and value in ("0", "1"):
        call.memory.labels.setdefault(item_id, {})[name] = value
    else:
        raise No(f"{name} 不能这样改")
    call.shop.note(call.now, "set_property", item_id, field=name, value=value)
    return {}


def set_price_and_stock(call: Call) -> dict[str, Any]:
    """All choices of goods, as `options[0][id]` and so on; goods of one have their own price and stock."""
    of_item = _goods(call, "goods_id")
    asked: dict[str, dict[str, str]] = {}
    for name, value in call.request.form.items():
        if found := _OPTION.fullmatch(name):
            asked.setdefault(found[1], {})[found[2]] = value
    wanted = {one.pop("id", ""): one for one in asked.values()}
    if not wanted and len(of_item) == 1:
        form = call.request.form
        wanted = {of_item[0].sku_id: {name: form[name] for name in ("price", "stock") if name in form}}
    _set(call, of_item, wanted)
    return {}


def edit_goods(call: Call) -> dict[str, Any]:
    """Goods whole, as JSON in the fields `goods` and `options`: title, whether on sale, prices, stocks, categories."""
    goods, options = _json(call, "goods"), call.asked.get("options", "")
    item_id = str(goods.get("id", ""))
    of_item = call.shop.items().get(item_id)
    if of_item is None:
        raise No("商品不存在")
    if options in ("", "null"):
        wanted = {of_item[0].sku_id: goods}
    else:
        wanted = {str(one.get("id", "")): one for one in _rows(call, "options")}
    _set(call, of_item, wanted)
    if title := str(goods.get("title") or ""):
        call.memory.titles[item_id] = title
    if isinstance(goods.get("category_id"), list):
        call.memory.categories[item_id] = tuple(str(each) for each in goods["category_id"])
    for one in of_item:
        one.is_listed = str(goods.get("status", "1")) == "1"
    return {}


def add_goods(call: Call) -> dict[str, Any]:
    """New goods of one kind, or of the choices in `options`."""
    goods, options = _json(call, "goods"), call.asked.get("options", "")
    rows = [goods] if options in ("", "null", "[]") else _rows(call, "options")
    title = str(goods.get("title") or "")
    if not title:
        raise No("商品名称不能为空")
    item_id = call.shop.next_number(ITEM)
    made = []
    for row in rows:
        price, stock = _price_and_stock(row)
        own = str(row.get("title") or "") if row is not goods else ""
        made.append(
            Goods(
                item_id, call.shop.next_number(SKU), str(row.get("goods_code") or ""), f"{title} {own}".strip(),
                price, _fen(row.get("cost_price", "0")), stock, call.now, str(goods.get("status", "1")) == "1",
            )
        )  # fmt: skip
    call.shop.goods |= {one.sku_id: one for one in made}
    call.shop.note(call.now, "add_goods", item_id, title=title)
    return {"goods_id": item_id}


def put_in_store(call: Call) -> dict[str, Any]:
    """Off the shelves, into the store."""
    for one in _goods(call, "id"):
        one.is_listed = False
    call.shop.note(call.now, "put_store", call.text("id"))
    return {}


def list_categories(call: Call) -> dict[str, Any]:
    return {"list": [{"id": number, "name": name, "parent_id": "0", "status": "1"} for number, name in CATEGORIES.items()]}  # fmt: skip


def set_category(call: Call) -> dict[str, Any]:
    """Of several goods: `method` 1 replaces the categories that they have, 0 adds to them."""
    wanted, items = call.many("category_id"), call.many("goods_id")
    if not wanted or not set(wanted) <= CATEGORIES.keys():
        raise No("分类不存在")
    if not items or not set(items) <= call.shop.items().keys():
        raise No("商品不存在")
    for item_id in items:
        kept = () if call.asked.get("method") == "1" else _categories(call, item_id)
        call.memory.categories[item_id] = tuple(dict.fromkeys((*kept, *wanted)))
    call.shop.note(call.now, "set_category", ",".join(items), categories=wanted)
    return {}


def list_groups(call: Call) -> dict[str, Any]:
    name = call.asked.get("name", "")
    return call.page([group for group in call.memory.groups.values() if name in group["name"]])


def get_group(call: Call) -> dict[str, Any]:
    return {"data": _group(call)}


def put_group(call: Call) -> dict[str, Any]:
    """A group is made, or (with its `id`) changed."""
    items = call.many("goods_id")
    if not set(items) <= call.shop.items().keys():
        raise No("商品不存在")
    number = str(_group(call)["id"]) if call.asked.get("id") else str(len(call.memory.groups) + 1)
    call.memory.groups[number] = {
        "id": number,
        "name": call.text("name"),
        "status": call.asked.get("status", "1"),
        "goods_id": items,
        "goods_count": str(len(items)),
    }
    return {"id": number}


def goods_json(call: Call, item_id: str, of_item: list[Goods]) -> dict[str, Any]:
    """Goods as the back office tells them: everything a text, amounts in yuan."""
    first, has_option = of_item[0], len(of_item) > 1 or of_item[0].sku_id != "0"
    prices = [one.price_fen for one in of_item]
    title = commonprefix([one.title for one in of_item])
    categories, labels = _categories(call, item_id), call.memory.labels.get(item_id, {})
    return {
        "id": item_id,
        "title": call.memory.titles.get(item_id, title.strip()),
        "type": "0",
        "price": yuan_text(min(prices)),
        "min_price": yuan_text(min(prices)),
        "max_price": yuan_text(max(prices)),
        "original_price": yuan_text(max(prices)),
        "cost_price": yuan_text(first.cost_fen),
        "stock": str(sum(one.quantity for one in of_item)),
        "stock_warning": "0",
        "sales": "0",
        "real_sales": str(_sold(call.shop, item_id)),
        "goods_code": "" if has_option else first.sku,
        "bar_code": "",
        "has_option": "1" if has_option else "0",
        "status": "1" if first.is_listed else "0",
        "category_id": list(categories),
        "category": [{"category_id": each, "name": CATEGORIES[each]} for each in categories],
        **{name: labels.get(name, "0") for name in LABELS},
        "dispatch_express": "1",
        "dispatch_type": "1",
        "dispatch_price": "0.00",
        "ext_field": {"refund": "1", "return": "1", "exchange": "1", "invoice": "1"},
        "create_time": shown(first.modified_at),
        "spec": _spec(of_item, title) if has_option else [],
        "options": [_option(one, title) for one in of_item] if has_option else [],
    }


def _option(one: Goods, title: str) -> dict[str, str]:
    return {
        "id": one.sku_id,
        "title": one.title.removeprefix(title),
        "goods_code": one.sku,
        "price": yuan_text(one.price_fen),
        "cost_price": yuan_text(one.cost_fen),
        "original_price": yuan_text(one.price_fen),
        "stock": str(one.quantity),
        "stock_warning": "0",
        "weight": "0.00",
        "specs": f"{one.sku_id}1",
    }


def _spec(of_item: list[Goods], title: str) -> list[dict[str, Any]]:
    """What buyers choose by: one question, an answer for each choice."""
    number = f"{of_item[0].item_id}1"
    items = [
        {"id": f"{one.sku_id}1", "spec_id": number, "title": one.title.removeprefix(title)} for one in of_item
    ]
    return [{"id": number, "title": "规格", "items": items}]


def _sold(shop: Shop, item_id: str) -> int:
    lines = (line for order in shop.orders.values() if order.paid_at for line in order.lines)
    return sum(line.quantity for line in lines if line.goods.item_id == item_id)


def _is_of(of_item: list[Goods], status: str) -> bool:
    is_listed, is_left = of_item[0].is_listed, any(one.quantity for one in of_item)
    return {
        _ALL: True,
        _ON_SALE: is_listed and is_left,
        _SOLD_OUT: is_listed and not is_left,
        _IN_STORE: not is_listed,
        _THROWN_AWAY: False,
    }.get(status, False)


def _categories(call: Call, item_id: str) -> tuple[str, ...]:
    return call.memory.categories.get(item_id, ("1",))


def _repeated(call: Call, name: str) -> list[str]:
    """What a query has under `name[]`, as often as it is there."""
    return [value for key, value in parse_qsl(call.request.raw_query) if key == f"{name}[]"]


def _goods(call: Call, name: str) -> list[Goods]:
    found = call.shop.items().get(call.asked.get(name, ""))
    if found is None:
        raise No("商品不存在")
    return found


def _group(call: Call) -> dict[str, Any]:
    found = call.memory.groups.get(call.asked.get("id", ""))
    if found is None:
        raise No("商品组不存在")
    return found


def _set(call: Call, of_item: list[Goods], wanted: Mapping[str, Mapping[str, Any]]) -> None:
    """Prices and stocks of all choices, or of none."""
    if set(wanted) != {one.sku_id for one in of_item}:
        raise No("规格不完整")
    values = {one.sku_id: _price_and_stock(wanted[one.sku_id]) for one in of_item}
    for one in of_item:
        price, stock = values[one.sku_id]
        if price != one.price_fen:
            acts.set_price(call.shop, one, call.now, price)
        if stock != one.quantity:
            acts.set_stock(call.shop, one, call.now, stock)


def _price_and_stock(row: Mapping[str, Any]) -> tuple[int, int]:
    price, stock = _fen(row.get("price")), str(row.get("stock", ""))
    if price < 0 or not (stock.isascii() and stock.isdecimal()):
        raise No("价格或库存不对")
    return price, int(stock)


def _fen(value: object) -> int:
    try:
        return fen_from_yuan(str(value))
    except NotMoney:
        raise No("价格或库存不对") from None


def _json(call: Call, name: str) -> dict[str, Any]:
    try:
        found = json.loads(call.text(name))
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise No(f"{name} 不对")
    return found


def _rows(call: Call, name: str) -> list[dict[str, Any]]:
    try:
        found = json.loads(call.text(name))
    except ValueError:
        found = None
    if not isinstance(found, list) or not found or not all(isinstance(each, dict) for each in found):
        raise No(f"{name} 不对")
    return found


GOODS: dict[str, Callable[[Call], dict[str, Any]]] = {
    "/shop/api/goods/index/list": list_goods,
    "/shop/api/goods/index/get": get_goods,
    "/shop/api/goods/index/add": add_goods,
    "/shop/api/goods/index/edit": edit_goods,
    "/shop/api/goods/index/property": set_property,
    "/shop/api/goods/operation/set-price-and-stock": set_price_and_stock,
    "/shop/api/goods/operation/set-category": set_category,
    "/shop/api/goods/category/get-list": list_categories,
    "/shop/api/goods/group/get-list": list_groups,
    "/shop/api/goods/group/get-one": get_group,
    "/shop/api/goods/group/create": put_group,
    "/shop/api/goods/group/update": put_group,
}
