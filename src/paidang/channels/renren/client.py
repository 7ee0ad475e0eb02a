"""A 人人商城 as a store: goods, stock and prices by its back office, orders by its open interface (龙虾助手, read only).

Not here, since neither interface has it: sending parcels, refunds and promotions. They stay in the back office, whose exports
are imported. The list of orders knows no time of change, so that a pull looks again at all orders of the last weeks.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from paidang.channels.cells import BadCell, read_fen
from paidang.channels.link.answers import Answer, Call, read_json
from paidang.channels.link.calling import Caller
from paidang.channels.link.channel import Deal, Item
from paidang.channels.link.documents import SHIPPED, Document, MappedDocument, Parcel
from paidang.channels.link.errors import ChannelError, Refused, TokenExpired, Unreachable, WrongSecret
from paidang.channels.link.oauth import Token
from paidang.channels.link.replies import objects, part, part_if_any, total
from paidang.channels.mapping import Context
from paidang.channels.renren.mapping import goods_key, map_document
from paidang.channels.renren.words import ORDER_STATE
from paidang.kit.money import yuan_text
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import say

LOOK_BACK = timedelta(days=45)
PAGE = 100
PAGES_MAX = 10_000
_NOT_SIGNED_IN, _WRONG_PASSWORD = ("-3", "101", "401"), ("-2", "102")


class Client:
    """One store. `credentials`: username, password and shop_id of the back office; shop and claw_token of the open interface."""

    platform = "renren"
    gives_bills = False

    def __init__(self, caller: Caller, credentials: Mapping[str, str]) -> None:
        self._caller, self._has = caller, credentials
        self._session = ""
        self._lock = threading.Lock()
        self._codes: dict[str, dict[str, str]] = {}
        self._sent: dict[str, Any] = {}

    def try_out(self, since: datetime, until: datetime) -> Document | None:
        next(self.list_items(), None)  # the back office, whose credentials orders do not need
        return next(self.pull_orders(since, until), None)

    def pull_orders(self, since: datetime, until: datetime) -> Iterator[Document]:
        """Orders placed from some weeks before `since` on: any of them may have changed since."""
        asked = {
            "create_time_start": _time(since - LOOK_BACK),
            "create_time_end": _time(until - timedelta(seconds=1)),
        }
        seen: set[str] = set()
        for order in self._pages(self._claw, "/order/list/get", asked, "page_size"):
            if (name := str(order.get("order_no", ""))) not in seen:
                seen.add(name)
                yield self._whole(order)

    def pull_cases(self, since: datetime, until: datetime) -> Iterator[Document]:
        """None: the interface does not tell of them."""
        return iter(())

    def get_order(self, order_id: str) -> Document:
        found = self._claw("GET", "/order/list/get", {"order_no": order_id, "page_size": "1"})
        orders = [one for one in objects(found, "list") if str(one.get("order_no")) == order_id]
        if not orders:
            raise Refused(say("商城里没有订单 {order_id}", order_id=order_id))
        return self._whole(orders[0])

    def ship(self, order_id: str, parcel: Parcel) -> None:
        raise Refused(say("人人商城的接口不能发货，请在商城后台填运单号"))

    def list_items(self) -> Iterator[Item]:
        asked = {"type": "all", "status": "0"}
        for goods in self._pages(self._office, "/shop/api/goods/index/list", asked, "pagesize"):
            yield from self._items_of(str(goods.get("id", "")))

    def push_stock(self, item: Item, quantity: int) -> None:
        self._set(item, {"stock": str(quantity)})

    def push_price(self, item: Item, price_fen: int) -> None:
        self._set(item, {"price": yuan_text(price_fen)})

    def list_deals(self) -> Iterator[Deal]:
        raise Refused(say("人人商城的促销要在商城后台查看，接口没有"))

    def add_deal(self, deal: Deal) -> str:
        raise Refused(say("人人商城的促销要在商城后台建立，接口没有"))

    def get_bill(self, day: date) -> bytes:
        raise Refused(say("人人商城的钱由微信支付结算，请取微信支付的账单"))

    def map(self, document: Document, context: Context) -> MappedDocument:
        return map_document(document, context)

    def _whole(self, order: dict[str, Any]) -> Document:
        """An order with the codes of its goods, which the list leaves out, and its waybill once it was sent."""
        codes: dict[str, str] = {}
        for line in objects(order, "goods_info"):
            goods_id = str(line.get("goods_id", ""))
            with suppress(
                Refused
            ):  # the order's own code of them counts then, or its fault says that there is none
                codes |= self._codes_of(goods_id)
        number = str(order.get("order_no", ""))
        body: dict[str, Any] = {"order": order, "codes": codes}
        if ORDER_STATE.get(str(order.get("status"))) == SHIPPED:
            if number not in self._sent:
                found = self._claw("GET", "/order/index/get-express", {"order_no": number})
                self._sent[number] = part_if_any(found, "data")
            body["express"] = self._sent[number]
        return Document("order", number, body)

    def _codes_of(self, goods_id: str) -> dict[str, str]:
        """The codes of one goods' choices, asked for once."""
        if goods_id not in self._codes:
            items = self._items_of(goods_id)
            self._codes[goods_id] = {goods_key(goods_id, item.choice): item.sku for item in items}
        return self._codes[goods_id]

    def _items_of(self, goods_id: str) -> list[Item]:
        """The choices of goods; goods without any are one."""
        found = self._office("GET", "/shop/api/goods/index/get", {"id": goods_id})
        goods = part(found, "data" if found.get("data") else "goods")
        options = objects(goods, "options") if str(goods.get("has_option", "0")) == "1" else []
        code, title = str(goods.get("goods_code") or ""), str(goods.get("title") or "")
        listed = str(goods.get("status", "0")) == "1"
        return [
            Item(
                item_id=goods_id,
                sku_id=str(one.get("id", "")) if options else goods_id,
                sku=str(one.get("goods_code") or code),
                title=" ".join(part for part in (title, str(one.get("title") or "") if options else "") if part),
                price_fen=_fen(one.get("price")),
                quantity=_count(one.get("stock")),
                is_listed=listed,
            )
            for one in options or [goods]
        ]  # fmt: skip

    def _set(self, item: Item, changed: Mapping[str, str]) -> None:
        """Set a price or a stock. The back office wants all choices of the goods together, as they are to be."""
        items = self._items_of(item.item_id)
        if item.sku_id not in {one.sku_id for one in items}:
            raise Refused(say("商城里没有商品 {item}", item=f"{item.item_id}-{item.sku_id}"))
        form = {"goods_id": item.item_id}
        for at, one in enumerate(items):
            values = {"price": yuan_text(one.price_fen), "stock": str(one.quantity)}
            values |= changed if one.sku_id == item.sku_id else {}
            if not one.choice:
                form |= values
            else:
                form |= {f"options[{at}][id]": one.choice} | {
                    f"options[{at}][{name}]": value for name, value in values.items()
                }
        self._office("POST", "/shop/api/goods/operation/set-price-and-stock", form)

    def _pages(self, ask: Any, path: str, asked: Mapping[str, str], size: str) -> Iterator[dict[str, Any]]:
        for page in range(1, PAGES_MAX):
            found = ask("GET", path, {**asked, "page": str(page), size: str(PAGE)})
            rows = objects(found, "list")
            yield from rows
            if not rows or page * PAGE >= total(found, "total"):
                return
        raise Unreachable(say("平台的列表没有尽头，没有读完"))

    def _claw(self, method: str, path: str, asked: Mapping[str, str]) -> dict[str, Any]:
        shop = self._has.get("shop", "")
        headers = {"authorization": f"Bearer {self._has.get('claw_token', '')}"}
        whole = f"/wap/{shop}/api/apps/openClaw{path}"
        return self._ask(lambda now: Call(method, whole, query=asked, headers=headers))

    def _office(self, method: str, path: str, asked: Mapping[str, str]) -> dict[str, Any]:
        def build(now: datetime) -> Call:
            headers = {
                "session-id": self._sign_in(),
                "client-type": "50",
                "shop-id": self._has.get("shop_id", ""),
            }
            if method == "GET":
                stamp = str(int(now.timestamp() * 1000))
                return Call("GET", path, query={**asked, "timestamp": stamp}, headers=headers)
            return Call("POST", path, form=asked, headers=headers)

        return self._ask(build, renew=self._forget)

    def _forget(self) -> None:
        with self._lock:
            self._session = ""

    def _sign_in(self) -> str:
        """The back office's session: one is fetched, then signed in."""
        with self._lock:
            if not self._session:
                found = self._ask(lambda now: Call("GET", "/account/index/get-session-id"))
                session = str(found.get("session_id") or "")
                form = {"username": self._has.get("username", ""), "password": self._has.get("password", "")}
                headers = {"session-id": session, "client-type": "50"}
                self._ask(lambda now: Call("POST", "/account/login/submit", form=form, headers=headers))
                self._session = session
            return self._session

    def _ask(self, build: Any, *, renew: Any = None) -> dict[str, Any]:
        return self._caller.call(build, self._judge, is_idempotent=True, renew=renew)

    def _judge(self, answer: Answer) -> dict[str, Any]:
        body = read_json(answer, self._caller.now())
        if not isinstance(body, dict):
            raise Unreachable(say("平台的答复不完整，读不了"))
        code = str(body.get("error", 0))
        if code != "0":
            raise error_of(code, str(body.get("message") or ""))
        return body


def connect(
    base_url: str,
    values: Mapping[str, str],
    *,
    keep: Callable[[Token], None] = lambda token: None,
    caller: Caller | None = None,
) -> Client:
    """A store by what `channels.platforms` says that it needs. `keep` is told nothing: a session lives as long as its client."""
    return Client(caller or Caller(base_url), values)


def error_of(code: str, words: str) -> ChannelError:
    """What an `error` means for whoever called."""
    if code in _NOT_SIGNED_IN:
        return TokenExpired(say("商城的登录失效了"), platform_code=code)
    if code in _WRONG_PASSWORD:
        told = say("商城不认账号、密码或令牌：{words}", words=words[:200])
        return WrongSecret(told, platform_code=code, is_timed=False)
    return Refused(say("商城不同意（{code}）：{words}", code=code, words=words[:200]), platform_code=code)


def _time(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")


def _count(value: object) -> int:
    """A number of units; one that cannot be read is not taken for 0, since it is set again with a price."""
    text = str(value or "0")
    if not (text.isascii() and text.removeprefix("-").isdecimal() and len(text) < 13):
        raise Unreachable(say("平台的答复不完整，读不了"))
    return int(text)


def _fen(value: object) -> int:
    try:
        return read_fen(str(value or "0"))
    except BadCell:
        raise Unreachable(say("平台的答复不完整，读不了")) from None
