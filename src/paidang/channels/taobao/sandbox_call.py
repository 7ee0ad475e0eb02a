"""A call of the sandbox's open platform: its parameters read and refused in the platform's words, its reply wrapped in them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from paidang.channels.sandbox.shop import Goods, Order, Shop
from paidang.channels.taobao.signing import read_timestamp
from paidang.kit.money import NotMoney, fen_from_yuan

PAGE_SIZE, PAGE_SIZE_MAX = 40, 100
DAY = timedelta(days=1)
KEPT = timedelta(days=90)
"""Trades older than three months are no longer listed."""
FIRST_NUMBER = 4160600490938325000
"""Of what the platform numbers itself (messages, promotions): beyond 2^53, as its own are."""


class Refusal(Exception):
    """An error envelope."""

    def __init__(self, code: int, msg: str, sub_code: str = "", sub_msg: str = "") -> None:
        super().__init__(msg)
        self.fields: dict[str, Any] = {"code": code, "msg": msg}
        if sub_code:
            self.fields |= {"sub_code": sub_code, "sub_msg": sub_msg}


class Many(NamedTuple):
    """A list: wrapped in an object (`trades.trade`) unless the caller asks to simplify, absent when empty."""

    of: str
    rows: Iterable[Any]


@dataclass(slots=True)
class Memory:
    """What the platform knows beside the shop: who may call, presale deposits, flags, messages."""

    sessions: dict[str, datetime | None] = field(default_factory=dict)
    """Until when each is good; None: for ever."""
    deposits_fen: dict[str, int] = field(default_factory=dict)
    """By order id: it was bought in presale, and this was paid first."""
    flags: dict[str, int] = field(default_factory=dict)
    announced: dict[str, str] = field(default_factory=dict)
    """By order id: the carrier of a parcel whose waybill is still to come."""
    topics: set[str] = field(default_factory=set)
    told: dict[str, str] = field(default_factory=dict)
    """The state of each order and refund that messages have told of."""
    messages: dict[int, dict[str, Any]] = field(default_factory=dict)
    """Not confirmed yet, by id."""
    confirmed: int = 0
    last_number: int = FIRST_NUMBER

    def number(self) -> int:
        self.last_number += 1
        return self.last_number


@dataclass(frozen=True, slots=True)
class Call:
    """One call, its signature and session already good."""

    shop: Shop
    memory: Memory
    params: Mapping[str, str]
    now: datetime

    def text(self, name: str) -> str:
        if not self.params.get(name):
            raise Refusal(
                40, f"Missing required arguments:{name}", "isv.missing-parameter", f"缺少参数 {name}"
            )
        return self.params[name]

    def number(self, name: str, default: int | None = None) -> int:
        text = self.params.get(name) or (self.text(name) if default is None else str(default))
        if not (text.isascii() and text.removeprefix("-").isdecimal() and len(text) < 20):
            raise invalid(name)
        return int(text)

    def fen(self, name: str) -> int:
        return read_yuan(self.text(name), name)

    def time(self, name: str) -> datetime | None:
        text = self.params.get(name)
        if not text:
            return None
        if text.isdecimal():
            raise invalid(name)
        try:
            return read_timestamp(text)
        except Exception:  # the platform's word for it
            raise invalid(name) from None

    def is_true(self, name: str) -> bool:
        return self.params.get(name, "").lower() == "true"

    def order(self, name: str = "tid") -> Order:
        order = self.shop.orders.get(self.text(name))
        if order is None:
            raise Refusal(15, "Remote service error", "isv.trade-not-exist", "交易不存在")
        return order

    def page(
        self, rows: list[Any], of: str, total: str = "total_results", size_max: int = PAGE_SIZE_MAX
    ) -> dict[str, Any]:
        """The page that is asked for, with its total or whether there is more."""
        number, size = self.number("page_no", 1), self.number("page_size", PAGE_SIZE)
        if number < 1 or not 1 <= size <= size_max:
            raise invalid("page_no" if number < 1 else "page_size")
        found = {of + "s": Many(of, rows[(number - 1) * size : number * size])}
        if self.is_true("use_has_next"):
            return {**found, "has_next": number * size < len(rows)}
        return {**found, total: len(rows)}

    def window(
        self, since_name: str, until_name: str, span_max: timedelta | None = None
    ) -> tuple[datetime, datetime]:
        """Both ends in. Bounded by `span_max`, and by how long the platform keeps things."""
        since = self.time(since_name) or self.now - KEPT
        until = self.time(until_name) or self.now
        if until < since or (span_max and until - since > span_max) or since < self.now - KEPT - DAY:
            raise invalid(f"{since_name},{until_name}")
        return since, until


Method = Callable[[Call], dict[str, Any]]


def invalid(name: str) -> Refusal:
    return Refusal(41, f"Invalid arguments:{name}", "isv.invalid-parameter", f"参数 {name} 不对")


def refused(sub_code: str, sub_msg: str) -> Refusal:
    """The caller's fault, found by the service behind the gateway."""
    return Refusal(15, "Remote service error", sub_code, sub_msg)


def read_yuan(text: str, name: str) -> int:
    try:
        return fen_from_yuan(text)
    except NotMoney:
        raise invalid(name) from None


def shown_time(at: datetime | None) -> str | None:
    return at.strftime("%Y-%m-%d %H:%M:%S") if at else None


def numbered(text: str) -> int | str:
    """Ids are JSON numbers, also beyond 2^53."""
    return int(text) if text.isdecimal() else text


def only(record: dict[str, Any], fields: str) -> dict[str, Any]:
    """The fields that are asked for, `orders.oid` as well as `orders`."""
    names = {name.strip().split(".")[0] for name in fields.split(",")}
    return {name: value for name, value in record.items() if name in names}


def wrapped(value: Any, simplify: bool) -> Any:
    """A reply as JSON has it: lists wrapped, empty ones and what is not there left out."""
    if isinstance(value, Many):
        rows = [wrapped(row, simplify) for row in value.rows]
        return rows if simplify else {value.of: rows}
    if isinstance(value, dict):
        kept = {name: each for name, each in value.items() if each is not None}
        return {
            name: wrapped(each, simplify)
            for name, each in kept.items()
            if not (isinstance(each, Many) and not list(each.rows))
        }
    return value


def goods_of(shop: Shop, item_id: str) -> list[Goods]:
    """An item's SKUs."""
    found = [goods for goods in shop.goods.values() if goods.item_id == item_id]
    if not found:
        raise refused("isv.item-not-exist:num_iid", "宝贝不存在")
    return found
