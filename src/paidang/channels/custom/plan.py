"""A plan: which column of a file is which field, and how its cells are written. Data that is checked, stored and digested."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from paidang.channels.cells import bare_title
from paidang.channels.facts.tables import TABLES
from paidang.kit.facts import Column
from paidang.kit.outcome import Violation
from paidang.kit.sentence import say

YUAN, FEN = "yuan", "fen"
UNITS = {YUAN: say("元"), FEN: say("分")}
UNIT_PRICE, LINE_TOTAL = "unit", "total"
PRICES = {UNIT_PRICE: say("一件的价"), LINE_TOTAL: say("这一行的合计")}
REFUSE, MERCHANT = "refuse", "merchant"
RESTS = {REFUSE: say("合不上就不收，等人看"), MERCHANT: say("差额都是商家的优惠")}
TIMES = {
    "ymd": say("2026-03-05 10:00:00，年月日"),
    "dmy": say("05/03/2026 10:00，日月年"),
    "mdy": say("03/05/2026 10:00，月日年"),
    "compact": say("20260305100000，连写"),
    "unix": say("1772676000，秒数"),
    "unix_ms": say("1772676000000，毫秒数"),
    "iso": say("2026-03-05T10:00:00+08:00，带时区"),
}
ORDER_LINES = "order_lines"
KINDS = (ORDER_LINES, "refunds", "logistics", "platform_fees", "bill_lines", "stock", "costs", "prices")
TEXT_MAX, WORDS_MAX, NAME_MAX = 200, 60, 80


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a kind of file tells. `of_order`: stands once for an order; blank on its later lines it is filled."""

    name: str
    type: str
    is_needed: bool = False
    choices: tuple[str, ...] = ()
    of_order: bool = False


def _money(name: str, *, is_needed: bool = False, of_order: bool = False) -> Field:
    return Field(name, "money", is_needed, of_order=of_order)


_ORDER_FIELDS = (
    Field("order_id", "id", is_needed=True, of_order=True),
    Field("line_id", "id"),
    Field("channel", "text", is_needed=True, of_order=True),
    Field("store", "text", of_order=True),
    Field("sku", "id", is_needed=True),
    Field("quantity", "count", is_needed=True),
    _money("price", is_needed=True),
    _money("line_discount"),
    _money("line_platform"),
    _money("order_discount", of_order=True),
    _money("order_platform", of_order=True),
    _money("postage", of_order=True),
    _money("paid_total", of_order=True),
    Field("paid_at", "time", is_needed=True, of_order=True),
    Field("shipped_at", "time"),
    Field("completed_at", "time"),
)
_MONEY = ("amount", "factory_price", "min_retail_price", "suggested_price")


def _of_column(column: Column) -> Field:
    kind = {
        "integer": "money" if column.name in _MONEY else "count",
        "boolean": "choice",
        "time": "time",
        "day": "day",
    }
    type_ = "choice" if column.choices else kind.get(column.type, "text")
    if type_ == "text" and column.name.endswith(("_id", "sku")):
        type_ = "id"
    choices = column.choices or (("true", "false") if column.type == "boolean" else ())
    return Field(column.name, type_, not (column.optional or column.nullable), choices)


FIELDS: dict[str, tuple[Field, ...]] = {
    kind: _ORDER_FIELDS
    if kind == ORDER_LINES
    else tuple(_of_column(column) for column in TABLES[kind].columns)
    for kind in KINDS
}
FIELDS["bill_lines"] = tuple(
    replace(one, is_needed=False) if one.name == "store" else one for one in FIELDS["bill_lines"]
)
"""The store may be said when the file is handed in."""
FIELDS["refunds"] = (
    *(replace(one, is_needed=False) if one.name == "line_id" else one for one in FIELDS["refunds"]),
    Field("order_id", "id"),
    Field("sku", "id"),
)
"""A refund names its line, or the order and the SKU, by which lines without an id of their own are named."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`columns`: field → the file's title. `fixed`: field → what all rows have. `words`: field → the file's word → ours.

    `times`: field → a key of TIMES. `unit`: of all amounts. `price_is` and `rest` are for orders alone: what a price is
    of, and what it means where an order's lines come to more than was paid.
    """

    kind: str
    columns: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    times: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    price_is: str = ""
    rest: str = REFUSE

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def digest(self) -> str:
        """The sha256 that names exactly this plan."""
        return hashlib.sha256(
            json.dumps(self.as_json(), sort_keys=True, ensure_ascii=False).encode()
        ).hexdigest()


def read_plan(kept: Mapping[str, Any]) -> Plan:
    """The plan that was kept as JSON; ValueError where it is none."""
    texts = [kept.get(name, {}) for name in ("columns", "fixed", "times")]
    words = kept.get("words", {})
    pairs = [pair for each in (*texts, *words.values()) for pair in each.items()]
    if not all(isinstance(part, str) and len(part) <= TEXT_MAX for pair in pairs for part in pair):
        raise ValueError("no plan")
    if any(len(each) > WORDS_MAX for each in words.values()) or kept.get("kind") not in FIELDS:
        raise ValueError("no plan")
    return Plan(
        str(kept["kind"]), texts[0], texts[1], words, texts[2], unit=str(kept.get("unit", "")),
        price_is=str(kept.get("price_is", "")), rest=str(kept.get("rest", REFUSE)),
    )  # fmt: skip


def fingerprint(header: Iterable[str]) -> str:
    """What makes headers the same: their titles, whatever their order."""
    titles = sorted({title for each in header if (title := bare_title(each))})
    return hashlib.sha256("\x1f".join(titles).encode()).hexdigest()


def check_plan(plan: Plan, header: Sequence[str]) -> list[Violation]:
    """What is still open or wrong in a plan for a file with this header, in the order of the fields. Nothing is guessed."""
    titles = [bare_title(title) for title in header]
    found: list[Violation] = []

    def wrong(code: str, message: str, remedy: str) -> None:
        found.append(Violation(code, message, "", {}, remedy))

    for one in FIELDS[plan.kind]:
        column, fixed = plan.columns.get(one.name, ""), plan.fixed.get(one.name, "")
        if column and column not in titles:
            wrong("COLUMN_MISSING", say("文件里没有“{column}”这一列", column=column), say("请重选。"))
        elif column and titles.count(column) > 1:
            wrong(
                "COLUMN_TWICE",
                say("“{column}”这一列出现了两次", column=column),
                say("请在文件里改掉一个列名。"),
            )
        if one.is_needed and not column and not fixed:
            wrong(
                "FIELD_OPEN",
                say("还没有说哪一列是{field}", field=FIELD_WORDS[one.name]),
                say("选一列，或填固定值。"),
            )
        if column and one.type in ("time", "day") and plan.times.get(one.name) not in TIMES:
            wrong(
                "TIME_OPEN",
                say("{field}怎么写还没有定", field=FIELD_WORDS[one.name]),
                say("选一种日期写法。"),
            )
        if fixed and one.choices and fixed not in one.choices:
            wrong("CHOICE_WRONG", say("{field}的固定值不对", field=FIELD_WORDS[one.name]), say("请重选。"))
    said = {name for name, title in plan.columns.items() if title}
    if plan.kind == "refunds" and "line_id" not in said and not {"order_id", "sku"} <= said:
        wrong("FIELD_OPEN", say("还没有说退的是哪一行"), say("选行号那一列，或选订单号和商品编码两列。"))
    has_money = any(one.type == "money" and plan.columns.get(one.name) for one in FIELDS[plan.kind])
    if has_money and plan.unit not in UNITS:
        wrong("UNIT_OPEN", say("金额是元还是分还没有定"), say("请选一个。"))
    if plan.kind == ORDER_LINES and plan.price_is not in PRICES:
        wrong("PRICE_OPEN", say("价格是一件的还是整行的还没有定"), say("请选一个：写错一个，金额就差几倍。"))
    if plan.rest not in RESTS:
        wrong("REST_WRONG", say("合不上时怎么办还没有定"), say("请选一个。"))
    return found


FIELD_WORDS = {
    "order_id": say("订单号"), "line_id": say("行号"), "channel": say("平台"), "store": say("店铺"), "sku": say("商品编码"),
    "quantity": say("数量"), "price": say("价格"), "line_discount": say("商家优惠（这一行）"),
    "line_platform": say("平台补贴（这一行）"), "order_discount": say("商家优惠（整单）"),
    "order_platform": say("平台补贴（整单）"), "postage": say("买家付的运费"), "paid_total": say("买家实付（整单）"),
    "paid_at": say("付款时间"), "shipped_at": say("发货时间"), "completed_at": say("签收时间"), "refund_id": say("退款号"),
    "amount": say("金额"), "cause": say("原因"), "restocked": say("可再售"), "refunded_at": say("退款时间"),
    "charge_id": say("费用号"), "kind": say("类别"), "paid_by": say("谁付"), "charged_at": say("计费时间"),
    "borne_by": say("谁承担"), "fee_id": say("费用号"), "entry_id": say("流水号"), "item": say("费用项"),
    "booked_at": say("入账时间"), "factory_price": say("出厂价"), "valid_from": say("从哪天起"),
    "min_retail_price": say("最低零售价"), "suggested_price": say("建议零售价"), "warehouse": say("仓库"),
    "counted_at": say("清点时间"), "gift": say("赠品"),
}  # fmt: skip
"""The fields' names for people."""

CHANNEL_NAMES = {
    "京东": "jd", "京东商城": "jd", "天猫": "tmall", "天猫商城": "tmall", "淘宝": "taobao", "微信小店": "wechat", "视频号小店": "wechat",
    "人人商城": "renren_mall", "自有商城": "shop", "抖音": "douyin", "抖店": "douyin", "拼多多": "pinduoduo", "有赞": "youzan",
}  # fmt: skip
"""What people and their programs call a platform: its stores are the same by file and by interface."""


def channel_called(name: str) -> str:
    """The channel that somebody calls by a platform's name or its code; any other is one of its own.

    >>> channel_called("京东"), channel_called("JD"), channel_called("线下展会")
    ('jd', 'jd', '线下展会')
    """
    codes = set(CHANNEL_NAMES.values())
    return CHANNEL_NAMES.get(name) or (name.lower() if name.lower() in codes else name)
