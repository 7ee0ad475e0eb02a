"""What the law refuses of a snapshot, by the ids that people know."""

from dataclasses import dataclass
from pathlib import Path

from paidang.kit.facts import FACT_TABLES
from paidang.settlement.engines.duckdb_session import open_duckdb, sql_literal
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
    """The key of each numbered row of a file of the snapshot, by the numbers that a spreadsheet has: the header is row 1."""
    table = FACT_TABLES.get(file.stem)
    if table is None or not file.exists():
        return {}
    with open_duckdb() as engine:
        found = engine.execute(
            f"select number, concat_ws(' ', {', '.join(table.key)}) from (select *, row_number() over () + 1 as number"
            f" from read_parquet({sql_literal(str(file))})) where number in (select unnest($1))",
            [sorted(rows)],
        ).fetchall()
    return dict(found)
