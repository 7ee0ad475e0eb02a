"""Finding the fact tables of a folder, and reading them cell by cell as they stand (SPEC §1).

The form in which the law checks them. The duckdb engine reads files its own way and comes here only when something
is, or may be, wrong.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from paidang.kit.facts import FACT_TABLES
from paidang.kit.sentence import say
from paidang.settlement.rules.errors import BadPlace
from paidang.settlement.rules.raw_tables import RawFacts, RawFile, RawTable

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CELL_CHARACTERS_MAX = 2**31 - 1


@dataclass(frozen=True, slots=True)
class FactFiles:
    """The files of one table in the order of their names; `error` where they stand in two forms."""

    table: str
    paths: tuple[Path, ...]
    error: BadPlace | None = None


def find_fact_files(folder: Path) -> dict[str, FactFiles]:
    """List each table's files: `NAME.csv`, or `NAME.parquet`, or several `NAME.*.parquet`."""
    return {name: _find_table(folder, name) for name in FACT_TABLES}


def _find_table(folder: Path, name: str) -> FactFiles:
    whole = [path for path in (folder / f"{name}.csv", folder / f"{name}.parquet") if path.exists()]
    parts = sorted(folder.glob(f"{name}.*.parquet"), key=lambda path: path.name)
    if len(whole) + bool(parts) > 1:
        error = BadPlace(whole[0].name, None, None, None, say("同一张表有两种文件，只能留一种"))
        return FactFiles(name, (), error)
    return FactFiles(name, tuple(whole or parts))


def read_raw_facts(folder: Path) -> RawFacts:
    """Read every table; a file that cannot be read is an error of its table."""
    return RawFacts({name: _read_table(files) for name, files in find_fact_files(folder).items()})


def _read_table(files: FactFiles) -> RawTable:
    read: list[RawFile] = []
    errors = [files.error] if files.error else []
    for path in files.paths:
        try:
            read.append(_read_csv(path) if path.suffix == ".csv" else _read_parquet(path))
        except UnicodeDecodeError:
            errors.append(BadPlace(path.name, None, None, None, say("不是UTF-8文本")))
        except (OSError, csv.Error, ValueError):
            errors.append(BadPlace(path.name, None, None, None, say("无法读取此文件")))
    return RawTable(read, errors)


def _read_csv(path: Path) -> RawFile:
    """A blank line is no row, but counts as one in the numbers a spreadsheet shows."""
    csv.field_size_limit(_CELL_CHARACTERS_MAX)
    with path.open(encoding="utf-8-sig", newline="") as text:
        records = csv.reader(text)
        header = next(records, [])
        rows = [(number, cells) for number, cells in enumerate(records, start=2) if cells]
    return RawFile(path.name, header, rows)


def _read_parquet(path: Path) -> RawFile:
    import pyarrow
    import pyarrow.parquet

    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            table = file.read()
        columns = [list(_parquet_cells(column)) for column in table.columns]
    except pyarrow.ArrowException as why:
        raise ValueError("a damaged Parquet file") from why
    rows = list(enumerate(zip(*columns, strict=True), start=2))
    return RawFile(path.name, table.column_names, rows)


def _parquet_cells(column: Any) -> Iterator[object]:
    """The column's values; a timestamp as an aware moment, or as text where Python has no such moment."""
    import pyarrow

    if not pyarrow.types.is_timestamp(column.type) or column.type.tz is None:
        yield from column.to_pylist()
        return
    for micros in column.cast(pyarrow.timestamp("us", "UTC"), safe=False).cast("int64").to_pylist():
        try:
            yield None if micros is None else _EPOCH + timedelta(microseconds=micros)
        except OverflowError:
            yield f"{micros}µs"
