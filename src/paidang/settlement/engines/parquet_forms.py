"""The Parquet form of facts and rows (SPEC §1, §8), and writing checked facts and settled rows in it."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet

from paidang.kit.facts import FACT_TABLES, FactTable
from paidang.settlement.rules.facts import Facts
from paidang.settlement.rules.rows import SettledRow

FACT_TYPES: dict[str, pyarrow.DataType] = {
    "text": pyarrow.string(),
    "integer": pyarrow.int64(),
    "time": pyarrow.timestamp("us", "UTC"),
    "day": pyarrow.string(),
    "month": pyarrow.string(),
    "boolean": pyarrow.bool_(),
}

ROWS_SCHEMA = pyarrow.schema(
    [
        ("row_id", pyarrow.string()),
        ("kind", pyarrow.string()),
        ("order_id", pyarrow.string()),
        ("sku", pyarrow.string()),
        ("month", pyarrow.string()),
        ("revenue", pyarrow.int64()),
        ("cost", pyarrow.int64()),
        ("tax", pyarrow.int64()),
        ("logistics", pyarrow.int64()),
        ("platform_fee", pyarrow.int64()),
        ("profit", pyarrow.int64()),
        ("share_b", pyarrow.decimal128(38, 8)),
    ]
)


def write_facts(facts: Facts, folder: Path) -> None:
    """Write every table, also the empty ones, as `NAME.parquet`."""
    folder.mkdir(exist_ok=True)
    for name, table in FACT_TABLES.items():
        schema = pyarrow.schema([(column.name, FACT_TYPES[column.type]) for column in table.columns])
        records = [_record(table, row) for row in getattr(facts, name)]
        _write(records, schema, folder / f"{name}.parquet")


def _record(table: FactTable, row: object) -> dict[str, Any]:
    """A fact as Parquet holds it: days are text there."""
    record = {column.name: getattr(row, column.name) for column in table.columns}
    for column in table.columns:
        if column.type == "day":
            record[column.name] = record[column.name].isoformat()
    return record


def write_rows(rows: Iterable[SettledRow], path: Path) -> None:
    """Write `rows.parquet`: share_b, counted in 10^-8 fen, as an exact decimal."""
    names = [name for name in ROWS_SCHEMA.names if name != "share_b"]
    records = [
        {**{name: getattr(row, name) for name in names}, "share_b": exact_share(row.share_b)} for row in rows
    ]
    _write(records, ROWS_SCHEMA, path)


def exact_share(units: int) -> Decimal:
    """Units of 10^-8 fen as fen, every digit kept."""
    return Decimal((int(units < 0), tuple(map(int, str(abs(units)))), -8))


def _write(records: list[dict[str, Any]], schema: pyarrow.Schema, path: Path) -> None:
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(records, schema), path)
