"""DuckDB as settlement uses it everywhere: times in UTC, little memory, no file read from a cache."""

from pathlib import Path

import duckdb

from paidang.kit.room import is_full

# Beyond this DuckDB spills to disk, so that a month of any size settles on a small machine.
MEMORY_LIMIT = "1GB"

SQL_TYPES = {  # of the types of `kit.facts`
    "text": "VARCHAR",
    "integer": "BIGINT",
    "time": "TIMESTAMP WITH TIME ZONE",
    "day": "VARCHAR",
    "month": "VARCHAR",
    "boolean": "BOOLEAN",
}


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


def wants_room(error: duckdb.Error) -> bool:
    """Whether the disk or the memory was too small, whatever the files hold."""
    return isinstance(error, duckdb.OutOfMemoryException) or is_full(error)


def sql_literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
