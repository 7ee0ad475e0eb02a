"""One row of facts, checked cell by cell and then across its cells (SPEC §1): the reference, readable and slow.

The sieve of `intake.engines` lets whole blocks of plainly good rows pass without asking here; every row that it is
not sure of is judged by `check_row`, and so is each row that is mended by hand.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime

from paidang.channels.cells import SCIENTIFIC
from paidang.kit.facts import INCOMING_CHARGES, LINE_PRICE_MAX, Column, FactTable
from paidang.kit.sentence import say

TEXT_CHARS_MAX = {"channel": 40, "store": 200, "kind": 100, "warehouse": 80}
_TEXT_CHARS_MAX = 255
_INTEGER = re.compile(r"-?[0-9]+")
_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)")
_TIME_WITHOUT_ZONE = re.compile(r"\d{4}[-/]\d\d?[-/]\d\d?[T ]\d\d?:\d\d(:\d\d(\.\d+)?)?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_INT64_MAX = 2**63 - 1

Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell. `code` is for machines, `reason` for people."""

    column: str
    value: str
    reason: str
    code: str

    def as_json(self) -> dict[str, str]:
        return asdict(self)


class _Bad(ValueError):
    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


def check_row(table: FactTable, cells: Mapping[str, str]) -> tuple[Values, list[Fault]]:
    """Read a row's cells into values, and name every bad one, in column order.

    Values are text, int, bool, date and aware datetime in UTC; an empty cell is None. A cell that is bad by itself
    takes part in no further check, the others do. References and ids that occur twice are not checked here.
    """
    values: Values = {}
    faults: list[Fault] = []
    for column in table.columns:
        cell = cells.get(column.name, "")
        try:
            values[column.name] = _read(column, cell)
        except _Bad as bad:
            faults.append(Fault(column.name, cell[:200], str(bad), bad.code))
    for name, code, reason in _ACROSS.get(table.name, _nothing)(values):
        faults.append(Fault(name, cells.get(name, "")[:200], reason, code))
    return values, faults


def _read(column: Column, cell: str) -> object:
    if cell == "":
        if column.nullable:
            return None
        raise _Bad("empty", say("不能为空"))
    value = _READERS[column.type](column, cell)
    if column.choices and value not in column.choices:
        raise _Bad("unknown_choice", say("只能是 {choices} 之一", choices=column.choices))
    if column.minimum is not None and isinstance(value, int) and value < column.minimum:
        raise _Bad(
            "too_small",
            say("不能小于 {minimum}", minimum=column.minimum) if column.minimum else say("不能是负数"),
        )
    return value


def _read_text(column: Column, cell: str) -> str:
    limit = TEXT_CHARS_MAX.get(column.name, _TEXT_CHARS_MAX)
    if len(cell) > limit:
        raise _Bad("too_long", say("有 {chars:,} 字，超过 {limit} 字", chars=len(cell), limit=limit))
    if _CONTROL.search(cell):
        raise _Bad("control_character", say("有制表符、换行等看不见的字符"))
    if cell.startswith("="):
        raise _Bad("formula", say("是公式，不是内容。请粘贴为数值后再导出"))
    if column.name.endswith(("_id", "sku")) and SCIENTIFIC.fullmatch(cell):
        raise _Bad(
            "scientific", say("被表格软件改成了科学计数法，末位数字已经丢失。请把这一列设为文本，重新导出")
        )
    return cell


def _read_integer(column: Column, cell: str) -> int:
    if not _INTEGER.fullmatch(cell):
        if re.fullmatch(r"-?[0-9]+\.[0-9]+", cell):
            raise _Bad("not_integer", say("不是整数（金额以分为单位，¥12.90 写 1290）"))
        raise _Bad("not_integer", say("不是整数"))
    if len(cell) > 20 or abs(int(cell)) > _INT64_MAX:
        raise _Bad("too_large", say("数字太大，超出 64 位整数"))
    return int(cell)


def _read_time(column: Column, cell: str) -> datetime:
    if not _TIME.fullmatch(cell):
        if _TIME_WITHOUT_ZONE.fullmatch(cell):
            raise _Bad("no_zone", say("时间没有时区。请写成 2026-09-01T10:00:00+08:00"))
        raise _Bad("not_time", say("不是时间。请写成 2026-09-01T10:00:00+08:00"))
    try:
        return datetime.fromisoformat(cell).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _Bad("not_time", say("没有这个日期或时刻")) from None


def _read_day(column: Column, cell: str) -> date:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        raise _Bad("not_day", say("不是日期。请写成 2026-09-01"))
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise _Bad("not_day", say("没有这一天")) from None


def _read_boolean(column: Column, cell: str) -> bool:
    if cell not in ("true", "false"):
        raise _Bad("not_boolean", say("只能是 true 或 false"))
    return cell == "true"


_READERS: dict[str, Callable[[Column, str], object]] = {
    "text": _read_text,
    "integer": _read_integer,
    "time": _read_time,
    "day": _read_day,
    "boolean": _read_boolean,
}

Across = list[tuple[str, str, str]]


def _nothing(values: Values) -> Across:
    return []


def _integers(values: Values, *names: str) -> list[int] | None:
    found = [values.get(name) for name in names]
    return [int(value) for value in found if isinstance(value, int)] if None not in found else None


def _across_order_line(values: Values) -> Across:
    bad: Across = []
    total = None
    if pair := _integers(values, "unit_price", "quantity"):
        total = pair[0] * pair[1]
        if total > LINE_PRICE_MAX:
            bad.append(("unit_price", "line_too_large", say("单价 × 数量超过 10^15 分")))
            total = None
    discounts = _integers(values, "merchant_discount", "platform_discount")
    if total is not None and discounts and sum(discounts) > total:
        bad.append(
            (
                "platform_discount",
                "discount_too_large",
                say(
                    "两种优惠共 {discounts} 分，超过单价 × 数量 = {total} 分",
                    discounts=sum(discounts),
                    total=total,
                ),
            )
        )
    merchant = _integers(values, "merchant_discount")
    if values.get("gift") is True and total is not None and merchant and total > merchant[0]:
        bad.append(("gift", "gift_with_revenue", say("赠品却收了 {revenue} 分", revenue=total - merchant[0])))
    paid_at = values.get("paid_at")
    for name in ("shipped_at", "completed_at"):
        at = values.get(name)
        if isinstance(at, datetime) and isinstance(paid_at, datetime) and at < paid_at:
            bad.append((name, "before_paid", say("早于付款时间")))
    return bad


def _across_charge(values: Values) -> Across:
    bad: Across = []
    amount, kind = values.get("amount"), values.get("kind")
    if isinstance(amount, int) and kind:
        if kind in INCOMING_CHARGES and amount > 0:
            bad.append(("amount", "wrong_sign", say("{kind} 是收进来的钱，不能是正数", kind=str(kind))))
        if kind not in INCOMING_CHARGES and amount < 0:
            bad.append(("amount", "wrong_sign", say("不能是负数")))
    if kind == "postage" and values.get("borne_by") in ("a", "b"):
        bad.append(("borne_by", "postage_borne", say("邮费（postage）没有责任方，只能空着或写 shared")))
    return bad


def _across_price(values: Values) -> Across:
    pair = _integers(values, "min_retail_price", "suggested_price")
    if pair and pair[1] < pair[0]:
        return [("suggested_price", "below_floor", say("建议零售价低于最低零售价"))]
    return []


_ACROSS: dict[str, Callable[[Values], Across]] = {
    "order_lines": _across_order_line,
    "logistics": _across_charge,
    "prices": _across_price,
}
