"""The sandbox's WeChat: tokens, 微信小店 (`/channels/ec`), the older 小商店 (`/product`) and 公众号小店 (`/merchant`), WeChat Pay's bills."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from paidang.channels.link.documents import REFUND_ONLY, RETURN_GOODS, RETURNED, Parcel
from paidang.channels.sandbox import acts
from paidang.channels.sandbox.http import Answer, Request
from paidang.channels.sandbox.shop import Case, Goods, Order, Shop
from paidang.channels.wechat import sandbox_pay_v2, sandbox_pay_v3
from paidang.channels.wechat.sandbox_bills import MCH_ID, fund_bill, trade_bill
from paidang.channels.wechat.sandbox_calls import No, act, body_of, page_of, time_range, whole
from paidang.channels.wechat.sandbox_mini import MINI_ROUTES
from paidang.channels.wechat.sandbox_pay import API_KEY, APIV3_KEY, KEY_FILE, SERIAL_NO
from paidang.channels.wechat.sandbox_records import case_json, goods_json, order_json, seconds, status_of
from paidang.channels.wechat.sandbox_trades import Trades

APPID, SECRET = "wx5a9d0c0ffee00001", "paidangsandboxsecret000000000001"
TOKEN, ENCODING_AES_KEY = "paidangsandbox", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
TOKEN_LIVES = timedelta(hours=2)
_MERCHANT_STATUS = {20: 2, 21: 2, 30: 3, 100: 5}


class Sandbox:
    """One shop on WeChat. Tokens are numbered; the latest two are good, as the notes say of the real one."""

    prefixes = ("/cgi-bin/", "/channels/ec/", "/product/", "/merchant/", "/pay/", "/secapi/pay/", "/v3/")

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self._trades = Trades(shop)
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
        if request.path.startswith(("/pay/", "/secapi/")):
            return sandbox_pay_v2.answer(self._trades, self._bill, APPID, request, now)
        if request.path.startswith("/v3/"):
            return sandbox_pay_v3.answer(self._trades, self._bill, APPID, request, now)
        try:
            return Answer.of({"errcode": 0, "errmsg": "ok", **self._serve(request, now)})
        except No as no:
            return Answer.of({"errcode": no.code, "errmsg": f"{no} rid: sandbox"})

    def _bill(self, day: date, kind: str, *, is_fund: bool) -> str | None:
        return fund_bill(self.shop, day) if is_fund else trade_bill(self._trades, APPID, day, kind)

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
        if mini := MINI_ROUTES.get(request.path):
            return mini(self.shop, body_of(request), now)
        served = _ROUTES.get(request.path)
        if served is None:
            raise No(43101 if request.path.startswith("/cgi-bin/") else 48001, "api unauthorized")
        return served(self, body_of(request), now)

    def _give_token(self, request: Request, now: datetime) -> dict[str, Any]:
        asked = dict(request.query)
        if request.path == "/cgi-bin/stable_token":
            asked = {name: str(value) for name, value in body_of(request).items()}
        if asked.get("appid") != APPID:
            raise No(40013, "invalid appid")
        if asked.get("secret") != SECRET:
            raise No(40125, "invalid appsecret")
        if asked.get("grant_type") != "client_credential":
            raise No(40002, "invalid grant_type")
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
            raise No(41001, "access_token missing")
        ends = dict(self._tokens).get(token)
        if ends is None:
            raise No(40001, "invalid credential, access_token is invalid or not latest")
        if ends <= now:
            raise No(42001, "access_token expired")

    def cases_of(self, order: Order) -> list[Case]:
        return [case for case in self.shop.cases.values() if case.order_id == order.order_id]

    def order(self, asked: dict[str, Any]) -> Order:
        found = self.shop.orders.get(str(asked.get("order_id", "")))
        if found is None:
            raise No(100002, "order not found")
        return found

    def list_orders(self, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
        name = next((name for name in ("update_time_range", "create_time_range") if asked.get(name)), "")
        since, until = time_range(asked.get(name) if name else None)
        times = [
            (order.modified_at if name == "update_time_range" else order.created_at, order.order_id)
            for order in self.shop.orders.values()
            if asked.get("status") in (None, status_of(order))
        ]
        page, rest = page_of([name for at, name in sorted(times) if since <= seconds(at) <= until], asked)
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
                raise No(100003, "product not in order")
            parcels.append(Parcel(str(delivery["delivery_id"]), str(delivery["waybill_id"]), ids))
        act(lambda: acts.ship(self.shop, order, now, parcels))
        return {}

    def list_cases(self, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
        begin, end = "begin_update_time", "end_update_time"
        if begin not in asked:
            begin, end = "begin_create_time", "end_create_time"
        since, until = time_range({"start_time": asked.get(begin), "end_time": asked.get(end)})
        times = [
            (case.modified_at if begin == "begin_update_time" else case.asked_at, case.case_id)
            for case in self.shop.cases.values()
            if case.kind in (REFUND_ONLY, RETURN_GOODS)  # the platform knows no others
        ]
        page, rest = page_of([name for at, name in sorted(times) if since <= seconds(at) <= until], asked)
        return {"after_sale_order_id_list": page, **rest}

    def get_case(self, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
        return {"after_sale_order": case_json(self._case(asked), self.shop)}

    def accept_case(self, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
        """Agree: where goods come back they are waited for first; once they are there the money goes."""
        case = self._case(asked)
        act(lambda: (acts.refund if case.state == RETURNED else acts.agree)(self.shop, case, now))
        return {}

    def reject_case(self, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
        case = self._case(asked)
        if not asked.get("reject_reason"):
            raise No(100102, "reject_reason missing")
        act(lambda: acts.refuse(self.shop, case, now))
        return {}

    def _case(self, asked: dict[str, Any]) -> Case:
        case = self.shop.cases.get(str(asked.get("after_sale_order_id", "")))
        if case is None:
            raise No(100101, "after sale order not found")
        return case

    def list_products(self, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
        page, rest = page_of(sorted(self.shop.items()), asked)
        return {"product_ids": page, **rest, "total_num": len(self.shop.items())}

    def get_product(self, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
        item_id = str(asked.get("product_id", ""))
        if item_id not in self.shop.items():
            raise No(10020052, "product not found")
        return {"product": goods_json(item_id, self.shop.items()[item_id])}

    def set_stock(self, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
        one = self.shop.goods.get(str(asked.get("sku_id", "")))
        if one is None or one.item_id != str(asked.get("product_id", "")):
            raise No(10020052, "product not found")
        number, how = whole(asked.get("num")), asked.get("diff_type")
        changed = {1: one.quantity + number, 2: one.quantity - number, 3: number}.get(
            how if isinstance(how, int) else 0
        )
        if changed is None or changed < 0:
            raise No(10020060, "invalid diff_type or num")
        acts.set_stock(self.shop, one, now, changed)
        return {}

    def merchant_orders(self, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
        since, until = whole(asked.get("begintime", 0)), whole(asked.get("endtime", 0)) or seconds(now)
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

    def merchant_goods(self, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
        """All products, or by `status` those on sale (1) or off it (2)."""
        wanted = {0: None, 1: True, 2: False}.get(whole(asked.get("status", 0)))
        items = sorted(self.shop.items().items())
        return {
            "products_info": [
                _merchant_product(item_id, of_item)
                for item_id, of_item in items
                if wanted in (None, any(one.is_listed for one in of_item))
            ]
        }

    def merchant_product(self, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
        item_id = str(asked.get("product_id", ""))
        of_item = self.shop.items().get(item_id)
        if of_item is None:
            raise No(10020052, "product not found")
        return {"product_info": _merchant_product(item_id, of_item)}

    def merchant_close(self, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
        order = self.order(asked)
        act(lambda: acts.cancel(self.shop, order, now))
        return {}

    def merchant_stock(self, asked: dict[str, Any], now: datetime, sign: int) -> dict[str, Any]:
        """So many more or fewer of a product's choice: the older shop has no word for how many there are."""
        sku_id, item_id = str(asked.get("sku_info") or ""), str(asked.get("product_id", ""))
        of_item = self.shop.items().get(item_id, [])
        one = next(
            (one for one in of_item if one.sku_id == sku_id or (not sku_id and len(of_item) == 1)), None
        )
        if one is None:
            raise No(10020052, "product not found")
        number = one.quantity + sign * whole(asked.get("quantity"))
        if number < 0:
            raise No(10020060, "invalid quantity")
        acts.set_stock(self.shop, one, now, number)
        return {}

    def merchant_ship(self, asked: dict[str, Any], now: datetime) -> dict[str, Any]:
        order = self.order(asked)
        ids = tuple(line.line_id for line in order.lines)
        carrier, waybill = asked.get("delivery_company"), asked.get("delivery_track_no")
        parcel = Parcel(str(carrier or ""), str(waybill or ""), ids)
        act(lambda: acts.ship(self.shop, order, now, [parcel]))
        return {}


def _merchant_product(item_id: str, of_item: list[Goods]) -> dict[str, Any]:
    return {
        "product_id": item_id,
        "product_base": {"name": goods_json(item_id, of_item)["title"]},
        "sku_list": [
            {
                "sku_id": one.sku_id,
                "price": one.price_fen,
                "quantity": one.quantity,
                "product_code": one.sku,
            }
            for one in of_item
        ],
        "status": 1 if any(one.is_listed for one in of_item) else 2,
    }


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
    "/merchant/getbystatus": Sandbox.merchant_goods,
    "/merchant/get": Sandbox.merchant_product,
    "/merchant/stock/add": lambda shop, asked, now: shop.merchant_stock(asked, now, 1),
    "/merchant/stock/reduce": lambda shop, asked, now: shop.merchant_stock(asked, now, -1),
}
