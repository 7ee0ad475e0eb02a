"""What a correction changed in a row that a statement has settled (SPEC §7), column by column."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from paidang.kit.period import month_of

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


@dataclass(frozen=True, slots=True)
class Told:
    """An adjustment that waits or holds: when it was proposed, and the rows it names (kind:row_id)."""

    number: int
    at: datetime
    is_waiting: bool
    rows: frozenset[str]


@dataclass(frozen=True, slots=True)
class Life:
    """A settled row from its statement on: `entries` are what it was before each correction and when, the oldest first."""

    table: str
    kind: str
    row_id: str
    entries: Sequence[tuple[datetime, Mapping[str, Any]]]
    now: Mapping[str, Any]
    is_ruled: bool

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.row_id}"

    @property
    def settled(self) -> Mapping[str, Any]:
        return {**self.now, **self.entries[0][1]}

    def at(self, moment: datetime) -> Mapping[str, Any]:
        """The row as it was stored then."""
        before = next((before for at, before in self.entries if at > moment), {})
        return {**self.now, **before}

    def change(self, was: Mapping[str, Any], now: Mapping[str, Any]) -> RowChange | None:
        return change_of(self.table, self.kind, self.row_id, was, now, is_ruled=self.is_ruled)

    def moves(self, was: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
        """Whether money moves between two of its states."""
        change = self.change(was, now)
        return change is not None and change.moves_money


def find_stale(lives: Sequence[Life], told: Sequence[Told]) -> list[int]:
    """The proposals that wait for what a row said when they were made, and the row says something else again since."""
    return [
        one.number
        for one in told
        if one.is_waiting
        and any(
            life.moves(life.settled, then) and life.moves(then, life.now)
            for life in lives
            if life.name in one.rows
            for then in (life.at(one.at),)
        )
    ]


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


def is_moved_earlier(change: RowChange, month: str, time_column: str) -> bool:
    """Whether its time is an earlier month's now than its statement's: it stays there, as a late row (SPEC §2)."""
    times = {time_column, "refunded_at", "charged_at"}
    return any(
        cell.column in times and cell.now is not None and month_of(datetime.fromisoformat(cell.now)) < month
        for cell in change.cells
    )


def _changes(was: Mapping[str, Any], now: Mapping[str, Any], silent: frozenset[str]) -> Iterator[CellChange]:
    for column, before in was.items():
        if column in silent or column not in now:
            continue
        if _comparable(column, before) != _comparable(column, now[column]):
            yield CellChange(column, before, now[column])


def _comparable(column: str, value: Any) -> Any:
    """A stored moment counts as the moment it is, whatever its zone is written as."""
    return datetime.fromisoformat(value) if column.endswith("_at") and isinstance(value, str) else value
