"""Reading one cell by itself, from CSV text or as Parquet holds it (SPEC §1). Nothing is trimmed."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from paidang.kit.facts import Column
from paidang.kit.sentence import say
from paidang.settlement.rules.arithmetic import FEN_MAX, FEN_MIN
from paidang.settlement.rules.read_terms import is_month

_INTEGER = re.compile(r"-?[0-9]+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)"
)


class BadCell(ValueError):
    """A cell that is bad by itself; its message says why, for people."""


def read_cell(column: Column, raw: object) -> Any:
    """Read one cell of a column: its value, or None where an empty cell is allowed; raises BadCell.

    An empty text is an empty cell, in Parquet as in CSV.
    """
    if raw is None or raw == "":
        if column.nullable:
            return None
        raise BadCell(say("不得为空"))
    value: Any = _READERS[column.type](raw)
    if column.choices and value not in column.choices:
        raise BadCell(say("应为以下之一：{choices}", choices=column.choices))
    if column.minimum is not None and value < column.minimum:
        raise BadCell(say("不得小于{minimum}", minimum=column.minimum))
    return value


def _read_text(raw: object) -> str:
    if isinstance(raw, str):
        return raw
    if isinstance(raw, int) and not isinstance(raw, bool):
        return str(raw)  # an id that Parquet holds as a number
    raise BadCell(say("应为文本"))


def _read_integer(raw: object) -> int:
    if isinstance(raw, str) and _INTEGER.fullmatch(raw):
        digits = raw.lstrip("-").lstrip("0")
        if len(digits) > len(str(FEN_MAX)):
            raise BadCell(say("超出64位整数"))
        raw = int(digits or "0") * (-1 if raw[0] == "-" else 1)
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise BadCell(say("应为整数（金额以分计）"))
    if not FEN_MIN <= raw <= FEN_MAX:
        raise BadCell(say("超出64位整数"))
    return raw


def _read_boolean(raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    if raw == "true" or raw == "false":
        return raw == "true"
    raise BadCell(say("应为 true 或 false"))


def _read_time(raw: object) -> datetime:
    """An aware moment, in UTC; fractions of a second beyond microseconds are cut off."""
    moment = raw
    if isinstance(raw, str):
        if not _TIME.fullmatch(raw):
            raise BadCell(say("应为带时区的时间，如 2026-09-02T12:00:00+08:00"))
        try:
            moment = datetime.fromisoformat(raw)
        except ValueError:
            raise BadCell(say("没有这个日期或时间")) from None
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise BadCell(say("应为带时区的时间"))
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:
        raise BadCell(say("没有这个日期或时间")) from None
    if not date.min < moment.date() < date.max:
        raise BadCell(say("没有这个日期或时间"))  # its day in Shanghai may not exist
    return moment


def _read_day(raw: object) -> date:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    if isinstance(raw, str) and _DAY.fullmatch(raw):
        try:
            return date.fromisoformat(raw)
        except ValueError:
            pass
    raise BadCell(say("没有这一天，应为 YYYY-MM-DD"))


def _read_month(raw: object) -> str:
    if isinstance(raw, str) and is_month(raw):
        return raw
    raise BadCell(say("没有这个月份，应为 YYYY-MM"))


_READERS: dict[str, Callable[[object], object]] = {
    "text": _read_text,
    "integer": _read_integer,
    "time": _read_time,
    "day": _read_day,
    "month": _read_month,
    "boolean": _read_boolean,
}
