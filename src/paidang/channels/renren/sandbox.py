"""The sandbox's 人人商城: the back office's session interface, and 龙虾助手's reading of orders. Yuan as texts."""

import re
from datetime import datetime
from os.path import commonprefix
from typing import Any

from paidang.channels.link.documents import (
    CANCELLED,
    DONE,
    HELD,
    PAID,
    PART_SHIPPED,
    SHIPPED,
    SPLIT,
    UNPAID,
)
from paidang.channels.sandbox import acts
from paidang.channels.sandbox.http import Answer, Request
from paidang.channels.sandbox.shop import Goods, Order, Shop
from paidang.kit.money import NotMoney, fen_from_yuan, yuan_text
from paidang.kit.period import SHANGHAI

USERNAME, PASSWORD, SHOP_ID, SHOP, CLAW_TOKEN = (
    "paidang",
    "sandbox-password",
    "1229",
    "1229",
    "lh-sandbox-oc",
)
STATUS = {UNPAID: 0, PAID: 10, HELD: 10, PART_SHIPPED: 11, SHIPPED: 20, DONE: 30, CANCELLED: -1, SPLIT: -1}
CLAW = f"/wap/{SHOP}/api/apps/openClaw"
_TEXT = {-1: "已关闭", 0: "待支付", 10: "待发货", 11: "部分发货", 20: "待收货", 30: "已完成"}
_OPTION = re.compile(r"options\[(\d+)\]\[(id|price|stock)\]")


class _No(Exception):
    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code = code


class Sandbox:
    """One shop. A session is given, then signed in with name and password, as the back office's pages do."""

    prefixes = ("/account/", "/shop/api/", f"{CLAW}/")

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self._sessions: dict[str, bool] = {}

    def credentials(self) -> dict[str, str]:
        return {
            "username": USERNAME,
            "password": PASSWORD,
            "shop_id": SHOP_ID,
            "shop": SHOP,
            "claw_token": CLAW_TOKEN,
        }

    def answer(self, request: Request, now: datetime) -> Answer:
        try:
            return Answer.of({"error": 0, **self._serve(request, now)})
        except _No as no:
            return Answer.of({"error": no.code, "message": str(no)})

    def fault(self, name: str, request: Request) -> Answer:
        code, words = {
            "throttled": (-1, "操作太频繁，请稍后再试"),
            "expired_token": (-3, "请先登录"),
            "bad_signature": (-2, "账号或密码错误"),
            "transient": (-1, "系统繁忙"),
        }[name]
        return Answer.of({"error": code, "message": words}, 429 if name == "throttled" else 200)

    def _serve(self, request: Request, now: datetime) -> dict[str, Any]:
        if request.path.startswith(CLAW):
            if request.headers.get("authorization") != f"Bearer {CLAW_TOKEN}":
                raise _No(-2, "令牌错误")
            return self._serve_claw(request.path.removeprefix(CLAW), request.params, now)
        session = request.headers.get("session-id", "")
        if request.path == "/account/index/get-session-id":
            name = f"sandbox-session-{len(self._sessions) + 1}"
            self._sessions[name] = False
            return {"session_id": name}
        if session not in self._sessions:
            raise _No(-3, "请先登录")
        if request.path == "/account/login/submit":
            if (request.form.get("username"), request.form.get("password")) != (USERNAME, PASSWORD):
                raise _No(-2, "账号或密码错误")
            self._sessions[session] = True
            return {}
        if request.path == "/account/logout":
            del self._sessions[session]
            return {}
        if not self._sessions[session]:
            raise _No(-3, "请先登录")
        if request.path == "/account/shop/list/index":
            return {
                "total": 1,
                "page": 1,
                "page_size": 100,
                "list": [{"id": SHOP_ID, "name": self.shop.name}],
            }
        if request.headers.get("shop-id") != SHOP_ID:
            raise _No(-4, "店铺不存在")
        return self._serve_office(request, now)

    def _serve_office(self, request: Request, now: datetime) -> dict[str, Any]:
        items = self.shop.items()
        if request.path == "/shop/api/goods/index/list":
            page, size = _whole(request.query, "page", 1), min(_whole(request.query, "pagesize", 20), 100)
            status = request.query.get("status", "0")
            on_sale = {"1": True, "3": False}.get(status)
            rows = [
                _goods_json(item_id, items[item_id])
                for item_id in sorted(items)
                if on_sale in (None, items[item_id][0].is_listed) and status in ("0", "1", "3")
            ]
            return {
                "total": len(rows),
                "page": page,
                "page_size": size,
                "list": rows[(page - 1) * size : page * size],
            }
        if request.path == "/shop/api/goods/index/get":
            item_id = request.query.get("id", "")
            if item_id not in items:
                raise _No(-1, "商品不存在")
            return {"data": _goods_json(item_id, items[item_id])}
        if request.path == "/shop/api/goods/operation/set-price-and-stock":
            self._set(request.form, items, now)
            return {}
        raise _No(-1, "接口不存在")

    def _set(self, form: Any, items: dict[str, list[Goods]], now: datetime) -> None:
        of_item = items.get(form.get("goods_id", ""))
        if of_item is None:
            raise _No(-1, "商品不存在")
        asked: dict[str, dict[str, str]] = {}
        for name, value in form.items():
            if found := _OPTION.fullmatch(name):
                asked.setdefault(found[1], {})[found[2]] = value
        wanted = {one.pop("id", ""): one for one in asked.values()}
        if not wanted and len(of_item) == 1:
            wanted = {of_item[0].sku_id: {name: form[name] for name in ("price", "stock") if name in form}}
        if set(wanted) != {one.sku_id for one in of_item}:
            raise _No(-1, "规格不完整")
        for one in of_item:
            try:
                price = fen_from_yuan(wanted[one.sku_id]["price"])
                stock = int(wanted[one.sku_id]["stock"])
                if price != one.price_fen:
                    acts.set_price(self.shop, one, now, price)
                if stock != one.quantity:
                    acts.set_stock(self.shop, one, now, stock)
            except (KeyError, NotMoney, ValueError):
                raise _No(-1, "价格或库存不对") from None

    def _serve_claw(self, path: str, asked: dict[str, str], now: datetime) -> dict[str, Any]:
        if path == "/order/list/get":
            return self._list_orders(asked)
        if path.startswith("/goods/"):
            return self._claw_goods(path, asked)
        order = self.shop.orders.get(asked.get("order_no") or asked.get("id", ""))
        if order is None:
            raise _No(-1, "订单不存在")
        status = STATUS[order.state]
        if path == "/order/index/get-id-by-no":
            return {"order_id": order.order_id}
        if path == "/order/index/get-status":
            return {"status": str(status), "status_text": _TEXT[status]}
        if path == "/order/index/get-express":
            parcel = order.parcels[-1] if order.parcels else None
            sent = {"express_com": parcel.carrier, "express_sn": parcel.waybill} if parcel else {}
            return {"data": {"express": {"state": "0", "data": []}, **sent}}
        if path == "/order/operation/close":
            if order.state != UNPAID:
                raise _No(-1, "只能关闭待支付的订单")
            acts.cancel(self.shop, order, now)
            return {}
        raise _No(-1, "接口不存在")

    def _claw_goods(self, path: str, asked: dict[str, str]) -> dict[str, Any]:
        items = self.shop.items()
        if path == "/goods/detail/get" and asked.get("id", "") in items:
            return {"data": _goods_json(asked["id"], items[asked["id"]])}
        if path != "/goods/list/get":
            raise _No(-1, "商品不存在" if path == "/goods/detail/get" else "接口不存在")
        page, size = _whole(asked, "page", 1), min(_whole(asked, "page_size", 20), 100)
        found = [_goods_json(item_id, items[item_id]) for item_id in sorted(items)]
        found = [goods for goods in found if asked.get("keywords", "") in goods["title"]]
        rows = found[(page - 1) * size : page * size]
        return {"total": len(found), "page": page, "page_size": size, "list": rows}

    def _list_orders(self, asked: dict[str, str]) -> dict[str, Any]:
        page, size = _whole(asked, "page", 1), min(_whole(asked, "page_size", 6), 100)
        since, until = asked.get("create_time_start", ""), asked.get("create_time_end", "9999")
        found = [
            order
            for order in self.shop.orders.values()
            if since <= _time(order.created_at) <= until
            and asked.get("order_no", order.order_id) == order.order_id
            and asked.get("status", "") in ("", str(STATUS[order.state]))
        ]
        found.sort(key=lambda order: (order.created_at, order.order_id), reverse=True)
        rows = [_order_json(order) for order in found[(page - 1) * size : page * size]]
        return {"total": len(found), "page": page, "page_size": size, "list": rows}


def _order_json(order: Order) -> dict[str, Any]:
    receiver = order.receiver
    status = STATUS[order.state]
    parts = (receiver.province, receiver.city, receiver.district, receiver.address)
    return {
        "id": order.order_id,
        "order_no": order.order_id,
        "pay_price": yuan_text(order.paid_fen),
        "status": str(status),
        "status_text": _TEXT[status],
        "create_time": _time(order.created_at),
        "goods_info": [
            {
                "title": line.goods.title,
                "goods_id": line.goods.item_id,
                "option_id": line.goods.sku_id,
                "total": str(line.quantity),
                "price": yuan_text(line.paid_fen),
                "price_unit": yuan_text(line.unit_price_fen),
            }
            for line in order.lines
        ],
        "buyer_name": receiver.name,
        "buyer_mobile": receiver.phone,
        "buyer_remark": order.buyer_words,
        "address": " ".join(part for part in parts if part),
        "order_type_text": "普通订单",
    }


def _goods_json(item_id: str, of_item: list[Goods]) -> dict[str, Any]:
    first, has_option = of_item[0], len(of_item) > 1 or of_item[0].sku_id != "0"
    title = commonprefix([one.title for one in of_item])
    return {
        "id": item_id,
        "title": title.strip(),
        "type": "0",
        "price": yuan_text(min(one.price_fen for one in of_item)),
        "min_price": yuan_text(min(one.price_fen for one in of_item)),
        "max_price": yuan_text(max(one.price_fen for one in of_item)),
        "original_price": yuan_text(max(one.price_fen for one in of_item)),
        "cost_price": yuan_text(first.cost_fen),
        "stock": str(sum(one.quantity for one in of_item)),
        "goods_code": "" if has_option else first.sku,
        "has_option": "1" if has_option else "0",
        "status": "1" if first.is_listed else "0",
        "options": [
            {
                "id": one.sku_id,
                "title": one.title.removeprefix(title),
                "goods_code": one.sku,
                "price": yuan_text(one.price_fen),
                "cost_price": yuan_text(one.cost_fen),
                "stock": str(one.quantity),
            }
            for one in of_item
        ]
        if has_option
        else [],
    }


def _whole(asked: Any, name: str, default: int) -> int:
    value = str(asked.get(name, default))
    if not value.isdecimal() or not 0 < int(value) < 10**6:
        raise _No(-1, f"{name} 不对")
    return int(value)


def _time(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
