"""Why an order is held: the kinds, and the plain signs by which a rule holds one as it comes in.

Pure: what is known of an order goes in, the holds that it asks for come out, each with its sentence.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from paidang.kit.money import yuan
from paidang.kit.sentence import Sentence, say

FRAUD, PRICE, SKU, AREA, ADDRESS, HAND = "fraud", "price", "sku", "area", "address", "hand"
KINDS = {
    FRAUD: say("疑似异常"),
    PRICE: say("低于底价"),
    SKU: say("商品没对上，或没有出厂价"),
    AREA: say("超出配送范围"),
    ADDRESS: say("地址待核"),
    HAND: say("人工拦截"),
}
BY_PEOPLE = (HAND, ADDRESS, FRAUD)
"""What a person may hold an order for."""
NEXT_STEPS = {
    FRAUD: say("请向买家核实后放行。"),
    PRICE: say("请先说明为什么低于底价，再放行。"),
    SKU: say("请先在商品对照或隔离里对上商品，或请甲方申报出厂价。"),
    AREA: say("请与买家商量改地址或退款。"),
    ADDRESS: say("请向买家核对地址，改好后放行。"),
    HAND: say("请拦下它的人放行，或写明理由放行。"),
}
REASON_CHARS = 500

ORDERS_AN_HOUR_MAX = 5
UNITS_ALWAYS_FINE = 20
TIMES_USUAL = 10
WITHIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class LineSeen:
    """A line of an order as it came in. `usual_units` is what a line of its SKU has on average; 0: never sold before."""

    sku: str
    quantity: int
    usual_units: int = 0
    is_priced: bool = True
    below_floor_fen: int = 0


@dataclass(frozen=True, slots=True)
class OrderSeen:
    """What the rules look at. `orders_within_hour`: of the same person, this one in, counted up to a hundred; `provinces`: none means everywhere."""

    lines: Sequence[LineSeen] = field(default_factory=tuple)
    orders_within_hour: int = 1
    province: str = ""
    provinces: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold that an order asks for."""

    kind: str
    why: Sentence


def holds_of(order: OrderSeen) -> Iterator[Hold]:
    """The holds, of each kind at most one, the first line's that asks for it."""
    by_kind: dict[str, Hold] = {}
    for line in order.lines:
        for hold in _of_line(line):
            by_kind.setdefault(hold.kind, hold)
    if order.orders_within_hour >= ORDERS_AN_HOUR_MAX:
        why = say("同一收货人一小时内下了 {n} 单", n=order.orders_within_hour)
        by_kind.setdefault(FRAUD, Hold(FRAUD, why))
    if order.provinces and order.province and not _is_within(order.province, order.provinces):
        by_kind[AREA] = Hold(AREA, say("收货地在{province}，不在配送范围内", province=order.province))
    yield from by_kind.values()


def _of_line(line: LineSeen) -> Iterator[Hold]:
    if line.below_floor_fen:
        yield Hold(PRICE, say("{sku} 每行低于底价 {fen}", sku=line.sku, fen=yuan(line.below_floor_fen)))
    if not line.is_priced:
        yield Hold(SKU, say("{sku} 在付款那天没有出厂价", sku=line.sku))
    if line.quantity > max(UNITS_ALWAYS_FINE, line.usual_units * TIMES_USUAL):
        yield Hold(FRAUD, say("{sku} 一次买 {n} 件，远多于平常", sku=line.sku, n=line.quantity))


def _is_within(province: str, provinces: Collection[str]) -> bool:
    """Platforms write 浙江省 or 浙江, 内蒙古自治区 or 内蒙古: the short form decides."""
    return short_place(province) in {short_place(each) for each in provinces}


def short_place(name: str) -> str:
    """A province or city without what kind of place it is.

    >>> [short_place(each) for each in ("浙江省", "杭州市", "广西壮族自治区", "上海", "新疆")]
    ['浙江', '杭州', '广西', '上海', '新疆']
    """
    name = name.strip()
    for kind in (
        "维吾尔自治区",
        "壮族自治区",
        "回族自治区",
        "自治区",
        "特别行政区",
        "自治州",
        "地区",
        "省",
        "市",
    ):
        if name.endswith(kind) and len(name) > len(kind) + 1:
            return name.removesuffix(kind)
    return name
