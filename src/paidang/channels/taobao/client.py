"""A store on Taobao or Tmall: everything that `link.channel.Channel` promises, and its messages."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from paidang.channels.link.calling import Caller
from paidang.channels.link.channel import CaseAnswer, Deal, Item
from paidang.channels.link.documents import Document, MappedDocument, Parcel
from paidang.channels.link.errors import Refused, Unreachable
from paidang.channels.link.gateway import Credentials, credentials_of
from paidang.channels.link.oauth import Token
from paidang.channels.link.paging import PAGES_MAX, Row, read_all
from paidang.channels.link.replies import fen, part, total, whole
from paidang.channels.link.windows import windows
from paidang.channels.mapping import Context
from paidang.channels.taobao.answers import answer_case
from paidang.channels.taobao.calls import GATEWAY, OAUTH, TIME, TopGateway
from paidang.channels.taobao.deals import add_deal, list_deals
from paidang.channels.taobao.mapping import map_document
from paidang.channels.taobao.messages import TOPICS, read_message
from paidang.channels.taobao.replies import rows
from paidang.channels.taobao.words import TRADE_TYPES
from paidang.kit.money import yuan_text
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import say

SPAN = timedelta(days=1)
"""The platform allows no longer a window of changes."""
PAGE_SIZE, ITEMS_PER_PAGE, SKUS_PER_CALL, MESSAGES_PER_CALL = 100, 200, 40, 200
ROUNDS_MAX = 6
TOTAL = "total_results"
TRADE_FIELDS = (
    "tid,status,type,title,seller_nick,buyer_nick,created,modified,pay_time,consign_time,end_time,payment,received_payment,"
    "total_fee,post_fee,discount_fee,adjust_fee,platform_subsidy_fee,coupon_fee,point_fee,commission_fee,buyer_cod_fee,"
    "seller_flag,seller_memo,buyer_message,step_trade_status,step_paid_fee,receiver_name,receiver_mobile,receiver_phone,"
    "receiver_state,receiver_city,receiver_district,receiver_town,receiver_address,oaid,invoice_name,buyer_tax_no,orders,"
    "promotion_details"
)
REFUND_FIELDS = (
    "refund_id,tid,oid,status,dispute_type,title,num_iid,outer_id,price,num,total_fee,refund_fee,payment,reason,created,"
    "modified,end_time,order_status,has_good_return,good_status,refund_phase,refund_version,cs_status,company_name,sid"
)


class Taobao:
    """One store. `open_store` makes it."""

    platform = "taobao"
    gives_bills = False

    def __init__(self, gateway: TopGateway, *, is_tmall: bool = True) -> None:
        self.gateway, self._is_tmall = gateway, is_tmall

    def map(self, document: Document, context: Context) -> MappedDocument:
        """What a document says; pure."""
        return map_document(document, context)

    # Orders and cases

    def try_out(self, since: datetime, until: datetime) -> Document | None:
        return next(self.pull_orders(since, until), None)

    def pull_orders(self, since: datetime, until: datetime) -> Iterator[Document]:
        """Orders changed in [since, until): the list tells which, and only in part what, so each is asked for by itself."""
        for order_id in self._changed(
            "taobao.trades.sold.increment.get", "trade", "tid", since, until, type=TRADE_TYPES
        ):
            # one that is refused has faults that say what is missing, and the others go on
            yield self._if_given(self.get_order, order_id) or Document("order", order_id, {"tid": order_id})

    def get_order(self, order_id: str) -> Document:
        reply = self.gateway.read("taobao.trade.fullinfo.get", fields=TRADE_FIELDS, tid=order_id)
        return Document("order", order_id, part(reply, "trade"))

    def pull_cases(self, since: datetime, until: datetime) -> Iterator[Document]:
        """Refunds changed in [since, until), each with its order, which knows whether the goods had left."""
        orders: dict[str, Document | None] = {}
        for case_id in self._changed("taobao.refunds.receive.get", "refund", "refund_id", since, until):
            yield self._if_given(partial(self.get_case, orders=orders), case_id) or Document(
                "case", case_id, {"refund": {"refund_id": case_id}}
            )

    def get_case(self, case_id: str, *, orders: dict[str, Document | None] | None = None) -> Document:
        """One case, whole, with its order if the platform still gives it. `orders`: those that were asked for already."""
        orders = {} if orders is None else orders
        reply = self.gateway.read("taobao.refund.get", fields=REFUND_FIELDS, refund_id=case_id)
        refund = part(reply, "refund")
        order_id = str(refund.get("tid", ""))
        if order_id not in orders:
            orders[order_id] = self._if_given(self.get_order, order_id)
        order = orders[order_id]
        return Document("case", case_id, {"refund": refund, **({"trade": order.body} if order else {})})

    def _if_given(self, get: Callable[[str], Document], number: str) -> Document | None:
        """A document, or None where the platform refuses it."""
        try:
            return get(number)
        except Refused:
            return None

    def _changed(
        self, method: str, of: str, name: str, since: datetime, until: datetime, **given: str
    ) -> Iterator[str]:
        """The ids of what changed, each once, window by window."""
        seen: set[str] = set()
        for window in windows(since, until, span=SPAN):
            asked = {
                **given,
                "fields": f"{name},modified",
                "start_modified": _time(window.since),
                "end_modified": _time(window.last),
            }
            for row_id in self._read_back(method, of, name, asked):
                if row_id not in seen:
                    seen.add(row_id)
                    yield row_id

    def _read_back(self, method: str, of: str, name: str, asked: Mapping[str, str]) -> list[str]:
        """A list from its last page to its first: what changes meanwhile leaves the window, and the rest moves forward.

        A row that moves forward is met again, never missed. Pages can come half all the same, so the list is read until
        as many rows were seen as it has, or another round brings nothing new.
        """

        def ask(page: int) -> Mapping[str, Any]:
            return self.gateway.read(method, page_no=page, page_size=PAGE_SIZE, **asked)

        found: dict[str, None] = {}
        for number in range(ROUNDS_MAX):
            known, first = len(found), ask(1)
            if (count := total(first, TOTAL)) > PAGES_MAX * PAGE_SIZE:
                raise Unreachable(say("平台说列表有 {count} 条，太长，没有读", count=count))
            seen: dict[str, None] = {}
            for page in range(-(-count // PAGE_SIZE), 0, -1):
                reply = first if page == 1 and count <= PAGE_SIZE else ask(page)
                seen.update({str(row[name]): None for row in rows(reply, of) if row.get(name)})
            found.update(seen)
            if len(seen) >= count or (number > 0 and len(found) == known):
                return list(found)
        raise Unreachable(say("列表读了 {rounds} 遍仍在变动，没有读全", rounds=ROUNDS_MAX))

    # Shipping and remarks

    def ship(self, order_id: str, parcel: Parcel) -> None:
        """Tell of a parcel. The platform refuses what has left already: then its waybill decides whether that was this one."""
        try:
            reply = self.gateway.write(
                "taobao.logistics.offline.send",
                is_idempotent=True,  # a second time it is refused, which is looked into
                tid=order_id,
                company_code=parcel.carrier,
                out_sid=parcel.waybill,
                is_split=1 if parcel.line_ids else "",
                sub_tid=",".join(parcel.line_ids),
            )
            if part(reply, "shipping").get("is_success") is not True:
                raise Refused(say("淘宝没有接受发货"))
        except Refused:
            if not self._has_left(order_id, parcel):
                raise

    def _has_left(self, order_id: str, parcel: Parcel) -> bool:
        order = self.get_order(order_id).body
        sent = {
            str(row.get("oid", "")) for row in rows(order, "order") if row.get("invoice_no") == parcel.waybill
        }
        return bool(sent) and set(parcel.line_ids) <= sent

    def answer_case(self, answer: CaseAnswer) -> str:
        return answer_case(self.gateway, answer)

    def change_waybill(self, order_id: str, parcel: Parcel) -> None:
        """Correct the waybill of what left."""
        self.gateway.write(
            "taobao.logistics.consign.resend",
            is_idempotent=True,
            tid=order_id,
            company_code=parcel.carrier,
            out_sid=parcel.waybill,
            is_split=1 if parcel.line_ids else "",
            sub_tid=",".join(parcel.line_ids),
        )

    def remark(self, order_id: str, words: str, flag: int = 0) -> None:
        """Write the seller's note on an order; flag 1 to 5 are red, yellow, green, blue, purple."""
        self.gateway.write(
            "taobao.trade.memo.update", is_idempotent=True, tid=order_id, memo=words, flag=flag or "", reset="" if words else "true"
        )  # fmt: skip

    # Goods

    def list_items(self) -> Iterator[Item]:
        for method, is_listed in (("taobao.items.onsale.get", True), ("taobao.items.inventory.get", False)):
            items = read_all(
                partial(self._ask_items, method),
                lambda row: str(row.get("num_iid", "")),
                page_size=ITEMS_PER_PAGE,
            )
            yield from self._skus(items, is_listed)

    def _ask_items(self, method: str, page: int) -> tuple[Sequence[Row], int]:
        fields = "num_iid,title,outer_id,price,num"
        reply = self.gateway.read(method, fields=fields, page_no=page, page_size=ITEMS_PER_PAGE)
        return rows(reply, "item"), total(reply, TOTAL)

    def _skus(self, items: Sequence[Row], is_listed: bool) -> Iterator[Item]:
        """The items' choices; an item without any is its own."""
        for at in range(0, len(items), SKUS_PER_CALL):
            some = {str(row.get("num_iid", "")): row for row in items[at : at + SKUS_PER_CALL]}
            reply = self.gateway.read(
                "taobao.item.skus.get",
                fields="sku_id,num_iid,outer_id,price,quantity,properties_name",
                num_iids=",".join(some),
            )
            skus = rows(reply, "sku")
            alone = some.keys() - {str(sku.get("num_iid", "")) for sku in skus}
            for row in (*skus, *(some[item_id] for item_id in sorted(alone))):
                item_id = str(row.get("num_iid", ""))
                yield Item(
                    item_id=item_id,
                    sku_id=str(row.get("sku_id") or item_id),
                    sku=str(row.get("outer_id") or ""),
                    title=str(some.get(item_id, row).get("title") or ""),
                    price_fen=fen(row.get("price")),
                    quantity=whole(row.get("quantity", row.get("num"))),
                    is_listed=is_listed,
                )

    def push_stock(self, item: Item, quantity: int) -> None:
        self.gateway.write(
            "taobao.item.quantity.update",
            is_idempotent=True,
            num_iid=item.item_id,
            sku_id=item.choice,
            quantity=quantity,
            type=1,
        )

    def push_price(self, item: Item, price_fen: int) -> None:
        """Tmall and Taobao each have a call of their own; Taobao's knows a SKU by its properties only."""
        price = yuan_text(price_fen)
        if not self._is_tmall:
            self.gateway.write(
                "taobao.item.sku.price.update",
                is_idempotent=True,
                num_iid=item.item_id,
                properties=self._properties(item),
                price=price,
            )
            return
        by_sku = json.dumps([{"sku_id": item.choice, "price": price}]) if item.choice else ""
        self.gateway.write(
            "tmall.item.price.update",
            is_idempotent=True,
            item_id=item.item_id,
            sku_prices=by_sku,
            item_price="" if by_sku else price,
        )

    def _properties(self, item: Item) -> str:
        reply = self.gateway.read("taobao.item.skus.get", fields="sku_id,properties", num_iids=item.item_id)
        for sku in rows(reply, "sku"):
            if str(sku.get("sku_id")) == item.sku_id:
                return str(sku.get("properties", ""))
        raise Refused(say("淘宝没有商品 {item_id} 的 SKU {sku_id}", item_id=item.item_id, sku_id=item.sku_id))

    # Promotions and bills

    def list_deals(self) -> Iterator[Deal]:
        return list_deals(self.gateway)

    def add_deal(self, deal: Deal) -> str:
        return add_deal(self.gateway, deal, self.list_items)

    def get_bill(self, day: date) -> bytes:
        raise Refused(say("淘宝不通过接口提供账单：请在支付宝下载账务明细，再导入"))

    # Messages

    def permit_messages(self) -> None:
        """Ask to be told of orders and refunds from now on."""
        self.gateway.write("taobao.tmc.user.permit", is_idempotent=True, topics=",".join(TOPICS))

    def pull_told(self, *, group: str = "default", batches_max: int = 100) -> Iterator[Document]:
        """What messages tell of, as it is now, each once a batch; a batch is confirmed when its last document was taken.

        Whoever stops before that is told again. Messages only hasten: the next pull finds all of it without them.
        """
        done: set[str] = set()
        for _ in range(batches_max):
            reply = self.gateway.read(
                "taobao.tmc.messages.consume", group_name=group, quantity=MESSAGES_PER_CALL
            )
            messages = [read_message(row) for row in rows(reply, "tmc_message", "messages")]
            if not messages:
                return
            subjects = {
                (each.kind, each.subject): None for each in messages if each.kind and each.id not in done
            }
            for kind, subject in subjects:
                get = self.get_case if kind == "case" else self.get_order
                if document := self._if_given(get, subject):
                    yield document
            done |= {each.id for each in messages}
            self.gateway.write(
                "taobao.tmc.messages.confirm",
                is_idempotent=True,
                group_name=group,
                s_message_ids=",".join(each.id for each in messages),
            )


def open_store(
    base_url: str,
    credentials: Credentials,
    *,
    is_tmall: bool = True,
    keep: Callable[[Token], None] = lambda token: None,
    caller: Caller | None = None,
) -> Taobao:
    """A store behind an address; only the platform's own gateway has its authorisation at another one."""
    oauth = OAUTH if base_url.rstrip("/") == GATEWAY else ""
    gateway = TopGateway(caller or Caller(base_url), credentials, oauth=oauth, keep=keep)
    return Taobao(gateway, is_tmall=is_tmall)


def connect(
    base_url: str,
    values: Mapping[str, str],
    *,
    keep: Callable[[Token], None] = lambda token: None,
    caller: Caller | None = None,
) -> Taobao:
    """A store by what `channels.platforms` says that it needs; Tmall and Taobao differ in how a price is set."""
    credentials, is_tmall = credentials_of(values, token="session"), values.get("is_tmall") != "false"
    return open_store(base_url, credentials, is_tmall=is_tmall, keep=keep, caller=caller)


def _time(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime(TIME)
