"""A JD POP store: everything that `link.channel.Channel` promises, and what JD has beyond it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from paidang.channels.jd import deals, goods
from paidang.channels.jd.answers import answer_case
from paidang.channels.jd.calls import (
    GATEWAY,
    OAUTH,
    PATH,
    JdGateway,
    check_result,
    time_text,
)
from paidang.channels.jd.cases import ORDER, REFUND, SERVICE
from paidang.channels.jd.documents import map_document
from paidang.channels.jd.mapping import read_parcels
from paidang.channels.link.calling import Caller
from paidang.channels.link.channel import CaseAnswer, Deal, Item
from paidang.channels.link.documents import Document, MappedDocument, Parcel
from paidang.channels.link.errors import Refused
from paidang.channels.link.gateway import Credentials, credentials_of
from paidang.channels.link.oauth import Token
from paidang.channels.link.paging import Row, read_pages
from paidang.channels.link.replies import objects, part, total
from paidang.channels.link.windows import Window, windows
from paidang.channels.mapping import Context
from paidang.kit.sentence import say

ORDERS_SPAN, CASES_SPAN = timedelta(days=30), timedelta(days=7)
"""JD answers for orders of a month at most. For cases no one says; similar interfaces take a week."""
ORDERS, CASES = 100, 50
"""How many rows of each JD puts on a page."""
PAGES_MAX = 100
"""JD answers nothing beyond."""
BY_CHANGE = "0"
"""The dateType; "1" would be by creation."""
ORDER_FIELDS = (
    "orderId,venderId,orderType,payType,orderTotalPrice,orderSellerPrice,orderPayment,freightPrice,sellerDiscount,"
    "balanceUsed,orderState,orderStateRemark,orderStartTime,orderEndTime,paymentConfirmTime,modified,waybill,logisticsId,"
    "outBoundDate,partialLogisticsInfoModel,parentOrderId,directParentOrderId,returnOrder,orderRemark,venderRemark,consigneeInfo,invoiceEasyInfo,itemInfoList,"
    "couponDetailList"
)
REMEMBERED_MAX = 10_000
NEEDED = ("orderState", "modified", "orderTotalPrice", "orderSellerPrice", "orderPayment", "itemInfoList")
"""Where a row of the list lacks one of these, the order is asked for by itself."""
Ask = Callable[[Window, int], tuple[Sequence[Row], int]]
"""A page of a window, and how many rows the window has."""


class Jd:
    """One store. `open_store` makes it."""

    platform = "jd"
    gives_bills = False

    def __init__(self, gateway: JdGateway, *, vender_id: str = "", operator: str = "paidang") -> None:
        """`vender_id` and `operator` sign for what a person does in after-sales services."""
        self.gateway, self._vender_id, self._operator = gateway, vender_id, operator
        self._pulled: dict[str, Mapping[str, Any]] = {}
        """Orders that were just pulled: the cases that are pulled after them are mostly about these."""

    def map(self, document: Document, context: Context) -> MappedDocument:
        """What a document says; pure."""
        return map_document(document, context)

    # Orders

    def try_out(self, since: datetime, until: datetime) -> Document | None:
        return next(self.pull_orders(since, until), None)

    def pull_orders(self, since: datetime, until: datetime) -> Iterator[Document]:
        """Orders changed in [since, until), each state of one once."""
        seen: set[tuple[str, str]] = set()
        for window in windows(since, until, span=ORDERS_SPAN):
            for row in self._in_window(window, self._ask_orders, "orderId", ORDERS):
                state = (str(row.get("orderId", "")), str(row.get("modified", "")))
                if state not in seen:
                    seen.add(state)
                    document = self._whole(row)
                    if len(self._pulled) < REMEMBERED_MAX:
                        self._pulled[document.id] = document.body
                    yield document

    def _ask_orders(self, window: Window, page: int) -> tuple[Sequence[Row], int]:
        answer = self.gateway.read(
            "jingdong.pop.order.enSearch",
            start_date=time_text(window.since),
            end_date=time_text(window.until),
            order_state="ALL",
            page=str(page),
            page_size=str(ORDERS),
            optional_fields=ORDER_FIELDS,
            dateType=BY_CHANGE,
        )
        result = part(answer, "searchorderinfo_result")
        check_result(result.get("apiResult"))
        return objects(result, "orderInfoList"), total(result, "orderTotal")

    def _in_window(self, window: Window, ask: Ask, name: str, page_size: int) -> Iterator[Row]:
        """All rows of a window; one that is too full to be paged through is halved."""
        rows = read_pages(
            lambda page: ask(window, page),
            lambda row: str(row.get(name, "")),
            page_size=page_size,
            pages_max=PAGES_MAX,
        )
        if rows is not None:
            yield from rows
            return
        halves = window.halves()
        if halves is None:
            raise Refused(say("一秒之内的变动超过一万条，读不全"))
        for half in halves:
            yield from self._in_window(half, ask, name, page_size)

    def _whole(self, row: Row) -> Document:
        order_id = str(row.get("orderId", ""))
        if order_id and any(not row.get(name) for name in NEEDED):
            with suppress(Refused):  # then its faults say what is missing, and the other orders go on
                return self.get_order(order_id)
        return Document("order", order_id, row)

    def get_order(self, order_id: str) -> Document:
        answer = self.gateway.read(
            "jingdong.pop.order.enGet", order_id=order_id, optional_fields=ORDER_FIELDS
        )
        detail = part(answer, "orderDetailInfo")
        check_result(detail.get("apiResult"))
        order = part(detail, "orderInfo")
        if str(order.get("orderId", "")) != order_id:
            raise Refused(say("京东没有订单 {order_id}", order_id=order_id))
        return Document("order", order_id, order)

    # After-sales

    def pull_cases(self, since: datetime, until: datetime) -> Iterator[Document]:
        """Refunds before shipping and after-sales services that were asked for, judged or done in [since, until)."""
        orders: dict[str, Mapping[str, Any] | None] = {**self._pulled}
        self._pulled.clear()
        found: dict[tuple[str, str], Row] = {}
        for window in windows(since, until, span=CASES_SPAN):
            for begin, end in (("applyTimeStart", "applyTimeEnd"), ("checkTimeStart", "checkTimeEnd")):
                for row in self._in_window(window, self._asks_refunds(begin, end), "id", CASES):
                    found[REFUND, str(row.get("id", ""))] = row
            for moment in ("applyTime", "approveTime", "finishTime"):
                for row in self._in_window(window, self._asks_services(moment), "serviceId", CASES):
                    found[SERVICE, str(row.get("serviceId", ""))] = row
        for (kind, case_id), row in found.items():
            order_id = str(row.get("orderId", ""))
            if order_id not in orders:
                orders[order_id] = self._order_of_case(order_id)
            yield Document("case", case_id, {kind: row, ORDER: orders[order_id]})

    def _asks_refunds(self, begin: str, end: str) -> Ask:
        def ask(window: Window, page: int) -> tuple[Sequence[Row], int]:
            answer = self.gateway.read(
                "jingdong.pop.afs.soa.refundapply.queryPageList",
                **{begin: time_text(window.since), end: time_text(window.until)},
                pageIndex=page,
                pageSize=CASES,
                showSku=True,
            )
            result = part(answer, "queryResult")
            return objects(result, "result"), total(result, "totalCount")

        return ask

    def _asks_services(self, moment: str) -> Ask:
        def ask(window: Window, page: int) -> tuple[Sequence[Row], int]:
            answer = self.gateway.read(
                "jingdong.asc.query.list",
                **{f"{moment}Begin": time_text(window.since), f"{moment}End": time_text(window.until)},
                buId=self._vender_id,
                operatePin=self._operator,
                operateNick=self._operator,
                pageNumber=page,
                pageSize=CASES,
            )
            result = part(answer, "pageResult")
            return objects(result, "data"), total(result, "totalCount")

        return ask

    def _order_of_case(self, order_id: str) -> Mapping[str, Any] | None:
        try:
            return self.get_order(order_id).body
        except Refused:  # too old: the case says so where it matters
            return None

    # Shipping

    def ship(self, order_id: str, parcel: Parcel) -> None:
        """JD ships an order as a whole: all of its parcels are told at once, so those that it has are told again."""
        self.ship_parcels(order_id, [parcel])

    def ship_parcels(self, order_id: str, parcels: Sequence[Parcel]) -> None:
        """Tell JD of several waybills. What it knows already is not told again."""
        order = self.get_order(order_id).body
        known = read_parcels(str(order.get("logisticsId") or ""), str(order.get("waybill") or ""))
        told = {(parcel.carrier, parcel.waybill): None for parcel in (*known, *parcels)}
        if len(told) == len(known):
            return
        by_carrier: dict[str, list[str]] = {}
        for carrier, waybill in told:
            by_carrier.setdefault(carrier, []).append(waybill)
        answer = self.gateway.write(
            "jingdong.pop.order.shipment",
            is_idempotent=False,
            orderId=order_id,
            logiCoprId="|".join(by_carrier),
            logiNo="|".join(",".join(waybills) for waybills in by_carrier.values()),
        )
        check_result(answer.get("sopjosshipment_result"))

    def answer_case(self, answer: CaseAnswer) -> str:
        return answer_case(self.gateway, answer, self._operator)

    def change_waybill(self, order_id: str, parcel: Parcel) -> None:
        """Correct the waybill of what left."""
        self.gateway.write(
            "360buy.order.sop.waybill.update",
            is_idempotent=True,
            order_id=order_id,
            logistics_id=parcel.carrier,
            waybill=parcel.waybill,
        )

    def remark(self, order_id: str, words: str, flag: str = "") -> None:
        """Write the seller's note on an order; JD keeps 500 characters."""
        self.gateway.write(
            "jingdong.pop.order.modifyVenderRemark",
            is_idempotent=True,
            order_id=order_id,
            remark=words[:500],
            flag=flag,
        )

    # Goods and promotions

    def list_items(self) -> Iterator[Item]:
        return goods.list_items(self.gateway)

    def push_stock(self, item: Item, quantity: int) -> None:
        goods.push_stock(self.gateway, item, quantity)

    def push_price(self, item: Item, price_fen: int) -> None:
        goods.push_price(self.gateway, item, price_fen)

    def list_deals(self) -> Iterator[Deal]:
        return deals.list_deals(self.gateway)

    def add_deal(self, deal: Deal) -> str:
        return deals.add_deal(self.gateway, deal)

    def get_bill(self, day: date) -> bytes:
        raise Refused(say("京东不通过接口提供账单：请在商家后台下载结算单，再导入"))


def open_store(
    base_url: str,
    credentials: Credentials,
    *,
    vender_id: str = "",
    keep: Callable[[Token], None] = lambda token: None,
    caller: Caller | None = None,
) -> Jd:
    """A store behind an address; only JD's own gateway has its authorisation at another one."""
    base_url = base_url.rstrip("/").removesuffix(PATH)
    oauth = OAUTH if base_url == GATEWAY else ""
    gateway = JdGateway(caller or Caller(base_url), credentials, oauth=oauth, keep=keep)
    return Jd(gateway, vender_id=vender_id)


def connect(
    base_url: str,
    values: Mapping[str, str],
    *,
    keep: Callable[[Token], None] = lambda token: None,
    caller: Caller | None = None,
) -> Jd:
    """A store by what `channels.platforms` says that it needs."""
    credentials = credentials_of(values, token="access_token")
    vender_id = values.get("vender_id", "")
    return open_store(base_url, credentials, vender_id=vender_id, keep=keep, caller=caller)
