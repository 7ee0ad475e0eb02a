"""The forms in which SPEC §1 lets facts lie in a folder, drawn at random; and settling a folder with an engine."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
from hypothesis import strategies as st

from paidang.kit.facts import FACT_TABLES, Column
from paidang.kit.period import SHANGHAI
from paidang.settlement.engines import Job, load_engine
from paidang.settlement.engines.parquet_forms import FACT_TYPES
from paidang.settlement.rules.errors import BadInput
from paidang.settlement.rules.read_terms import read_terms
from paidang.settlement.tests.worlds import Row, World

ZONES = (SHANGHAI, UTC, timezone(timedelta(hours=-9, minutes=-30)))


def write_csv(world: World, folder: Path, **style: Any) -> None:
    """Plain CSV of every table; `style` goes to `write_csv_table`."""
    folder.mkdir(exist_ok=True)
    for name, rows in world.items():
        write_csv_table(rows, FACT_TABLES[name].column_names, folder / f"{name}.csv", **style)


def write_csv_table(
    rows: list[Row], columns: tuple[str, ...], path: Path, *, encoding: str = "utf-8", zone: Any = SHANGHAI, **dialect: Any
) -> None:  # fmt: skip
    with path.open("w", encoding=encoding, newline="") as text:
        writer = csv.writer(text, **dialect)
        writer.writerow(columns)
        writer.writerows([[cell_text(row.get(name, "ignore me"), zone) for name in columns] for row in rows])


def cell_text(cell: object, zone: Any = SHANGHAI) -> object:
    if isinstance(cell, bool):
        return str(cell).lower()
    return time_text(cell, zone) if isinstance(cell, datetime) else cell


def time_text(moment: datetime, zone: Any) -> str:
    """With whole minutes of offset, as ISO 8601 has it: long ago clocks in Shanghai went by the sun."""
    offset = timedelta(hours=8) if zone is SHANGHAI else zone.utcoffset(None)
    try:
        return moment.astimezone(timezone(offset)).isoformat()
    except OverflowError:  # beyond the years 1 and 9999
        return moment.isoformat()


def write_parquet(world: World, folder: Path, *, parts: int = 1) -> None:
    """Each table in the normalised form, as one file or cut into several."""
    folder.mkdir(exist_ok=True)
    for name, rows in world.items():
        columns = {column.name: FACT_TYPES[column.type] for column in FACT_TABLES[name].columns}
        for part in range(parts):
            file = f"{name}.parquet" if parts == 1 else f"{name}.{part}.parquet"
            write_parquet_table(rows[part::parts], columns, folder / file)


def write_parquet_table(rows: list[Row], columns: dict[str, pyarrow.DataType], path: Path) -> None:
    arrays = [_array([row.get(name, "ignore me") for row in rows], type_) for name, type_ in columns.items()]
    pyarrow.parquet.write_table(pyarrow.table(arrays, names=list(columns)), path, row_group_size=2)


def _array(cells: list[Any], type_: pyarrow.DataType) -> pyarrow.Array:
    if pyarrow.types.is_string(type_) or pyarrow.types.is_large_string(type_):
        return pyarrow.array([None if cell is None else str(cell_text(cell, UTC)) for cell in cells], type_)
    return pyarrow.array(cells, type_)


@dataclass(frozen=True)
class Form:
    """How one table is written: any of these leaves the facts the same."""

    write: Callable[[str, Path], None]
    text: str

    def __repr__(self) -> str:
        return self.text


@st.composite
def forms(draw: Any, name: str, rows: list[Row]) -> Form:
    """A form of one table: the order of columns and rows, empty optional columns left out, an unknown one put in."""
    order = draw(st.permutations(rows))
    empty = [
        c.name for c in FACT_TABLES[name].columns if c.optional and all(row[c.name] is None for row in rows)
    ]
    dropped = set(draw(st.lists(st.sampled_from(empty), unique=True))) if empty else set()
    columns = [column for column in FACT_TABLES[name].columns if column.name not in dropped]
    if draw(st.booleans()):
        columns.insert(draw(st.integers(0, len(columns))), Column("remark"))
    columns = draw(st.permutations(columns))
    if draw(st.booleans()):
        return _csv_form(draw, list(order), columns)
    return _parquet_form(draw, list(order), columns)


def _csv_form(draw: Any, rows: list[Row], columns: list[Column]) -> Form:
    style = {
        "encoding": draw(st.sampled_from(["utf-8", "utf-8-sig"])),
        "lineterminator": draw(st.sampled_from(["\n", "\r\n"])),
        "quoting": draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
        "zone": draw(st.sampled_from(ZONES)),
    }
    names = tuple(column.name for column in columns)
    return Form(
        lambda name, folder: write_csv_table(rows, names, folder / f"{name}.csv", **style),
        f"csv {names} {style}",
    )


def _parquet_form(draw: Any, rows: list[Row], columns: list[Column]) -> Form:
    types = {column.name: draw(st.sampled_from(_types(column, rows))) for column in columns}
    cuts = sorted(draw(st.lists(st.integers(0, len(rows)), max_size=3)))
    parts = [rows[start:end] for start, end in zip([0, *cuts], [*cuts, len(rows)], strict=True)]

    def write(name: str, folder: Path) -> None:
        for number, part in enumerate(parts):
            file = f"{name}.{number:04d}.parquet" if len(parts) > 1 else f"{name}.parquet"
            write_parquet_table(part, types, folder / file)

    return Form(write, f"parquet {types} cut at {cuts}")


def _types(column: Column, rows: list[Row]) -> list[pyarrow.DataType]:
    """The Parquet types that hold a column's cells without loss."""
    cells = [row[column.name] for row in rows if row.get(column.name) is not None]
    if column.type == "integer":
        small = all(0 <= cell < 2**15 for cell in cells)
        return [pyarrow.int64()] + ([pyarrow.int16(), pyarrow.uint16(), pyarrow.int32()] if small else [])
    if column.type == "time":
        units = ["us"]
        if all(cell.microsecond % 1000 == 0 for cell in cells):
            units.append("ms")
        if all(1700 < cell.year < 2200 for cell in cells):
            units.append("ns")
        zones = [
            pyarrow.timestamp(unit, zone) for unit in units for zone in ("UTC", "Asia/Shanghai", "+08:00")
        ]
        return [*zones, pyarrow.string()]
    if column.type == "boolean":
        return [pyarrow.bool_()]
    return [pyarrow.string(), pyarrow.large_string()]


@st.composite
def folders(draw: Any, world: World, *, costs_needed: bool) -> dict[str, Form]:
    """A form for each table; an empty table may be absent."""
    needed = {"order_lines", "costs"} if costs_needed else {"order_lines"}
    present = [name for name, rows in world.items() if rows or name in needed or draw(st.booleans())]
    return {name: draw(forms(name, world[name])) for name in present}


def write_folder(tables: dict[str, Form], folder: Path) -> None:
    folder.mkdir()
    for name, form in tables.items():
        form.write(name, folder)


def settle(engine: str, document: dict[str, Any], month: str, facts: Path, out: Path) -> Any:
    """The statement and the rows in the order of kind and id, by one engine; or the bad places, if it refuses."""
    out.mkdir()
    try:
        computed = load_engine(engine)(Job(read_terms(document), facts, month, out))
    except BadInput as refused:
        return [error.as_dict() for error in refused.errors]
    rows = pyarrow.parquet.read_table(out / "rows.parquet").to_pylist()
    assert all(isinstance(row["share_b"], Decimal) for row in rows)
    return computed.statement, sorted(rows, key=lambda row: (row["kind"], row["row_id"]))
