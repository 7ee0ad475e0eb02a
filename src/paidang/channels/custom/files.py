"""A file read by a plan: its rows become facts through the same door as a platform's export. Pure.

An order's lines are read together: what stands once for the order is filled, its discounts are shared out, and where the
file says what was paid, lines, discounts and postage must come to it. Rows of other kinds stand each for itself.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from paidang.channels.cells import BadCell, read_count, read_id, read_time
from paidang.channels.custom.plan import (
    FEN,
    FIELD_WORDS,
    FIELDS,
    LINE_TOTAL,
    MERCHANT,
    ORDER_LINES,
    TIMES,
    Field,
    Plan,
    channel_called,
)
from paidang.channels.mapping import (
    Context,
    FactRow,
    Line,
    MapOrder,
    Mapped,
    SourceRow,
    Whole,
    line_ids,
    lines_as_facts,
    order_value,
)
from paidang.kit.money import FEN_MAX, NotMoney, fen_from_yuan, yuan
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import say

ROW = ""
"""The column of a fault that is the row's as a whole."""
PLACE_DIGITS = 3
"""So short a number is a line's place in its order; what counts lines of all orders is longer by the first month."""
_PATTERNS = {
    "dmy": ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y"),
    "mdy": ("%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y"),
    "compact": ("%Y%m%d%H%M%S", "%Y%m%d%H%M", "%Y%m%d"),
}
_DATES = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")


def mapper(plan: Plan) -> MapOrder:
    """What an order's rows, or a single row, become by a plan."""
    read = _read_order if plan.kind == ORDER_LINES else _read_row

    def map_order(rows: Sequence[SourceRow], other: Sequence[SourceRow] | None, context: Context) -> Mapped:
        return read(plan, rows, context)

    return map_order


def kept_columns(plan: Plan) -> tuple[str, ...]:
    """The columns that are read; no others, since a file may be about persons."""
    return tuple(
        dict.fromkeys(plan.columns[one.name] for one in FIELDS[plan.kind] if plan.columns.get(one.name))
    )


def group_column(plan: Plan) -> str:
    """The column that says which rows belong together, or by which a row is known."""
    first = FIELDS[plan.kind][0].name
    return plan.columns.get(first, "")


def shown_as(plan: Plan) -> tuple[tuple[str, str], ...]:
    """Columns of the facts → the file's titles, for faults that are found later."""
    facts = {
        "price": "unit_price",
        "order_discount": "merchant_discount",
        "order_platform": "platform_discount",
    }
    facts |= {"line_discount": "merchant_discount", "line_platform": "platform_discount"}
    return tuple((facts.get(name, name), title) for name, title in plan.columns.items())


def known_as(order_id: str, line_id: str) -> str:
    """A line's id as no other order has it: many a file numbers the lines of each order from 1.

    >>> known_as("88", "1"), known_as("88", "5001"), known_as("", "1"), known_as("88", "")
    ('88-1', '5001', '1', '')
    """
    is_place = line_id.isdigit() and len(line_id) <= PLACE_DIGITS
    return f"{order_id}-{line_id}" if order_id and is_place else line_id


def _read_row(plan: Plan, rows: Sequence[SourceRow], context: Context) -> Mapped:
    mapped, row = Mapped(), rows[0]
    cells = {one.name: str(_value(mapped, plan, one, row)) for one in FIELDS[plan.kind]}
    if plan.kind == "refunds":
        order_id, sku = cells.pop("order_id"), cells.pop("sku")
        cells["line_id"] = known_as(order_id, cells["line_id"]) or f"{order_id}-{sku}"
    if "store" in cells:
        cells["store"], cells["channel"] = (
            cells["store"] or context.store,
            cells["channel"] or context.channel,
        )
    if not mapped.faults:
        mapped.facts = [FactRow(plan.kind, row[0], cells)]
    return mapped


def _read_order(plan: Plan, rows: Sequence[SourceRow], context: Context) -> Mapped:
    mapped = Mapped()
    whole_cells = {
        title: order_value(mapped, rows, title)
        for one in FIELDS[ORDER_LINES]
        if one.of_order and (title := plan.columns.get(one.name))
    }
    first: SourceRow = (rows[0][0], {**rows[0][1], **whole_cells})
    got = {one.name: _value(mapped, plan, one, first) for one in FIELDS[ORDER_LINES] if one.of_order}
    lines, times = _lines(mapped, plan, rows, str(got["order_id"]))
    if not got["paid_at"] and not mapped.faults:
        mapped.skipped = say("未付款")
        return mapped
    if mapped.faults:
        return mapped
    discount = _reconcile(mapped, plan, first, got, lines)
    if mapped.faults:
        return mapped
    whole = Whole(
        order_id=str(got["order_id"]),
        channel=str(got["channel"] or context.channel),
        store=str(got["store"] or context.store),
        merchant_discount_fen=discount,
        platform_discount_fen=_int(got["order_platform"]),
        postage_fen=_int(got["postage"]),
        paid_at=str(got["paid_at"]),
        shipped_at="",
        completed_at="",
    )
    mapped.facts = lines_as_facts(whole, lines)
    for fact, (shipped_at, completed_at) in zip(mapped.facts, times, strict=False):  # postage comes last
        fact.cells["shipped_at"], fact.cells["completed_at"] = shipped_at, completed_at
    return mapped


def _lines(
    mapped: Mapped, plan: Plan, rows: Sequence[SourceRow], order_id: str
) -> tuple[list[Line], list[tuple[str, str]]]:
    """The lines, and when each left and came; a time that only the order's first line has is the order's."""
    fields = {one.name: one for one in FIELDS[ORDER_LINES]}
    skus = [str(_value(mapped, plan, fields["sku"], row)) for row in rows]
    made = line_ids(order_id, skus)
    lines, times = [], []
    before = ("", "")
    for row, sku, made_id in zip(rows, skus, made, strict=True):
        quantity = _int(_value(mapped, plan, fields["quantity"], row)) or 1
        price = _int(_value(mapped, plan, fields["price"], row))
        cut = _int(_value(mapped, plan, fields["line_discount"], row))
        line_id = known_as(order_id, str(_value(mapped, plan, fields["line_id"], row))) or made_id
        if (
            plan.price_is == LINE_TOTAL
        ):  # what does not divide evenly: the price of one is rounded up, the rest comes off
            unit = -(-price // quantity)
            cut, price = cut + unit * quantity - price, unit
        platform = _int(_value(mapped, plan, fields["line_platform"], row))
        if price < 0:
            mapped.fault(row[0], plan.columns.get("price", ROW), str(price), say("不能是负数"))
        if cut < 0 or platform < 0 or cut + platform > price * quantity:
            title = plan.columns.get("line_discount") or plan.columns.get("line_platform") or ROW
            mapped.fault(
                row[0], title, row[1].get(title, ""), say("优惠比这一行的价还多，或是负数"), "does_not_add_up"
            )
        lines.append(Line(row[0], line_id, sku, quantity, price, cut, platform))
        shipped = str(_value(mapped, plan, fields["shipped_at"], row)) or before[0]
        completed = str(_value(mapped, plan, fields["completed_at"], row)) or before[1]
        before = (shipped, completed)
        times.append(before)
    return lines, times


def _reconcile(
    mapped: Mapped, plan: Plan, first: SourceRow, got: dict[str, object], lines: Sequence[Line]
) -> int:
    """The order's merchant discount, once the order adds up to what was paid; a fault where it does not."""
    discount, platform, postage = (
        _int(got[name]) for name in ("order_discount", "order_platform", "postage")
    )
    goods = sum(line.total_fen for line in lines)
    own = sum(line.merchant_discount_fen + line.platform_discount_fen for line in lines)
    room = goods - own
    title = plan.columns.get("paid_total", "")
    if min(discount, platform, postage) < 0 or discount + platform > room:
        column = (
            plan.columns.get("order_discount")
            or plan.columns.get("order_platform")
            or plan.columns.get("postage")
            or ROW
        )
        mapped.fault(first[0], column, first[1].get(column, ""), say("优惠比商品金额 {room} 还多，或是负数", room=yuan(room)), "does_not_add_up")  # fmt: skip
        return 0
    if not title or not first[1].get(title):
        return discount
    paid = _int(got["paid_total"])
    rest = room - discount - platform + postage - paid
    if rest and plan.rest == MERCHANT and 0 < rest <= room - discount - platform:
        return discount + rest
    if rest:
        reason = say("与明细不符：商品减优惠加运费是 {sum}", sum=yuan(paid + rest))
        if paid + rest + sum(line.unit_price_fen * (1 - line.quantity) for line in lines) == paid:
            reason = say("{reason}，像是把整行的合计当成了一件的价", reason=reason)
        mapped.fault(first[0], title, first[1][title], reason, "does_not_add_up")
    return discount


def _int(value: object) -> int:
    return value if isinstance(value, int) else int(str(value) or 0)


def _value(mapped: Mapped, plan: Plan, one: Field, row: SourceRow) -> object:
    """A field's value in the cells of our own format: from its column, else the fixed one; a fault where it cannot be read."""
    title = plan.columns.get(one.name, "")
    cell = row[1].get(title, "") if title else ""
    try:
        if not cell:
            cell = plan.fixed.get(one.name, "")
            if not cell and one.is_needed and one.name != "paid_at":
                raise BadCell(say("{field}是空的", field=FIELD_WORDS[one.name]))
            if one.type in ("time", "day"):
                return read_moment(cell, "ymd", is_day=one.type == "day") if cell else ""
        elif one.type in ("time", "day"):
            return read_moment(cell, plan.times[one.name], is_day=one.type == "day")
        return _read(plan, one, cell)
    except BadCell as bad:
        mapped.fault(row[0], title or ROW, cell, str(bad))
        return ""


def _read(plan: Plan, one: Field, cell: str) -> object:
    if not cell:
        return ""
    known = plan.words.get(one.name, {})
    if one.choices:
        word = known.get(cell, cell)
        if word not in one.choices:
            raise BadCell(say("没有说“{cell}”是什么，请在对列时写明", cell=cell[:40]))
        return word
    if one.type == "id":
        return read_id(cell) if one.name != "sku" else _read_sku(cell)
    if one.type == "count":
        return read_count(cell) if plan.kind == ORDER_LINES else _read_units(cell)
    if one.type == "money":
        return read_amount(cell, plan.unit)
    word = known.get(cell, cell)
    return channel_called(word) if one.name == "channel" else word


def _read_sku(cell: str) -> str:
    if re.fullmatch(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]{1,3}", cell):
        raise BadCell(say("被表格软件改成了科学计数法，末位数字已经丢失。请重新导出"))
    return cell


def _read_units(cell: str) -> int:
    if not re.fullmatch(r"[0-9]{1,12}(\.0+)?", cell):
        raise BadCell(say("不是数量（不小于 0 的整数）"))
    return int(cell.split(".")[0])


def read_amount(cell: str, unit: str) -> int:
    """An amount in fen; BadCell where it is none in this unit."""
    if unit == FEN:
        if not re.fullmatch(r"-?[0-9]{1,18}(\.0+)?", cell):
            raise BadCell(say("不是金额（分，整数）"))
        return int(cell.split(".")[0])
    try:
        fen = fen_from_yuan(cell)
    except NotMoney:
        raise BadCell(say("不是金额（元，最多两位小数）")) from None
    if abs(fen) > FEN_MAX:
        raise BadCell(say("金额太大"))
    return fen


def read_moment(cell: str, manner: str, *, is_day: bool) -> str:
    """A time as ISO 8601 with offset, or a day, as one manner of writing has it; BadCell in any other. No zone means Shanghai."""
    at = _moment(cell, manner)
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d}" if is_day else at.isoformat()


def _moment(cell: str, manner: str) -> datetime:
    wrong = BadCell(say("不是这样写的时间：{manner}", manner=TIMES[manner]))
    try:
        if manner in ("unix", "unix_ms"):
            if not re.fullmatch(r"[0-9]{9,13}", cell):
                raise wrong
            seconds = int(cell) if manner == "unix" else int(cell) // 1000
            return datetime.fromtimestamp(0, SHANGHAI) + timedelta(seconds=seconds)
        if manner == "iso":
            at = datetime.fromisoformat(cell)
            if at.tzinfo is None:
                raise wrong
            return at
        if manner == "ymd":
            return _ymd(cell)
    except (ValueError, OverflowError) as error:
        if isinstance(error, BadCell):
            raise
        raise wrong from None
    for pattern in _PATTERNS.get(manner, ()):
        try:
            return datetime.strptime(cell.replace("-", "/").replace(".", "/"), pattern).replace(
                tzinfo=SHANGHAI
            )
        except ValueError:
            continue
    raise wrong


def _ymd(cell: str) -> datetime:
    for pattern in _DATES:
        try:
            return datetime.strptime(cell, pattern).replace(tzinfo=SHANGHAI)
        except ValueError:
            continue
    if not (text := read_time(cell)):
        raise BadCell(say("没有时间"))
    return datetime.fromisoformat(text)
