"""What a correction changed in a row that a statement has settled (SPEC §7): column by column, and what of it can be reckoned."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

SILENT = frozenset({"contract_id", "import_id", "extra", "order_end"})
"""Columns that say nothing of what happened."""
RECKONED = {
    "order_lines": frozenset(
        {"quantity", "unit_price_fen", "merchant_discount_fen", "platform_discount_fen"}
    ),
    "refunds": frozenset({"quantity", "amount_fen"}),
    "logistics": frozenset({"amount_fen", "paid_by", "borne_by"}),
    "platform_fees": frozenset({"amount_fen"}),
}
"""Columns whose change is settled anew to tell what it comes to."""
MOVES_NOTHING = {
    "order_lines": frozenset({"order_id", "channel", "store"}),
    "refunds": frozenset(),
    "logistics": frozenset({"order_id"}),
    "platform_fees": frozenset({"order_id", "kind"}),
}
"""Columns that no figure is made of. What stands in neither (times, goods, causes) may move money that nobody reckons."""
RULED = frozenset({"cause", "restocked"})
"""Columns of a refund that an after-sales case decides; what that comes to is adjusted by itself."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """One column of a row: as it was settled and as it is now, as they are stored."""

    column: str
    was: Any
    now: Any


@dataclass(frozen=True, slots=True)
class RowChange:
    """A settled row that says something else now."""

    kind: str
    row_id: str
    cells: tuple[CellChange, ...]
    is_reckoned: bool

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.row_id}"


def change_of(
    table: str,
    kind: str,
    row_id: str,
    was: Mapping[str, Any],
    now: Mapping[str, Any],
    *,
    is_ruled: bool = False,
) -> RowChange | None:
    """What differs, in the order of the columns; None where nothing does. `is_ruled`: a case decided on this refund since."""
    cells = tuple(_changes(was, now, SILENT | RULED if is_ruled else SILENT))
    if not cells:
        return None
    known = RECKONED[table] | MOVES_NOTHING[table]
    return RowChange(kind, row_id, cells, all(cell.column in known for cell in cells))


def _changes(was: Mapping[str, Any], now: Mapping[str, Any], silent: frozenset[str]) -> Iterator[CellChange]:
    for column, before in was.items():
        if column in silent or column not in now:
            continue
        if _comparable(column, before) != _comparable(column, now[column]):
            yield CellChange(column, before, now[column])


def _comparable(column: str, value: Any) -> Any:
    """A stored moment counts as the moment it is, whatever its zone is written as."""
    return datetime.fromisoformat(value) if column.endswith("_at") and isinstance(value, str) else value
