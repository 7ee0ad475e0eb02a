"""One record of a platform's JSON, read field by field. What cannot be read is a fault, never an exception."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from paidang.channels.cells import BadCell, read_count, read_fen, read_id, read_time
from paidang.channels.mapping import Mapped
from paidang.channels.taobao.words import FEN, UNIT
from paidang.kit.sentence import say

T = TypeVar("T")
_WHOLE = 18
"""Digits that an amount in fen may have."""


@dataclass(frozen=True, slots=True)
class Record:
    """A JSON object; `row` is 0 for a document's own, then its lines from 1. Faults go to `mapped`."""

    mapped: Mapped
    row: int
    fields: Mapping[str, Any]

    def text(self, name: str) -> str:
        """As text: ids beyond 2^53 come as numbers or texts, and both are whole. Objects are no text."""
        return self._read(name, lambda value: value, "")

    def id(self, name: str) -> str:
        return self._read(name, read_id, "")

    def id_if_any(self, name: str) -> str:
        """An id, or "" where there is none; platforms write 0 for none."""
        return self._read(name, lambda value: read_id(value) if value not in ("", "0") else "", "")

    def count(self, name: str) -> int:
        return self._read(name, read_count, 1)

    def time(self, name: str) -> str:
        """ISO 8601 with Shanghai's offset; "" where it has not happened."""
        return self._read(name, read_time, "")

    def fen(self, name: str, *, required: bool = False) -> int:
        """An amount in fen, by the field's own unit."""
        return self._read(name, lambda value: _amount(value, UNIT[name], required), 0)

    def says(self, name: str) -> bool:
        """Is the field there and not empty?"""
        return self.fields.get(name) not in (None, "")

    def inner(self, name: str) -> Mapping[str, Any]:
        value = self.fields.get(name)
        return value if isinstance(value, Mapping) else {}

    def many(self, name: str, of: str) -> list[Mapping[str, Any]]:
        """A list, wrapped as the platform does (`orders.order`) or bare; absent where it is empty."""
        value = self.fields.get(name)
        if isinstance(value, Mapping):
            value = value.get(of)
        return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []

    def fault(self, name: str, reason: str, code: str) -> None:
        self.mapped.fault(self.row, name, str(self.fields.get(name, "")), reason, code)

    def _read(self, name: str, read: Callable[[str], T], default: T) -> T:
        try:
            return read(_plain(self.fields.get(name)))
        except BadCell as bad:
            self.fault(name, str(bad), "bad_cell")
            return default


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value.replace("\x00", "").strip()
    if isinstance(value, int | Decimal):
        return str(value)
    raise BadCell(say("不是文字也不是整数"))


def _amount(value: str, unit: str, required: bool) -> int:
    if not value and required:
        raise BadCell(say("金额是空的"))
    if unit == FEN:
        if value and not (value.isascii() and value.isdecimal() and len(value) <= _WHOLE):
            raise BadCell(say("不是金额（分，整数）"))
        fen = int(value or 0)
    else:
        fen = read_fen(value)
    if fen < 0:
        raise BadCell(say("不能是负数"))
    return fen
