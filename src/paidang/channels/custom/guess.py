"""A first plan for a file that nobody knows: by the names of its columns and by what stands in them. What is not certain is left open.

Which of two prices is of one unit is found by adding up orders; a day that may be read two ways, or an amount that may be
yuan or fen, stays open for a person.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from paidang.channels.cells import BadCell, bare_title, clean
from paidang.channels.custom.files import mapper, read_amount, read_moment
from paidang.channels.custom.plan import (
    FEN,
    FIELDS,
    KINDS,
    LINE_TOTAL,
    ORDER_LINES,
    TIMES,
    UNIT_PRICE,
    YUAN,
    Field,
    Plan,
)
from paidang.channels.mapping import Context, SourceRow

SAMPLE_ROWS = 300
_ORDER_TIMES = ("paid_at", "shipped_at", "completed_at")
_SAID_ELSEWHERE = ("channel", "store", "warehouse")
"""Seldom a column: they hold for the whole file."""
MOST = 0.9
"""So many of a column's cells must be of a field's kind: a file has totals and slips."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The header and the first rows of a file, cleaned."""

    titles: tuple[str, ...]
    rows: tuple[SourceRow, ...]

    def cells(self, title: str) -> list[str]:
        return [cells[title] for _number, cells in self.rows if cells.get(title)]


def sample_of(header: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]) -> Sample:
    """The sample of a sheet's first rows."""
    titles = tuple(bare_title(title) for title in header)
    cleaned = tuple(
        (number, {title: clean(cell) for title, cell in zip(titles, row, strict=False) if title})
        for number, row in rows[:SAMPLE_ROWS]
    )
    return Sample(titles, cleaned)


# Names by field, the most certain first. `^…$`: the whole title, brackets and blanks taken off.
_NAMES: dict[str, str] = {
    "order_id": r"^(平台|原始|线上|网店)?(订单|交易|主订单)(编号|号|号码|id)$|^(平台|原始)?单号$|^order_?(id|no|number|sn)$|^tid$",
    "line_id": r"^(子订单|子单|明细|订单明细|行)(编号|号|id)$|^(line|item|order_item)_?(id|no)$|^oid$",
    "channel": r"^(平台|渠道|来源平台|销售渠道|channel|platform)$",
    "store": r"^(店铺|店铺名|店铺名称|店名|网店|商店|店|store|shop)(_?name)?$",
    "sku": r"^(商品|商家|货品|规格|物料|sku|商家sku|外部)?(编码|编号|代码|货号|货号编码)$|^sku(_?(id|code))?$|^outer_?(sku_?)?id$",
    "quantity": r"^(商品|购买|订购|销售|卖出|退货|退|实发|发货|可用|库存|可售)?(数量|件数|个数|套数|数目|库存|库存数)$|^(几个|几件|几套|数)$|^(qty|quantity|num|count)$|^可用库存$",
    "price": r"^(商品|成交|销售|优惠前|一件|每件|实际)?(单价|售价|卖价)$|^(成交|销售|零售|商品|卖出)价(格)?$|^价格$|^(unit_?)?price$|^(商品|行|明细)(小计|金额|总额|合计|总价)$|^小计$|^(line_?)?(total|amount)$",
    "line_discount": r"^(商品|单品|行|明细)(优惠|折扣)(金额)?$|^line_?discount$",
    "order_discount": r"^(店铺|商家|卖家|订单|整单)?(优惠|折扣|减免)(金额|总额|合计)?$|^discount(_?amount)?$",
    "order_platform": r"^平台(优惠|补贴|承担|红包)(金额)?$|^platform_?discount$",
    "postage": r"^(买家)?(支付|承担)?(运费|邮费|快递费)(收入)?$|^(freight|postage|shipping(_?fee)?)$",
    "paid_total": r"^(买家)?(实付|实收|实际支付|支付|应付)(款|金额|总额|总价)?$|^订单(实付|应付|总)?(金额|总额)$|^(paid|pay_?amount|order_?total)$",
    "paid_at": r"^(付款|支付)(时间|日期|完成时间)?$|^(pay_?time|paid_?(at|time)|payment_?time)$",
    "shipped_at": r"^(发货|出库)(时间|日期)$|^(ship(ped)?_?(at|time)|consign_?time)$",
    "completed_at": r"^(完成|签收|确认收货|收货|交易成功)(时间|日期)$|^(completed?|finish(ed)?|end)_?(at|time)$",
    "refund_id": r"^(退款|退货|售后)(单)?(编号|号|id)$|^refund_?(id|no)$",
    "amount": r"^(退款|费用|账单|收支|扣费)?(金额|费用)$|^(refund_?)?(amount|fee)$",
    "cause": r"^(退款|售后|退货)?(原因|类型)$|^(cause|reason)$",
    "refunded_at": r"^(退款|退款完成|售后完成)(时间|日期)$|^refund(ed)?_?(at|time)$",
    "restocked": r"^(是否)?(可再售|可二次销售|入良品库)$|^restocked$",
    "charge_id": r"^(费用|账单|物流单|运单)(编号|号|id)$|^(charge|bill)_?(id|no)$",
    "fee_id": r"^(费用|流水|账单)(编号|号|id)$|^fee_?(id|no)$",
    "entry_id": r"^(流水|账务|账单|动账)(编号|流水号|号|id)$|^entry_?(id|no)$",
    "kind": r"^(费用|业务|账务)?(类型|类别)$|^(kind|type)$",
    "item": r"^(费用|账务)(项|项目|名称)$|^(item|fee_?name)$",
    "charged_at": r"^(计费|扣费|费用|发生|发货)(时间|日期)$|^charged?_?(at|time)$",
    "booked_at": r"^(入账|记账|发生|动账)(时间|日期)$|^booked_?(at|time)$",
    "paid_by": r"^(付款方|谁付)$|^paid_?by$",
    "borne_by": r"^(承担方|责任方|谁承担)$|^borne_?by$",
    "warehouse": r"^(仓库|仓)(名称)?$|^warehouse$",
    "counted_at": r"^(盘点|清点|更新)(时间|日期)$|^counted_?at$",
    "factory_price": r"^(出厂价|供货价|成本价|进货价)$|^(factory_?price|cost)$",
    "valid_from": r"^(生效|起始|开始)(日期|日|时间)$|^(valid_?from|from)$",
    "min_retail_price": r"^(最低零售价|最低售价|控价|底价)$|^(min_?(retail_?)?price|floor)$",
    "suggested_price": r"^(建议零售价|指导价|吊牌价)$|^(suggested_?price|msrp)$",
}  # fmt: skip
_UNITS = re.compile(
    r"\(.*?\)|（.*?）|\[.*?\]|【.*?】|[\s*＊:：]|(?<=.)[/／](人民币)?(元|分|件|个|套|rmb|cny)$|(?<=[价额费款\s])元$",
    re.I,
)
"""What a title says beside the name: units, brackets, signs."""
_UNIT_NAMES, _TOTAL_NAMES = (
    re.compile(r"单价|售价|卖价|成交价|销售价|零售价|unit"),
    re.compile(r"小计|总|合计|total|商品金额|行金额|明细金额"),
)


def guess_kind(titles: Sequence[str], among: Sequence[str] = KINDS) -> str:
    """The kind of `among` of which most needed fields are named; the first of them where it is all the same."""

    def known(kind: str) -> float:
        fields = FIELDS[kind]
        named = [one for one in fields if any(_is_named(one.name, title) for title in titles)]
        needed = [one for one in fields if one.is_needed and one.name not in _SAID_ELSEWHERE]
        return sum(one in named for one in needed) / len(needed) + len(named) / 100

    return max(among, key=known)


def guess(sample: Sample, kind: str = "", among: Sequence[str] = KINDS) -> Plan:
    """A plan with what is certain; what is open is for `check_plan` to tell."""
    kind = kind or guess_kind(sample.titles, among)
    columns: dict[str, str] = {}
    for one in FIELDS[kind]:
        fitting = [
            title
            for title in sample.titles
            if title
            and title not in columns.values()
            and _is_named(one.name, title)
            and fits(one, sample.cells(title))
        ]
        if len(fitting) == 1 or (fitting and one.name != "price"):
            columns[one.name] = fitting[0]
        elif fitting:
            columns["price"] = next((title for title in fitting if _UNIT_NAMES.search(title)), fitting[0])
    _only_time(sample, kind, columns)
    plan = Plan(
        kind, columns, {}, _words(sample, kind, columns), times_of(sample, kind, columns), _unit(sample, kind, columns)
    )  # fmt: skip
    return replace(plan, price_is=_price_is(sample, plan)) if kind == ORDER_LINES else plan


def times_of(
    sample: Sample, kind: str, columns: Mapping[str, str], said: Mapping[str, str] | None = None
) -> dict[str, str]:
    """How the times of these columns are written: as it was `said` where they can be read so, else where it is certain.

    A column that is empty so far is written as the others of the file are.
    """
    found = {
        one.name: (cells, manner_of(cells))
        for one in FIELDS[kind]
        if one.type in ("time", "day") and columns.get(one.name)
        for cells in (sample.cells(columns[one.name]),)
    }
    known = {manner for cells, manner in found.values() if cells}
    times = {}
    for name, (cells, manner) in found.items():
        word = (said or {}).get(name, "")
        if word in TIMES and (not cells or not manner or _reads_as(cells, word)):
            times[name] = word
        elif certain := manner if cells else next(iter(known)) if len(known) == 1 else "":
            times[name] = certain
    return times


def _is_named(field: str, title: str) -> bool:
    bare = _UNITS.sub("", title).lower()
    return bool(re.search(_NAMES.get(field, r"(?!)"), bare))


def fits(one: Field, cells: Sequence[str]) -> bool:
    """Whether a column's cells may be of a field's kind; an empty column may be anything."""
    reads: dict[str, Callable[[str], object]] = {
        "money": lambda cell: read_amount(cell, YUAN),
        "count": lambda cell: int(re.fullmatch(r"[0-9]{1,12}(?:\.0+)?", cell)[0].split(".")[0]),  # type: ignore[index]
        "id": lambda cell: cell[:100] if " " not in cell else int("no"),
    }
    if one.type in ("time", "day"):
        return not cells or manner_of(cells) is not None
    if one.type not in reads:
        return True
    return not cells or _share(cells, reads[one.type]) >= MOST


def _share(cells: Sequence[str], read: Callable[[str], object]) -> float:
    good = 0
    for cell in cells:
        try:
            read(cell)
            good += 1
        except (BadCell, ValueError, TypeError):
            continue
    return good / len(cells)


def manner_of(cells: Sequence[str]) -> str | None:
    """How times are written: "" where two manners fit (day or month first), None where none does."""
    if not cells:
        return ""

    fitting = [manner for manner in TIMES if _reads_as(cells, manner)]
    if not fitting:
        return None
    if set(fitting) <= {"dmy", "mdy"}:
        return fitting[0] if len(fitting) == 1 else ""
    return fitting[0]


def _reads_as(cells: Sequence[str], manner: str) -> bool:
    return _share(cells, lambda cell: read_moment(cell, manner, is_day=False)) >= MOST


def _only_time(sample: Sample, kind: str, columns: dict[str, str]) -> None:
    """One time that is needed and has no name, and one column of times that is nothing else: they are the same."""
    open_ = [
        one
        for one in FIELDS[kind]
        if one.type in ("time", "day") and one.is_needed and one.name not in columns
    ]
    rest = [
        title
        for title in sample.titles
        if title
        and title not in columns.values()
        and (cells := sample.cells(title))
        and manner_of(cells) is not None
    ]
    if len(open_) == 1 and len(rest) == 1:
        columns[open_[0].name] = rest[0]


def _unit(sample: Sample, kind: str, columns: Mapping[str, str]) -> str:
    """Yuan where a title says so or any amount has a point; fen where a title says so; else nobody knows."""
    titles = [columns[one.name] for one in FIELDS[kind] if one.type == "money" and one.name in columns]
    if any(_IN_YUAN.search(title) for title in titles):
        return YUAN
    if any("(分)" in title or "fen" in title.lower() for title in titles):
        return FEN
    return YUAN if any("." in cell for title in titles for cell in sample.cells(title)) else ""


_IN_YUAN = re.compile(r"[(（\[【/／](人民币|rmb|cny|元|人民币元)[)）\]】]?$|元$", re.I)
_SAID = {
    "paid_by": {"甲方": "a", "品牌方": "a", "乙方": "b", "代运营": "b"},
    "borne_by": {"共同": "shared", "双方": "shared", "甲方": "a", "乙方": "b"},
    "restocked": {"是": "true", "否": "false", "可": "true", "不可": "false", "Y": "true", "N": "false", "1": "true", "0": "false"},
    "gift": {"是": "true", "否": "false", "Y": "true", "N": "false", "1": "true", "0": "false"},
    "cause": {
        "质量问题": "quality", "破损": "quality", "错发": "wrong_item", "发错货": "wrong_item", "多发": "over_shipped", "七天无理由": "no_reason",
        "无理由": "no_reason", "不想要了": "no_reason", "丢件": "lost", "快递丢失": "lost", "价保": "price_protection", "补差价": "price_protection",
    },
}  # fmt: skip


def _words(sample: Sample, kind: str, columns: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What words of the file mean that are known; the others stay open, row by row."""
    found = {}
    for one in FIELDS[kind]:
        if one.choices and one.name in columns:
            known = _SAID.get(one.name, {})
            words = {cell: known[cell] for cell in sample.cells(columns[one.name]) if cell in known}
            if words:
                found[one.name] = words
    return found


def _price_is(sample: Sample, plan: Plan) -> str:
    """Of one unit or of the line: the reading by which orders of several units come to what was paid, else what the title says.

    "" where both do, or neither: then only a person knows.
    """
    title = plan.columns.get("price", "")
    if not title or plan.unit == "":
        return ""
    if plan.columns.get("paid_total"):
        orders = _telling_orders(sample, plan)
        fitting = [
            price_is
            for price_is in (UNIT_PRICE, LINE_TOTAL)
            if orders and all(not _faults(plan, price_is, rows) for rows in orders)
        ]
        if len(fitting) == 1:
            return fitting[0]
        if orders:
            return ""
    is_unit, is_total = bool(_UNIT_NAMES.search(title)), bool(_TOTAL_NAMES.search(title))
    return UNIT_PRICE if is_unit and not is_total else LINE_TOTAL if is_total and not is_unit else ""


def _telling_orders(sample: Sample, plan: Plan) -> list[list[SourceRow]]:
    """Whole orders of which some line has several units. The last one of a sample may go on below it."""
    orders: dict[str, list[SourceRow]] = {}
    current = ""
    by, quantity = plan.columns.get("order_id", ""), plan.columns.get("quantity", "")
    for row in sample.rows:
        current = row[1].get(by) or current
        orders.setdefault(current, []).append(row)
    if len(sample.rows) == SAMPLE_ROWS:
        orders.popitem()
    return [
        rows
        for rows in orders.values()
        if any(cells.get(quantity, "1") not in ("", "1") for _n, cells in rows)
    ]


def _faults(plan: Plan, price_is: str, rows: Sequence[SourceRow]) -> bool:
    """Whether an order does not add up by one reading of its prices, whatever its times are."""
    timeless = {name: title for name, title in plan.columns.items() if name not in _ORDER_TIMES}
    tried = replace(
        plan, price_is=price_is, columns=timeless, fixed={"paid_at": "2000-01-01", "channel": "?"}
    )
    return bool(mapper(tried)(rows, None, Context(store="?", channel="?")).faults)
