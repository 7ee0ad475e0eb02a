"""What a correction changed in a row that a statement has settled (SPEC §7), column by column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

SILENT = frozenset({"contract_id", "import_id", "extra", "order_end"})
"""Columns that say nothing of what happened."""
MOVES_NOTHING = {
    "order_lines": frozenset({"order_id", "channel", "store"}),
    "refunds": frozenset(),
    "logistics": frozenset({"order_id"}),
    "platform_fees": frozenset({"order_id", "kind"}),
}
"""Columns that no figure is made of."""
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
    """A settled row that says something else now, and whether any figure is made of what changed."""

    table: str
    kind: str
    row_id: str
    cells: tuple[CellChange, ...]

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.row_id}"

    @property
    def moves_money(self) -> bool:
        """Whether a column changed that a figure is made of."""
        return any(cell.column not in MOVES_NOTHING[self.table] for cell in self.cells)


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
    return RowChange(table, kind, row_id, cells) if cells else None


def _changes(was: Mapping[str, Any], now: Mapping[str, Any], silent: frozenset[str]) -> Iterator[CellChange]:
    for column, before in was.items():
        if column in silent or column not in now:
            continue
        if _comparable(column, before) != _comparable(column, now[column]):
            yield CellChange(column, before, now[column])


def _comparable(column: str, value: Any) -> Any:
    """A stored moment counts as the moment it is, whatever its zone is written as."""
    return datetime.fromisoformat(value) if column.endswith("_at") and isinstance(value, str) else value
