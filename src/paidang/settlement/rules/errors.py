"""What is wrong with bad input, place by place (SPEC §1, §10, §11)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from paidang.kit.sentence import say

SHOWN_ERRORS_MAX = 100


def place_words(file: str, row: int | None, column: str | None) -> str:
    """Where something stands, for people: `facts/refunds.csv 第3行 amount`."""
    place = file if row is None else say("{file} 第{row}行", file=file, row=row)
    return say("{place} {column}", place=place, column=column) if column else place


@dataclass(frozen=True, slots=True)
class BadPlace:
    """One bad cell or key: the row as a spreadsheet numbers it (the header is row 1), the reason for people."""

    file: str
    row: int | None
    column: str | None
    value: object
    reason: str

    def as_dict(self) -> dict[str, object]:
        """The form of SPEC §11; a value that JSON cannot hold exactly is shown as text."""
        value = self.value
        if isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, dict | list):
            value = json.dumps(value, ensure_ascii=False)
        elif not isinstance(value, str | int | bool | None):
            value = str(value)
        return {
            "file": self.file,
            "row": self.row,
            "column": self.column,
            "value": value,
            "reason": self.reason,
        }

    def __str__(self) -> str:
        place = place_words(self.file, self.row, self.column)
        if self.value is None:
            return say("{place}：{reason}", place=place, reason=self.reason)
        return say("{place}（{value}）：{reason}", place=place, value=repr(self.value), reason=self.reason)


class BadInput(ValueError):
    """Terms or facts that are refused whole; nothing was settled. `notes` are what was set aside, not wrong."""

    def __init__(self, errors: Iterable[BadPlace]) -> None:
        self.errors = list(errors)
        super().__init__(f"{len(self.errors)} bad places, the first: {self.errors[0]}")

    def as_dict(self) -> dict[str, object]:
        """The first hundred errors with the full count (SPEC §1, §11)."""
        shown = [error.as_dict() for error in self.errors[:SHOWN_ERRORS_MAX]]
        return {"errors": shown, "count": len(self.errors)}
