"""The procurement plan's lines: what is to be bought by when, beside what is there and what is planned to be sold (TC 3.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from paidang.kit.clause import clause

LINES_MAX = 500
UNITS_MAX = 10**7


class NotALine(ValueError):
    """A line that cannot be read, as it was typed; `number` counts from 1."""

    def __init__(self, number: int, row: str) -> None:
        super().__init__(number, row)
        self.number, self.row = number, row


@dataclass(frozen=True, slots=True)
class Line:
    """`units` of a SKU to be in the warehouse on the day `by`."""

    sku: str
    units: int
    by: date

    def as_data(self) -> dict[str, object]:
        return {"sku": self.sku, "units": self.units, "by": self.by.isoformat()}


@dataclass(frozen=True, slots=True)
class Need:
    """A SKU's sum: bought, there and free, planned to be sold, and what is left; less than 0 is too little."""

    sku: str
    bought: int
    free: int
    planned: int

    @property
    def left(self) -> int:
        return self.free + self.bought - self.planned


def read_lines(text: str) -> list[Line]:
    """One line each: SKU, units, day, apart by commas or blanks. NotALine for the first that is none."""
    found = []
    for number, row in enumerate((row for row in text.splitlines() if row.strip()), 1):
        parts = row.replace("，", ",").replace(",", " ").split()
        try:
            sku, units, by = parts[0], int(parts[1]), date.fromisoformat(parts[2])
        except (IndexError, ValueError):
            raise NotALine(number, row) from None
        if len(parts) != 3 or not 0 < units <= UNITS_MAX or len(sku) > 100 or number > LINES_MAX:
            raise NotALine(number, row)
        found.append(Line(sku, units, by))
    return found


@clause("TC-3-4")
def compare(lines: Sequence[Line], free: Mapping[str, int], planned: Mapping[str, int]) -> list[Need]:
    """Each SKU of the plan or of a planned promotion, in order of the name, against the stock that is free."""
    bought: dict[str, int] = {}
    for line in lines:
        bought[line.sku] = bought.get(line.sku, 0) + line.units
    return [
        Need(sku, bought.get(sku, 0), free.get(sku, 0), planned.get(sku, 0))
        for sku in sorted(bought.keys() | planned.keys())
    ]
