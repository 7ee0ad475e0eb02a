"""COPY into the staging tables: a bare block as it is, single rows gathered into pieces."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from paidang.channels.persons import is_personal
from paidang.intake.engines.blocks import Block
from paidang.orders.rules.tables import STORED

ROWS_A_PIECE = 5_000


def stage_columns(table: str, header: Sequence[str]) -> tuple[list[str], list[str]]:
    """Where each of the header's columns goes (a column of the stage, or `x…`), and the names of the unknown ones; "" for
    one that is about persons, which is not kept.
    """
    known = STORED[table].columns
    unknown: list[str] = []
    places = []
    for at, title in enumerate(header):
        name = title.strip()
        if name in known:
            places.append(name)
        else:
            places.append(f"x{len(unknown)}")
            unknown.append("" if is_personal(name) else name or f"第 {at + 1} 列")
    return places, unknown


def copy_block(table: str, places: Sequence[str], block: Block, good: Any, delimiter: str) -> None:
    """Copy a block's good rows. Where all are good and nothing is quoted, the file's own bytes go to the database."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    stage = STORED[table].stage
    with connection.cursor() as cursor:
        if block.is_bare and good is None:
            # the numbers come from the sequence: one call for the block instead of a column in each row
            cursor.execute("select setval('stage_row', %s, false)", [block.first_row])
            target = f"{stage} ({', '.join(places)})"
            with cursor.copy(
                f"copy {target} from stdin (format csv, delimiter E'{_sql(delimiter)}')"
            ) as copy:
                copy.write(block.content)
            return
        numbers = pa.array(range(block.first_row, block.first_row + block.columns.num_rows), pa.int64())
        rows = block.columns.append_column("n", numbers)
        rows = rows.filter(good) if good is not None else rows
        with cursor.copy(f"copy {stage} ({', '.join(places)}, n) from stdin (format csv)") as copy:
            for batch in rows.to_batches(max_chunksize=50_000):
                sink = io.BytesIO()
                arrow_csv.write_csv(batch, sink, arrow_csv.WriteOptions(include_header=False))
                copy.write(sink.getvalue())


def _sql(delimiter: str) -> str:
    return "\\t" if delimiter == "\t" else delimiter


class RowCopier:
    """Gathers single rows, as text by column of the stage, and copies them piece by piece."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[Mapping[str, str]]] = {table: [] for table in STORED}

    def add(self, table: str, cells: Mapping[str, str]) -> None:
        """`cells` has `n` and columns of the stage; an empty text is null."""
        self._waiting[table].append(cells)
        if len(self._waiting[table]) >= ROWS_A_PIECE:
            self._copy(table)

    def flush(self) -> None:
        for table in self._waiting:
            self._copy(table)

    def _copy(self, table: str) -> None:
        rows, self._waiting[table] = self._waiting[table], []
        if not rows:
            return
        columns = list(dict.fromkeys(name for cells in rows for name in cells))
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerows([cells.get(name, "") for name in columns] for cells in rows)
        with (
            connection.cursor() as cursor,
            cursor.copy(f"copy {STORED[table].stage} ({', '.join(columns)}) from stdin (format csv)") as copy,
        ):
            copy.write(text.getvalue().encode())
