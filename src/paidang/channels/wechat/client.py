"""A 微信小店 as a store: orders, cases, goods and stock by its interface, the day's bill by WeChat Pay.

Not here, since the interface's notes do not cover them: prices and promotions, which 微信小店 changes in the product itself.
"""

import gzip
import hashlib
import json
import secrets
import threading
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from paidang.channels.link.answers import Answer, Call, check_status, read_json
from paidang.channels.link.calling import Caller
from paidang.channels.link.channel import CaseAnswer, Deal, Item
from paidang.channels.link.documents import Document, MappedDocument, Parcel
from paidang.channels.link.errors import (
    NoBill,
    Refused,
    Unreachable,
)
from paidang.channels.link.oauth import Token, read_token
from paidang.channels.link.replies import ids, objects, part, part_if_any, whole
from paidang.channels.link.windows import Window, windows
from paidang.channels.mapping import Context, line_ids
from paidang.channels.wechat.answers import answer_case
from paidang.channels.wechat.errors import NOT_A_STORE, error_of, pay_error_of
from paidang.channels.wechat.mapping import map_document
from paidang.channels.wechat.messages import BadMessage, read_xml, write_xml
from paidang.channels.wechat.pay_signing import authorization, read_private_key, sign_v2
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import say

BASE_URL, PAY_URL = "https://api.weixin.qq.com", "https://api.mch.weixin.qq.com"
SPAN = timedelta(days=7)
PAGE = 100
PAGES_MAX = 10_000
BILL_BYTES_MAX = 256 * 2**20


class Client:
    """One store. `credentials`: appid and secret, and for bills mch_id with api_key, or with serial_no and private_key."""

    platform = "wechat"

    def __init__(self, caller: Caller, credentials: Mapping[str, str], *, pay_url: str = "") -> None:
        self._caller, self._has = caller, credentials
        self._pay_url = pay_url
        self._token: Token | None = None
        self._lock = threading.Lock()

    @property
    def gives_bills(self) -> bool:
        return bool(self._has.get("private_key") or self._has.get("api_key"))

    def try_out(self, since: datetime, until: datetime) -> Document | None:
        if self.gives_bills:
            with suppress(NoBill):
                self.get_bill((until - timedelta(days=1)).astimezone(SHANGHAI).date())
        return next(self.pull_orders(since, until), None)

    def pull_orders(self, since: datetime, until: datetime) -> Iterator[Document]:
        """Orders changed in [since, until): ids by window and cursor, then each order whole."""
        seen: set[str] = set()
        for window in windows(since, until, span=SPAN):
            times = {
                "start_time": int(window.since.timestamp()),
                "end_time": int(window.last.timestamp()),
            }
            for order_id in self._ids(
                "/channels/ec/order/list/get", {"update_time_range": times}, "order_id_list"
            ):
                if order_id not in seen:
                    seen.add(order_id)
                    yield self.get_order(order_id)

    def pull_cases(self, since: datetime, until: datetime) -> Iterator[Document]:
        """Cases changed in [since, until), each with its order, which says what line it is about."""
        seen: set[str] = set()
        for window in windows(since, until, span=SPAN):
            for case_id in self._case_ids(window):
                if case_id not in seen:
                    seen.add(case_id)
                    yield self.get_case(case_id)

    def _case_ids(self, window: Window) -> list[str]:
        """By when they changed; where only the time of asking is known, by that."""

        def ids(what: str) -> list[str]:
            times = {
                f"begin_{what}_time": int(window.since.timestamp()),
                f"end_{what}_time": int(window.last.timestamp()),
            }
            return list(
                self._ids("/channels/ec/aftersale/getaftersalelist", times, "after_sale_order_id_list")
            )

        try:
            return ids("update")
        except Refused as error:
            if error.platform_code == NOT_A_STORE:
                raise
            return ids("create")

    def get_order(self, order_id: str) -> Document:
        body = self._ask("/channels/ec/order/get", {"order_id": order_id})
        return Document("order", order_id, part(body, "order"))

    def get_case(self, case_id: str) -> Document:
        path = "/channels/ec/aftersale/getaftersaleorder"
        case = part(self._ask(path, {"after_sale_order_id": case_id}), "after_sale_order")
        order = self.get_order(str(case.get("order_id", ""))).body
        return Document("case", case_id, {"case": case, "order": order})

    def ship(self, order_id: str, parcel: Parcel) -> None:
        order = self.get_order(order_id)
        products = _lines(order, parcel)
        delivery = {
            "deliver_type": 1,
            "delivery_id": parcel.carrier,
            "waybill_id": parcel.waybill,
            "product_infos": products,
        }
        self._ask(
            "/channels/ec/order/delivery/send",
            {"order_id": order_id, "delivery_list": [delivery]},
            is_idempotent=True,  # the same parcel again changes nothing
        )

    def answer_case(self, answer: CaseAnswer) -> str:
        return answer_case(self._ask, answer)

    def list_items(self) -> Iterator[Item]:
        for item_id in self._ids("/channels/ec/product/list/get", {}, "product_ids"):
            yield from self._items_of(item_id)

    def list_items_of(self, item_ids: Collection[str]) -> Iterator[Item]:
        for item_id in sorted(item_ids):
            with suppress(Refused):
                yield from self._items_of(item_id)

    def _items_of(self, item_id: str) -> list[Item]:
        asked = {"product_id": item_id, "data_type": 1}
        product = part(self._ask("/channels/ec/product/get", asked), "product")
        return [
            Item(
                item_id=item_id,
                sku_id=str(one.get("sku_id", "")),
                sku=str(one.get("sku_code") or ""),
                title=_title(product, one),
                price_fen=whole(one.get("sale_price")),
                quantity=whole(one.get("stock_num")),
                is_listed=one.get("status", 5) == 5,
            )
            for one in objects(product, "skus")
        ]

    def push_stock(self, item: Item, quantity: int) -> None:
        asked = {"product_id": item.item_id, "sku_id": item.sku_id, "diff_type": 3, "num": quantity}
        self._ask("/channels/ec/product/stock/update", asked)

    def push_price(self, item: Item, price_fen: int) -> None:
        raise Refused(say("微信小店的价格要在小店后台的商品里改，接口没有单独改价"))

    def list_deals(self) -> Iterator[Deal]:
        raise Refused(say("微信小店的促销要在小店后台查看，接口没有"))

    def add_deal(self, deal: Deal) -> str:
        raise Refused(say("微信小店的促销要在小店后台建立，接口没有"))

    def map(self, document: Document, context: Context) -> MappedDocument:
        return map_document(document, context)

    def get_bill(self, day: date) -> bytes:
        """The day's trade bill as the file that operators download, by whichever of the two keys there is."""
        if self._has.get("private_key"):
            return self._bill_v3(day)
        if self._has.get("api_key"):
            return self._bill_v2(day)
        raise Refused(say("没有微信支付的商户号和密钥，取不了账单"))

    def _bill_v2(self, day: date) -> bytes:
        def build(now: datetime) -> Call:
            fields = {
                "appid": self._has["appid"],
                "mch_id": self._has["mch_id"],
                "nonce_str": secrets.token_hex(16),
                "bill_date": day.strftime("%Y%m%d"),
                "bill_type": "ALL",
            }
            fields["sign"] = sign_v2(fields, self._has["api_key"])
            return Call("POST", f"{self._pay_url}/pay/downloadbill", body=write_xml(fields).encode())

        def judge(answer: Answer) -> bytes:
            check_status(answer, self._caller.now())
            if not answer.body.lstrip().startswith(b"<"):
                return answer.body
            try:
                said = read_xml(answer.body)
            except BadMessage:
                raise Unreachable(say("平台返回了一张网页，不是数据")) from None
            raise pay_error_of(said.get("error_code") or said.get("err_code", ""), said.get("return_msg", ""))

        return self._caller.call(build, judge, is_idempotent=True)

    def _bill_v3(self, day: date) -> bytes:
        def judge(answer: Answer) -> Mapping[str, Any]:
            body = read_json(answer, self._caller.now())
            if answer.status >= 400:
                raise pay_error_of(str(body.get("code", "")), str(body.get("message", "")))
            return body if isinstance(body, dict) else {}

        path = f"/v3/bill/tradebill?bill_date={day}&bill_type=ALL&tar_type=GZIP"
        where = self._signed(f"{self._pay_url}{path}", path, judge)
        address = str(where.get("download_url", ""))
        _, _, below = address.partition("://")
        below = below[below.find("/") :] if "/" in below else "/"

        def take(answer: Answer) -> bytes:
            check_status(answer, self._caller.now())
            if answer.status >= 400:
                raise Refused(say("账单下载不了：HTTP {status}", status=answer.status))
            return answer.body

        content = unpack(self._signed(address, below, take))
        if hashlib.sha1(content).hexdigest() != where.get("hash_value"):
            raise Unreachable(say("账单下载不完整：与平台给的摘要不符"))
        return content

    def _signed(self, address: str, path: str, judge: Any) -> Any:
        def build(now: datetime) -> Call:
            header = authorization(
                "GET",
                path,
                "",
                mch_id=self._has["mch_id"],
                serial_no=self._has["serial_no"],
                key=read_private_key(self._has["private_key"]),
                nonce=secrets.token_hex(16).upper(),
                timestamp=str(int(now.timestamp())),
            )
            return Call("GET", address, headers={"authorization": header, "accept": "application/json"})

        return self._caller.call(build, judge, is_idempotent=True)

    def _ids(self, path: str, asked: Mapping[str, Any], name: str) -> Iterator[str]:
        """Ids by cursor, until the platform says that there are no more."""
        cursor, seen = "", set[str]()
        for _ in range(PAGES_MAX):
            page = {"page_size": PAGE, **({"next_key": cursor} if cursor else {})}
            body = self._ask(path, {**asked, **page})
            yield from ids(body, name)
            cursor = str(body.get("next_key") or "")
            if not body.get("has_more") or not cursor or cursor in seen:
                return
            seen.add(cursor)
        raise Unreachable(say("平台的列表没有尽头，没有读完"))

    def _ask(self, path: str, asked: Mapping[str, Any], *, is_idempotent: bool = True) -> dict[str, Any]:
        def build(now: datetime) -> Call:
            body = json.dumps(asked, ensure_ascii=False).encode()
            query = {"access_token": self._access(now)}
            return Call("POST", path, query=query, body=body, headers={"content-type": "application/json"})

        return self._caller.call(build, self._judge, is_idempotent=is_idempotent, renew=self._forget)

    def _judge(self, answer: Answer) -> dict[str, Any]:
        body = read_json(answer, self._caller.now())
        if not isinstance(body, dict):
            raise Unreachable(say("平台的答复不完整，读不了"))
        code = str(body.get("errcode", 0))
        if code != "0":
            raise error_of(code, str(body.get("errmsg", "")), self._caller.now())
        return body

    def _forget(self) -> None:
        with self._lock:
            self._token = None

    def _access(self, now: datetime) -> str:
        """The access token, fetched when there is none; the stable kind, which does not end another's, if there is one."""
        with self._lock:
            if self._token is None or self._token.is_due(now):
                self._token = self._fetch_token()
            return self._token.access_token

    def _fetch_token(self) -> Token:
        asked = {
            "grant_type": "client_credential",
            "appid": self._has["appid"],
            "secret": self._has["secret"],
        }

        def stable(now: datetime) -> Call:
            return Call("POST", "/cgi-bin/stable_token", body=json.dumps(asked).encode())

        try:
            body = self._caller.call(stable, self._judge, is_idempotent=True)
        except Refused:  # not every gateway before the platform has the newer call
            body = self._caller.call(
                lambda now: Call("GET", "/cgi-bin/token", query=asked), self._judge, is_idempotent=True
            )
        token = read_token(body, self._caller.now())
        if token is None:
            raise Unreachable(say("平台没有给出访问令牌"))
        return token


def connect(
    base_url: str,
    values: Mapping[str, str],
    *,
    keep: Callable[[Token], None] = lambda token: None,
    caller: Caller | None = None,
) -> Client:
    """A store by what `channels.platforms` says that it needs; WeChat Pay is behind an address of its own, the sandbox's is not.

    `keep` is told nothing: the access token is fetched by id and secret, and good for two hours.
    """
    is_real = base_url.rstrip("/") == BASE_URL
    pay_url = PAY_URL if is_real else base_url.rstrip("/")
    return Client(caller or Caller(base_url), values, pay_url=pay_url)


def unpack(content: bytes) -> bytes:
    """A bill that came as GZIP, unpacked up to a limit; any other as it is."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        found = unpacker.decompress(content, BILL_BYTES_MAX)
    except (zlib.error, gzip.BadGzipFile):
        raise Unreachable(say("账单解不开（压缩坏了）")) from None
    if unpacker.unconsumed_tail:
        raise Refused(say("账单太大，没有读完"))
    return found


def _title(product: Mapping[str, Any], sku: Mapping[str, Any]) -> str:
    """What the product is called, and which choice of it the SKU is."""
    choices = (str(one.get("attr_value") or "") for one in objects(sku, "sku_attrs"))
    return " ".join(filter(None, (str(product.get("title") or ""), *choices)))


def _lines(order: Document, parcel: Parcel) -> list[dict[str, Any]]:
    """The products of a parcel, as the platform names them; Refused where it holds what the order does not."""
    products = objects(part_if_any(order.body, "order_detail"), "product_infos")
    skus = [str(one.get("sku_code") or one.get("out_sku_id") or "") for one in products]
    ids = line_ids(order.id, skus)
    wanted = parcel.line_ids or tuple(ids)
    if missing := [each for each in wanted if each not in ids]:
        raise Refused(say("订单里没有这一行：{lines}", lines=missing))
    return [
        {"product_id": one.get("product_id"), "sku_id": one.get("sku_id"), "product_cnt": one.get("sku_cnt")}
        for one, line_id in zip(products, ids, strict=True)
        if line_id in wanted
    ]
