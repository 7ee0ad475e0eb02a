"""DuckDB as settlement uses it everywhere: times in UTC, little memory, no file read from a cache."""

import errno
import os
from pathlib import Path

import duckdb

# Beyond this DuckDB spills to disk, so that a month of any size settles on a small machine.
MEMORY_LIMIT = "1GB"


def open_duckdb(spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """An empty database in memory that spills into the folder `spill`; the caller closes it."""
    # DuckDB 1.5 keeps what it read of a file, and reads small Parquet files wrongly out of that ("TProtocolException").
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY_LIMIT,
        "enable_external_file_cache": False,
    }
    if spill:
        config["temp_directory"] = str(spill)
    connection = duckdb.connect(config=config)
    connection.execute("SET TimeZone = 'UTC'")
    return connection


_NO_ROOM = tuple(os.strerror(number) for number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG))


def wants_room(error: duckdb.Error) -> bool:
    """Whether the disk or the memory was too small, whatever the files hold."""
    return isinstance(error, duckdb.OutOfMemoryException) or any(text in str(error) for text in _NO_ROOM)
