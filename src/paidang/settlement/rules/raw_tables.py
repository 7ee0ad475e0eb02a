"""Fact tables as an engine found them in files, before any check (SPEC §1)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from paidang.settlement.rules.errors import BadPlace


@dataclass(frozen=True, slots=True)
class RawFile:
    """One file of a table: its header and its rows with their numbers; a cell is text, or as Parquet holds it."""

    name: str
    header: Sequence[str]
    rows: Sequence[tuple[int, Sequence[object]]]


@dataclass(frozen=True, slots=True)
class RawTable:
    """The files of one table in the order of their names, and those that could not be read at all."""

    files: Sequence[RawFile] = ()
    errors: Sequence[BadPlace] = ()

    @property
    def is_absent(self) -> bool:
        return not self.files and not self.errors


@dataclass(frozen=True, slots=True)
class RawFacts:
    """All tables of one folder, by name."""

    tables: dict[str, RawTable] = field(default_factory=dict)

    def table(self, name: str) -> RawTable:
        return self.tables.get(name, RawTable())
