"""A folder of facts as it would be with rows corrected after they were settled."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from paidang.kit.facts import FACT_TABLES
from paidang.settlement.engines.duckdb_session import open_duckdb
from paidang.settlement.engines.repricing import files_of, scan
from paidang.settlement.rules.corrected_months import Mended, columns_of

_CONTEXT = ("sku", "gift", "settled_price")
_LONG_AGO = "0001-01-01"


def mend(facts: Path, mended: Mended) -> None:
    """Put the corrected rows in, those that the folder has not as well; the others stay as they are."""
    for table, rows in mended.rows.items():
        columns = columns_of(table)
        texts = {name: tuple(_text(cells[column]) for column in columns) for name, cells in rows.items()}
        rewrite(facts, table, columns, texts, adds=True)
    contexts = {name: tuple(map(_text, cells)) for name, cells in mended.contexts.items()}
    rewrite(facts, "order_lines", _CONTEXT, contexts)
    prices = {name: (str(fen), _LONG_AGO) for name, fen in mended.prices.items()}
    rewrite(facts, "costs", ("factory_price", "valid_from"), prices, adds=True)


def rewrite(
    facts: Path,
    table: str,
    columns: Sequence[str],
    rows: Mapping[str, tuple[str | None, ...]],
    *,
    adds: bool = False,
) -> None:
    """Write a table anew with other cells, as texts, in these columns of these rows, by id; nothing else changes.

    `adds`: rows that it has not are put in as well, empty in the other columns.
    """
    files = files_of(facts, table)
    if not rows or not files:
        return
    key, made = FACT_TABLES[table].key[0], facts / f".{table}.made"
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
        cells = [name for name in columns if name in types]
        replaced = ", ".join(
            f"case when m.id is null then w.{name} else m.{name}::{types[name]} end as {name}"
            for name in cells
        )
        added = ", ".join(f"{name}::{types[name]} as {name}" for name in cells)
        query = f"select w.* replace ({replaced}) from was w left join mended m on m.id = w.{key}"
        if adds:
            query += (
                f" union all by name select id::{types[key]} as {key}, {added} from mended"
                f" where id not in (select {key} from was)"
            )
        engine.execute(f"copy ({query}) to '{made}' (format parquet)")
    for file in files:
        file.unlink()
    made.rename(facts / f"{table}.parquet")


def _text(cell: Any) -> str | None:
    """A cell as DuckDB reads it from a text."""
    if isinstance(cell, bool):
        return str(cell).lower()
    return cell.isoformat() if isinstance(cell, datetime) else None if cell is None else str(cell)
