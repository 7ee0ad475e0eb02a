"""A folder of facts as it would be with rows corrected after they were settled: amounts and quantities, no times and no goods."""

from collections.abc import Mapping
from pathlib import Path

from paidang.settlement.engines.duckdb_session import open_duckdb
from paidang.settlement.engines.repricing import files_of, scan

IDS = {"order_lines": "line_id", "refunds": "refund_id", "logistics": "charge_id", "platform_fees": "fee_id"}
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
        files = files_of(facts, table)
        if rows and files:
            _mend(facts, table, rows, files)


def _mend(facts: Path, table: str, rows: Mapping[str, tuple[object, ...]], files: list[Path]) -> None:
    columns, made = COLUMNS[table], facts / f".{table}.made"
    with open_duckdb() as engine:
        engine.execute(
            f"create table mended (id varchar, {', '.join(f'{name} varchar' for name in columns)})"
        )
        marks = ", ".join("?" * (len(columns) + 1))
        engine.executemany(
            f"insert into mended values ({marks})",
            [(name, *(str(value) for value in values)) for name, values in rows.items()],
        )
        engine.execute(f"create view was as from {scan(files)}")
        types = {name: kind for name, kind, *_ in engine.execute("describe was").fetchall()}
        replaced = ", ".join(
            f"coalesce(m.{name}::{types[name]}, w.{name}) as {name}" for name in columns if name in types
        )
        engine.execute(
            f"copy (select w.* replace ({replaced}) from was w left join mended m on m.id = w.{IDS[table]})"
            f" to '{made}' (format parquet)"
        )
    for file in files:
        file.unlink()
    made.rename(facts / f"{table}.parquet")
