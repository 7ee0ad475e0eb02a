"""A folder of facts as it would be with rows corrected after they were settled: amounts and quantities, no times and no goods."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from paidang.kit.facts import FACT_TABLES
from paidang.settlement.engines.duckdb_session import open_duckdb
from paidang.settlement.engines.repricing import files_of, scan

COLUMNS = {
    "order_lines": ("quantity", "unit_price", "merchant_discount", "platform_discount"),
    "refunds": ("quantity", "amount"),
    "logistics": ("amount", "paid_by", "borne_by"),
    "platform_fees": ("amount",),
}
Mended = Mapping[str, Mapping[str, tuple[object, ...]]]
"""By table and id, what the row says now in the table's `COLUMNS`; none of them is empty."""


def mend(facts: Path, mended: Mended) -> None:
    """Rewrite the corrected rows; the others, and rows the folder has not, stay as they are."""
    for table, rows in mended.items():
        texts = {name: tuple(str(value) for value in values) for name, values in rows.items()}
        rewrite(facts, table, COLUMNS[table], texts)


def rewrite(facts: Path, table: str, columns: Sequence[str], rows: Mapping[str, tuple[str, ...]]) -> None:
    """Write a table anew with other cells, as texts, in these columns of these rows, by id; nothing else changes."""
    files = files_of(facts, table)
    if not rows or not files:
        return
    [key], made = FACT_TABLES[table].key, facts / f".{table}.made"
    with open_duckdb() as engine:
        engine.execute(
            f"create table mended (id varchar, {', '.join(f'{name} varchar' for name in columns)})"
        )
        marks = ", ".join("?" * (len(columns) + 1))
        engine.executemany(
            f"insert into mended values ({marks})", [(name, *values) for name, values in rows.items()]
        )
        engine.execute(f"create view was as from {scan(files)}")
        types = {name: kind for name, kind, *_ in engine.execute("describe was").fetchall()}
        replaced = ", ".join(
            f"coalesce(m.{name}::{types[name]}, w.{name}) as {name}" for name in columns if name in types
        )
        engine.execute(
            f"copy (select w.* replace ({replaced}) from was w left join mended m on m.id = w.{key})"
            f" to '{made}' (format parquet)"
        )
    for file in files:
        file.unlink()
    made.rename(facts / f"{table}.parquet")
