"""What the law refuses of a snapshot, by the ids that people know."""

import csv
from dataclasses import dataclass
from pathlib import Path

from paidang.kit.facts import FACT_TABLES
from paidang.settlement.rules.errors import SHOWN_ERRORS_MAX, BadInput


@dataclass(frozen=True, slots=True)
class BadFact:
    """One cell of the snapshot that the law refuses: its table, the row and its id, the column, what is wrong."""

    table: str
    row: int | None
    row_id: str
    column: str
    value: str
    reason: str


def list_bad_facts(refused: BadInput, facts: Path) -> list[BadFact]:
    """The refused cells with the ids of their rows, which people know, beside the row numbers, which they do not."""
    shown = refused.errors[:SHOWN_ERRORS_MAX]
    wanted: dict[str, set[int]] = {}
    for place in shown:
        wanted.setdefault(place.file, set()).add(place.row or 0)
    ids = {file: _row_ids(facts / file, rows) for file, rows in wanted.items()}
    return [
        BadFact(
            table=Path(place.file).stem,
            row=place.row,
            row_id=ids[place.file].get(place.row or 0, ""),
            column=place.column or "",
            value="" if place.value is None else str(place.value),
            reason=place.reason,
        )
        for place in shown
    ]


def _row_ids(file: Path, rows: set[int]) -> dict[int, str]:
    """The key of each numbered row of a CSV of the snapshot; the header is row 1."""
    table = FACT_TABLES.get(file.stem)
    if table is None or not file.exists():
        return {}
    with file.open(encoding="utf-8", newline="") as text:
        return {
            number: " ".join(row[column] for column in table.key)
            for number, row in enumerate(csv.DictReader(text), start=2)
            if number in rows
        }
