"""The sandbox's WeChat: tokens, 微信小店 (`/channels/ec`), the older 公众号小店 (`/merchant`), and WeChat Pay's bills."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from paidang.channels.link.documents import REFUND_ONLY, RETURN_GOODS, RETURNED, Parcel
from paidang.channels.sandbox import acts
from paidang.channels.sandbox.http import Answer, Request
from paidang.channels.sandbox.shop import Case, Order, Shop
from paidang.channels.wechat.sandbox_pay import API_KEY, APIV3_KEY, KEY_FILE, MCH_ID, SERIAL_NO, PaySandbox
from paidang.channels.wechat.sandbox_records import case_json, goods_json, order_json, seconds, status_of

APPID, SECRET = "wx5a9d0c0ffee00001", "paidangsandboxsecret000000000001"
TOKEN, ENCODING_AES_KEY = "paidangsandbox", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
TOKEN_LIVES = timedelta(hours=2)
SPAN_MAX_S, PAGE_MAX = 7 * 24 * 3600, 100
_MERCHANT_STATUS = {20: 2, 21: 2, 30: 3, 100: 5}


class _No(Exception):
    """An `errcode` and its words."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code = code


class Sandbox:
    """One shop on WeChat. Tokens are numbered; the latest two are good, as the notes say of the real one."""

    prefixes = ("/cgi-bin/", "/channels/ec/", "/merchant/", "/pay/", "/v3/")

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self._pay = PaySandbox(shop, APPID)
        self._tokens: list[tuple[str, datetime]] = []
        self._number = 0

    def credentials(self) -> dict[str, str]:
        return {
            "appid": APPID,
            "secret": SECRET,
            "token": TOKEN,
            "encoding_aes_key": ENCODING_AES_KEY,
            "mch_id": MCH_ID,
            "api_key": API_KEY,
            "apiv3_key": APIV3_KEY,
            "serial_no": SERIAL_NO,
            "private_key": KEY_FILE.read_text(),
        }

    def answer(self, request: Request, now: datetime) -> Answer:
        if request.path.startswith("/pay/"):
            return self._pay.answer_v2(request, now)
        if request.path.startswith("/v3/"):
            return self._pay.answer_v3(request, now)
        try:
            return Answer.of({"errcode": 0, "errmsg": "ok", **self._serve(request, now)})
        except _No as no:
            return Answer.of({"errcode": no.code, "errmsg": f"{no} rid: sandbox"})

    def fault(self, name: str, request: Request) -> Answer:
        code, words = {
            "throttled": (45009, "reach max api daily quota limit"),
            "expired_token": (42001, "access_token expired"),
            "bad_signature": (40001, "invalid credential, access_token is invalid or not latest"),
            "transient": (-1, "system error"),
        }[name]
        return Answer.of({"errcode": code, "errmsg": words})

    def _serve(self, request: Request, now: datetime) -> dict[str, Any]:
        if request.path in ("/cgi-bin/token", "/cgi-bin/stable_token"):
            return self._give_token(request, now)
        self._check_token(request, now)
        served = _ROUTES.get(request.path)
        if served is None:
            raise _No(43101 if request.path.startswith("/cgi-bin/") else 48001, "api unauthorized")
        return served(self, _body(request), now)

    def _give_token(self, request: Request, now: datetime) -> dict[str, Any]:
        asked = dict(request.query)
        if request.path == "/cgi-bin/stable_token":
            asked = {name: str(value) for name, value in _body(request).items()}
        if asked.get("appid") != APPID:
            raise _No(40013, "invalid appid")
        if asked.get("secret") != SECRET:
            raise _No(40125, "invalid appsecret")
        if asked.get("grant_type") != "client_credential":
            raise _No(40002, "invalid grant_type")
        good = [one for one in self._tokens if one[1] > now]
        if request.path == "/cgi-bin/stable_token" and good and asked.get("force_refresh") != "True":
            token, ends = good[-1]
            return {"access_token": token, "expires_in": int((ends - now).total_seconds())}
        self._number += 1
        token = f"{self._number}_sandbox_access_token_of_wechat"
        self._tokens = [*self._tokens[-1:], (token, now + TOKEN_LIVES)]
        return {"access_token": token, "expires_in": int(TOKEN_LIVES.total_seconds())}

    def _check_token(self, request: Request, now: datetime) -> None:
        token = request.query.get("access_token", "")
        if not token:
            raise _No(41001, "access_token missing")
        ends = dict(self._tokens).get(token)
        if ends is None:
            raise _No(40001, "invalid credential, access_token is invalid or not latest")
        if ends <= now:
            raise _No(42001, "access_token expired")

    def cases_of(self, order: Order) -> list[Case]:
        return [case for case in self.shop.cases.values() if case.order_id == order.order_id]

    def order(self, asked: dict[str, Any]) -> Order:
        found = self.shop.orders.get(str(asked.get("order_id", "")))
        if found is None:
            raise _No(100002, "order not found")
        return found

    def list_orders(self, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
        name = next((name for name in ("update_time_range", "create_time_range") if asked.get(name)), "")
        since, until = _range(asked.get(name) if name else None)
        times = [
            (order.modified_at if name == "update_time_range" else order.created_at, order.order_id)
            for order in self.shop.orders.values()
            if asked.get("status") in (None, status_of(order))
        ]
        page, rest = _page([name for at, name in sorted(times) if since <= seconds(at) <= until], asked)
        return {"order_id_list": page, **rest}

    def get_order(self, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
        order = self.order(asked)
        return {"order": order_json(order, self.cases_of(order))}

    def send(self, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
        order = self.order(asked)
        parcels = []
        for delivery in asked.get("delivery_list") or []:
            sent = {(str(one.get("product_id")), str(one.get("sku_id"))) for one in delivery["product_infos"]}
            ids = tuple(
                line.line_id for line in order.lines if (line.goods.item_id, line.goods.sku_id) in sent
            )
            if not ids:
                raise _No(100003, "product not in order")
            parcels.append(Parcel(str(delivery["delivery_id"]), str(delivery["waybill_id"]), ids))
        _act(lambda: acts.ship(self.shop, order, now, parcels))
        return {}

    def list_cases(self, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
        begin, end = "begin_update_time", "end_update_time"
        if begin not in asked:
            begin, end = "begin_create_time", "end_create_time"
        since, until = _range({"start_time": asked.get(begin), "end_time": asked.get(end)})
        times = [
            (case.modified_at if begin == "begin_update_time" else case.asked_at, case.case_id)
            for case in self.shop.cases.values()
            if case.kind in (REFUND_ONLY, RETURN_GOODS)  # the platform knows no others
        ]
        page, rest = _page([name for at, name in sorted(times) if since <= seconds(at) <= until], asked)
        return {"after_sale_order_id_list": page, **rest}

    def get_case(self, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
        return {"after_sale_order": case_json(self._case(asked), self.shop)}

    def accept_case(self, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
        """Agree: where goods come back they are waited for first; once they are there the money goes."""
        case = self._case(asked)
        _act(lambda: (acts.refund if case.state == RETURNED else acts.agree)(self.shop, case, now))
        return {}

    def reject_case(self, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
        case = self._case(asked)
        if not asked.get("reject_reason"):
            raise _No(100102, "reject_reason missing")
        _act(lambda: acts.refuse(self.shop, case, now))
        return {}

    def _case(self, asked: dict[str, Any]) -> Case:
        case = self.shop.cases.get(str(asked.get("after_sale_order_id", "")))
        if case is None:
            raise _No(100101, "after sale order not found")
        return case

    def list_products(self, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
        page, rest = _page(sorted(self.shop.items()), asked)
        return {"product_ids": page, **rest, "total_num": len(self.shop.items())}

    def get_product(self, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
        item_id = str(asked.get("product_id", ""))
        if item_id not in self.shop.items():
            raise _No(10020052, "product not found")
        return {"product": goods_json(item_id, self.shop.items()[item_id])}

    def set_stock(self, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
        one = self.shop.goods.get(str(asked.get("sku_id", "")))
        if one is None or one.item_id != str(asked.get("product_id", "")):
            raise _No(10020052, "product not found")
        number, how = _whole(asked.get("num")), asked.get("diff_type")
        changed = {1: one.quantity + number, 2: one.quantity - number, 3: number}.get(
            how if isinstance(how, int) else 0
        )
        if changed is None or changed < 0:
            raise _No(10020060, "invalid diff_type or num")
        acts.set_stock(self.shop, one, now, changed)
        return {}

    def merchant_orders(self, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
        since, until = _whole(asked.get("begintime", 0)), _whole(asked.get("endtime", 0)) or seconds(now)
        found = [
            self._merchant_order(order)
            for order in self.shop.orders.values()
            if order.paid_at
            and since <= seconds(order.created_at) <= until
            and asked.get("status") in (None, _MERCHANT_STATUS.get(status_of(order), 8))
        ]
        return {"order_list": found}

    def merchant_order(self, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
        return {"order": self._merchant_order(self.order(asked))}

    def _merchant_order(self, order: Order) -> dict[str, Any]:
        first = order.lines[0]
        return {
            "order_id": order.order_id,
            "order_status": _MERCHANT_STATUS.get(status_of(order), 8),
            "order_total_price": order.paid_fen,
            "order_create_time": seconds(order.created_at),
            "order_express_price": order.postage_fen,
            "product_id": first.goods.item_id,
            "product_name": first.goods.title,
            "product_price": first.unit_price_fen,
            "product_sku": first.goods.sku_id,
            "product_count": first.quantity,
            "receiver_name": order.receiver.name,
        }

    def merchant_close(self, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
        order = self.order(asked)
        _act(lambda: acts.cancel(self.shop, order, now))
        return {}

    def merchant_stock(self, asked: dict[str, Any], now: datetime, sign: int) -> dict[str, Any]:
        """So many more or fewer of a product's choice: the older shop has no word for how many there are."""
        sku_id, item_id = str(asked.get("sku_info") or ""), str(asked.get("product_id", ""))
        of_item = self.shop.items().get(item_id, [])
        one = next(
            (one for one in of_item if one.sku_id == sku_id or (not sku_id and len(of_item) == 1)), None
        )
        if one is None:
            raise _No(10020052, "product not found")
        number = one.quantity + sign * _whole(asked.get("quantity"))
        if number < 0:
            raise _No(10020060, "invalid quantity")
        acts.set_stock(self.shop, one, now, number)
        return {}

    def merchant_ship(self, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
        order = self.order(asked)
        ids = tuple(line.line_id for line in order.lines)
        carrier, waybill = asked.get("delivery_company"), asked.get("delivery_track_no")
        parcel = Parcel(str(carrier or ""), str(waybill or ""), ids)
        _act(lambda: acts.ship(self.shop, order, now, [parcel]))
        return {}


_ROUTES: dict[str, Callable[[Sandbox, dict[str, Any], datetime], dict[str, Any]]] = {
    "/channels/ec/order/list/get": Sandbox.list_orders,
    "/channels/ec/order/get": Sandbox.get_order,
    "/channels/ec/order/delivery/send": Sandbox.send,
    "/channels/ec/aftersale/getaftersalelist": Sandbox.list_cases,
    "/channels/ec/aftersale/getaftersaleorder": Sandbox.get_case,
    "/channels/ec/aftersale/acceptapply": Sandbox.accept_case,
    "/channels/ec/aftersale/rejectapply": Sandbox.reject_case,
    "/channels/ec/product/list/get": Sandbox.list_products,
    "/channels/ec/product/get": Sandbox.get_product,
    "/channels/ec/product/stock/update": Sandbox.set_stock,
    "/merchant/order/getbyfilter": Sandbox.merchant_orders,
    "/merchant/order/getbyid": Sandbox.merchant_order,
    "/merchant/order/setdelivery": Sandbox.merchant_ship,
    "/merchant/order/close": Sandbox.merchant_close,
    "/merchant/stock/add": lambda shop, asked, now: shop.merchant_stock(asked, now, 1),
    "/merchant/stock/reduce": lambda shop, asked, now: shop.merchant_stock(asked, now, -1),
}


def _act(act: Callable[[], object]) -> None:
    try:
        act()
    except acts.NotNow as no:
        raise _No(100001, f"order status not allowed: {no}") from None


def _body(request: Request) -> dict[str, Any]:
    try:
        found = json.loads(request.body or b"{}")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise _No(47001, "data format error")
    return found


def _range(said: Any) -> tuple[int, int]:
    if not isinstance(said, dict):
        raise _No(40097, "time range missing")
    since, until = _whole(said.get("start_time")), _whole(said.get("end_time"))
    if not 0 < since <= until or until - since > SPAN_MAX_S:
        raise _No(40097, "time range invalid")
    return since, until


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not str(value).isdecimal():
        raise _No(40097, "invalid args")
    return int(value)


def _page(ids: list[str], asked: dict[str, Any]) -> tuple[list[str], dict[str, Any]]:
    """By a cursor that names the last one seen, so that what is added meanwhile moves nothing."""
    size = min(_whole(asked.get("page_size", PAGE_MAX)), PAGE_MAX) or PAGE_MAX
    after = str(asked.get("next_key") or "")
    start = ids.index(after) + 1 if after in ids else 0
    page = ids[start : start + size]
    has_more = start + size < len(ids)
    return page, {"has_more": has_more, "next_key": page[-1] if page else ""}
