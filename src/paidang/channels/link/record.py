"""One record of a platform's JSON, read field by field. What cannot be read is a fault, never an exception. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from paidang.channels.cells import BadCell, read_count, read_fen, read_id, read_time
from paidang.channels.mapping import Mapped
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import say

YUAN, FEN = "yuan", "fen"
WRONG_STORE = "wrong_store"
"""The code of a fault: the document is of another kind of store than the one it came from was said to be."""
T = TypeVar("T")
_FEN_DIGITS_MAX = 18
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Record:
    """A JSON object, whose faults go to `mapped`; `row` is 0 for the document itself, its lines count from 1.

    `units` says of every amount whether the platform writes it in yuan or in fen; an amount that is not in it is a bug.
    """

    mapped: Mapped
    row: int
    fields: Mapping[str, Any]
    units: Mapping[str, str]

    def text(self, name: str) -> str:
        """As text: ids beyond 2^53 come as numbers or as texts, and both are whole."""
        return self._read(name, lambda value: value, "")

    def id(self, name: str) -> str:
        return self._read(name, read_id, "")

    def id_if_any(self, name: str) -> str:
        """An id, or "" where there is none, for which platforms write 0 too."""
        return self._read(name, lambda value: read_id(value) if value not in ("", "0") else "", "")

    def count(self, name: str) -> int:
        return self._read(name, read_count, 1)

    def time(self, name: str) -> str:
        """ISO 8601 with Shanghai's offset; "" where it has not happened."""
        return self._read(name, read_time, "")

    def unix_time(self, name: str) -> str:
        """The same of seconds since 1970; "" for 0 and where there is none."""
        return self._read(name, _read_unix_time, "")

    def fen(self, name: str, *, is_needed: bool = False) -> int:
        """An amount in fen, by the field's own unit; never below zero."""
        unit = self.units[name]
        return self._read(name, lambda value: _read_amount(value, unit, is_needed), 0)

    def inner(self, name: str) -> "Record":
        """An object in the record, empty where it is not there."""
        value = self.fields.get(name)
        return replace(self, fields=value if isinstance(value, Mapping) else {})

    def says(self, name: str) -> bool:
        """Is the field there and not empty?"""
        return self.fields.get(name) not in (None, "")

    def many(self, name: str) -> list["Record"]:
        """The objects of a list, numbered as rows from 1; what is no object among them is a fault."""
        value = self.fields.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
            self.fault(name, say("不是一列对象"))
            return []
        return [replace(self, row=row, fields=each) for row, each in enumerate(value, 1)]

    def fault(self, name: str, reason: str, code: str = "bad_cell") -> None:
        value = self.fields.get(name)
        self.mapped.fault(self.row, name, "" if value is None else str(value), reason, code)

    def _read(self, name: str, read: Callable[[str], T], default: T) -> T:
        try:
            return read(_as_text(self.fields.get(name)))
        except BadCell as bad:
            self.fault(name, str(bad))
            return default


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _CONTROL.sub("", value).strip()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal) and value.is_finite() and "E" not in str(value):
        return str(value)  # one in scientific notation may have lost its last digits
    raise BadCell(say("不是文字也不是数"))


def _read_unix_time(value: str) -> str:
    if value in ("", "0"):
        return ""
    if not (value.isascii() and value.isdecimal() and len(value) == 10):
        raise BadCell(say("不是时间（1970 年以来的秒数）"))
    return datetime.fromtimestamp(int(value), SHANGHAI).isoformat()


def _read_amount(value: str, unit: str, is_needed: bool) -> int:
    if not value and is_needed:
        raise BadCell(say("金额是空的"))
    if unit == YUAN:
        fen = read_fen(value)
    elif not value or (value.isascii() and value.isdecimal() and len(value) <= _FEN_DIGITS_MAX):
        fen = int(value or 0)
    else:
        raise BadCell(say("不是金额（分，整数）"))
    if fen < 0:
        raise BadCell(say("不能是负数"))
    return fen
