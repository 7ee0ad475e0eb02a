"""Rows as they come from PostgreSQL, written as Parquet while more of them come."""

import fcntl
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb

from paidang.settlement.engines import EngineFailed
from paidang.settlement.engines.duckdb_session import sql_literal, wants_room

_TEXTS_MAX = 4096
"""A column of more texts, as of ids, is not tried as a dictionary any longer: the file is as large, a fifth sooner there."""

_READ_BYTES = 4 << 20
"""DuckDB reads so much before it parses it, and nothing meanwhile: with its own 32 MB who gives rows waits longer."""

_PIPE_BYTES = 1 << 18


def _widen(pipe: int) -> None:
    """Let a pipe hold several times what it does, where the system can: who writes is woken as many times less."""
    if hasattr(fcntl, "F_SETPIPE_SZ"):  # Linux
        with suppress(OSError):  # this user's pipes hold all they may
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


class ParquetStream:
    """Rows given as CSV without a header, written to one Parquet file by DuckDB in a thread of its own.

    `columns` are those of the rows, with their SQL types; `select` makes the file's rows of the source `rows`. An empty cell
    is null and a quoted one never is, as COPY writes them. On leaving, the file is whole, or what stood in its way is raised:
    EngineFailed for want of room.
    """

    def __init__(
        self, engine: duckdb.DuckDBPyConnection, *, columns: Mapping[str, str], select: str, out: Path
    ) -> None:
        self._source, self._sink = os.pipe()
        _widen(self._sink)
        types = ", ".join(f"{name}: '{type_}'" for name, type_ in columns.items())
        rows = (
            f"read_csv('/dev/fd/{self._source}', auto_detect = false, header = false, delim = ',', quote = '\"', escape = '\"',"
            f" comment = '', nullstr = '', allow_quoted_nulls = false, parallel = false, buffer_size = {_READ_BYTES}, new_line = '\\n', columns = {{{types}}})"
        )
        query = f"copy (with rows as (from {rows}) {select}) to {sql_literal(str(out))} (format parquet, dictionary_size_limit {_TEXTS_MAX})"
        self._threads = ThreadPoolExecutor(1)
        self._written = self._threads.submit(self._write, engine, query)

    def _write(self, engine: duckdb.DuckDBPyConnection, query: str) -> None:
        try:
            engine.execute(query)
        finally:
            os.close(self._source)  # who still gives rows is told that nobody takes them

    def write(self, rows: bytes | bytearray) -> None:
        """More rows, each with its line end; waits until they are taken."""
        rest = memoryview(rows)
        while rest:
            rest = rest[os.write(self._sink, rest) :]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._sink)
        self._threads.shutdown()
        if error is None or isinstance(error, BrokenPipeError):  # only the thread knows why nobody takes rows
            try:
                self._written.result()
            except duckdb.Error as why:
                if wants_room(why):
                    raise EngineFailed.for_want_of_room(why) from None
                raise
