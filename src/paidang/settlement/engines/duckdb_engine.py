"""The law run by DuckDB: the same figures as the python engine, for millions of rows in little memory."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb

from paidang.kit.period import next_month
from paidang.settlement.engines import Computed, EngineFailed, Job
from paidang.settlement.engines.duckdb_facts import read_facts
from paidang.settlement.engines.duckdb_session import open_duckdb, sql_literal, wants_room
from paidang.settlement.engines.law_run import SqlEngine, run_law
from paidang.settlement.engines.law_sql import recent_months
from paidang.settlement.rules.rows import ROW_KINDS, amount_too_large
from paidang.settlement.rules.statement import make_statement

# Ids and amounts hardly repeat, and looking for what does costs more than it saves: what has few values is an enumeration
# below. The newer encodings are smaller, so less is written, hashed and read again; a half of DuckDB's usual row groups
# stays in the processor's cache.
WRITING = "parquet_version v2, dictionary_size_limit 0, row_group_size 61440"

# Up to so many lines a month that is computed again has the same bytes; to sort more would cost more than the law itself,
# and the order of rows is free.
ORDERED_LINES_MAX = 100_000

# No row counts before this; NULL where there is none.
_EARLIEST = """
SELECT shanghai_month(least(
    (SELECT min(paid_at) FROM order_lines), (SELECT min(refunded_at) FROM refunds),
    (SELECT min(charged_at) FROM logistics), (SELECT min(charged_at) FROM platform_fees)))"""

# The functions that `law_sql` leaves to each engine. // cuts towards zero.
_FUNCTIONS = (
    """round_ratio(numerator, denominator) AS CASE WHEN numerator >= 0
        THEN (2 * numerator + denominator) // (2 * denominator)
        ELSE -((denominator - 2 * numerator) // (2 * denominator)) END""",
    "shanghai_midnight(day) AS timezone('Asia/Shanghai', CAST(day AS TIMESTAMP))",
    "shanghai_month(moment) AS strftime(timezone('Asia/Shanghai', moment), '%Y-%m')",
    "end_of_time() AS CAST('infinity' AS TIMESTAMP WITH TIME ZONE)",
    "greatest_at(a, b) AS CASE WHEN b IS NULL THEN NULL WHEN b > a THEN b ELSE a END",
    "share_of(profit, share) AS CAST(profit AS DECIMAL(19, 0)) * CAST(share AS DECIMAL(19, 8))",
    "exact(amount) AS amount",  # DuckDB adds up 64 bits in 128
)


def settle(job: Job) -> Computed:
    """Settle a folder of facts; raises BadInput when any cell is bad, EngineFailed for want of room."""
    spill = job.out / "spill"
    with open_duckdb(spill) as connection:
        try:
            notes = read_facts(connection, job)
            sums = run_law(DuckDb(connection, job.rows_out), job.terms, job.month, keeps_rows=job.keeps_rows)
        except (duckdb.ConversionException, duckdb.OutOfRangeException):
            raise amount_too_large() from None
        except duckdb.Error as why:
            if wants_room(why):
                raise EngineFailed.for_want_of_room(why) from None
            raise
    shutil.rmtree(spill, ignore_errors=True)
    return Computed(make_statement(job.terms, sums, job.month, version=job.version), tuple(notes))


class DuckDb(SqlEngine):
    """A session in which the fact tables stand as views."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, rows_out: Path) -> None:
        self.connection = connection
        self.rows_out = sql_literal(str(rows_out))

    def prepare(self, month: str, *, wide: bool) -> str:
        """The months of rows are an enumeration: a row's costs nothing to write, and to group by."""
        for function in _FUNCTIONS:
            self.connection.execute(f"CREATE MACRO {function}")
        [[earliest]] = self.query(_EARLIEST)
        months = _months(min([earliest or month, *recent_months(month)]), month)
        self.connection.execute(f"CREATE MACRO month_of_row(month) AS CAST(month AS {_enumeration(months)})")
        return "HUGEINT" if wide else "BIGINT"

    def create_view(self, name: str, query: str) -> None:
        self.connection.execute(f"CREATE VIEW {name} AS {query}")

    def query(self, query: str) -> Sequence[Sequence[Any]]:
        return self.connection.execute(query).fetchall()

    def write_rows(self) -> None:
        """Written as enumerations, columns of few values cost nothing; as texts, half as much as ids. Read, they are texts."""
        kind = f"CAST(kind AS {_enumeration(ROW_KINDS)}) AS kind"
        [[lines]] = self.query("SELECT count(*) FROM order_lines")
        order = " ORDER BY kind, row_id" if lines <= ORDERED_LINES_MAX else ""
        if not order:
            self.connection.execute("SET preserve_insertion_order = false")
        self.connection.execute(
            f"COPY (SELECT * REPLACE ({kind}) FROM settled_rows{order}) TO {self.rows_out}"
            f" (FORMAT parquet, {WRITING})"
        )
        self.create_view("rows", f"FROM read_parquet({self.rows_out})")


def _enumeration(values: Iterable[str]) -> str:
    """The type of a column that holds one of these values, in their order."""
    return f"ENUM ({', '.join(map(sql_literal, values))})"


def _months(first: str, last: str) -> Iterator[str]:
    """The months from the first, if it is before the last, to the last."""
    while first < last:
        yield first
        first = next_month(first)
    yield last
