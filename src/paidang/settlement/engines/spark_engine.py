"""The law run by Spark, for months beyond one machine: the same SQL, the same fen, the same rows.

The driver fetches, checks and normalises the facts as the DuckDB engine does, since they become part of the bundle;
the executors compute the rows. They must see the bundle's folder under the same name: on one machine any folder, on
a cluster a disk that all share.
"""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from py4j.protocol import Py4JJavaError
from pyspark.errors import PySparkException

from paidang.kit.facts import FACT_TABLES, FactTable
from paidang.kit.sentence import say
from paidang.settlement.engines import Computed, Job, is_address
from paidang.settlement.engines.duckdb_facts import read_facts
from paidang.settlement.engines.duckdb_session import open_duckdb
from paidang.settlement.engines.law_run import SqlEngine, run_law
from paidang.settlement.engines.law_sql import REFUNDED_LINES
from paidang.settlement.engines.spark_session import open_spark
from paidang.settlement.rules.errors import BadInput, BadPlace
from paidang.settlement.rules.rows import amount_too_large
from paidang.settlement.rules.statement import make_statement

# The functions that `law_sql` leaves to each engine. DIV cuts towards zero.
_FUNCTIONS = (
    """round_ratio(numerator {amount}, denominator BIGINT) RETURNS {amount} RETURN CASE WHEN numerator >= 0
        THEN (2 * numerator + denominator) DIV (2 * denominator)
        ELSE -((denominator - 2 * numerator) DIV (2 * denominator)) END""",
    "shanghai_midnight(day STRING) RETURNS TIMESTAMP RETURN CAST(day AS TIMESTAMP)",  # the session's zone is Shanghai
    "shanghai_month(moment TIMESTAMP) RETURNS STRING RETURN date_format(moment, 'yyyy-MM')",
    "end_of_time() RETURNS TIMESTAMP RETURN timestamp_micros(9223372036854775807)",
    """greatest_at(a TIMESTAMP, b TIMESTAMP) RETURNS TIMESTAMP RETURN
        CASE WHEN b IS NULL THEN NULL WHEN b > a THEN b ELSE a END""",
    """share_of(profit {amount}, share DECIMAL(9, 8)) RETURNS DECIMAL(38, 8) RETURN
        CAST(CAST(profit AS DECIMAL(19, 0)) * share AS DECIMAL(38, 8))""",
    "month_of_row(month STRING) RETURNS STRING RETURN month",
    "exact(amount BIGINT) RETURNS DECIMAL(38, 0) RETURN CAST(amount AS DECIMAL(38, 0))",
)
_TYPES = {
    "text": "STRING", "integer": "BIGINT", "time": "TIMESTAMP", "day": "STRING", "month": "STRING", "boolean": "BOOLEAN",
}  # fmt: skip
_BEYOND_64_BITS = ("ARITHMETIC_OVERFLOW", "CAST_OVERFLOW", "NUMERIC_VALUE_OUT_OF_RANGE")


def settle(job: Job, *, master: str | None = None) -> Computed:
    """Settle a folder of facts, or those at an address that Spark can read; raises BadInput when any cell is bad."""
    with open_spark(master) as session:
        # The executors read the facts that the driver has written, whether they are to be kept or not.
        fetched = replace(_fetch(session, job) if is_address(job.facts) else job, keeps_facts=True)
        with open_duckdb(job.out / "spill") as connection:
            notes = read_facts(connection, fetched)
        for name in ("spill", "fetched"):
            shutil.rmtree(job.out / name, ignore_errors=True)
        try:
            sums = run_law(_Spark(session, job), job.terms, job.month, keeps_rows=job.keeps_rows)
        except PySparkException as why:
            if not any(name in str(why) for name in _BEYOND_64_BITS):
                raise
            raise amount_too_large() from None
    return Computed(make_statement(job.terms, sums, job.month, version=job.version), tuple(notes))


def _fetch(session: Any, job: Job) -> Job:
    """Copy the files at an address onto this machine."""
    java = session._jvm.org.apache.hadoop.fs
    source, target = java.Path(str(job.facts)), job.out / "fetched"
    try:
        files = source.getFileSystem(session._jsc.hadoopConfiguration())
        files.copyToLocalFile(False, source, java.Path(target.absolute().as_uri()), True)
    except Py4JJavaError as why:
        reason = say("无法取得此处的事实：{why}", why=str(why.java_exception).splitlines()[0])
        raise BadInput([BadPlace(str(job.facts), None, None, None, reason)]) from None
    return replace(job, facts=target)


class _Spark(SqlEngine):
    def __init__(self, session: Any, job: Job) -> None:
        self.session = session
        self.job = job
        for name, table in FACT_TABLES.items():
            self._create_view_of_file(name, job.facts_out / f"{name}.parquet", _schema(table))
        self.create_view("refunded_lines", REFUNDED_LINES)

    def prepare(self, month: str, *, wide: bool) -> str:
        amount = "DECIMAL(38, 0)" if wide else "BIGINT"
        for function in _FUNCTIONS:
            self.session.sql(f"CREATE OR REPLACE TEMPORARY FUNCTION {function.format(amount=amount)}")
        return amount

    def create_view(self, name: str, query: str) -> None:
        self.session.sql(f"CREATE OR REPLACE TEMPORARY VIEW {name} AS {query}")

    def query(self, query: str) -> Sequence[Sequence[Any]]:
        return [tuple(row) for row in self.session.sql(query).collect()]

    def write_rows(self) -> None:
        """Each executor writes its part; the parts' row groups are put together as they are, into one file."""
        parts, whole = self.job.out / "parts", self.job.rows_out
        self.session.table("settled_rows").write.parquet(parts.absolute().as_uri())
        _join_parquet(self.session, sorted(parts.glob("part-*.parquet")), whole)
        shutil.rmtree(parts)
        self._create_view_of_file("rows", whole, self.session.table("settled_rows").schema)

    def _create_view_of_file(self, name: str, path: Path, schema: Any) -> None:
        """Of a known form, so that Spark need not look; columns that are not there are empty."""
        self.session.read.schema(schema).parquet(path.absolute().as_uri()).createOrReplaceTempView(name)


def _schema(table: FactTable) -> str:
    return ", ".join(f"`{column.name}` {_TYPES[column.type]}" for column in table.columns)


def _join_parquet(session: Any, parts: Sequence[Path], whole: Path) -> None:
    """Append the row groups of Parquet files of one form to a new one; nothing is decoded."""
    java, hadoop = session._jvm.org.apache.parquet.hadoop, session._jvm.org.apache.hadoop.fs
    settings = session._jsc.hadoopConfiguration()
    inputs = [
        java.util.HadoopInputFile.fromPath(hadoop.Path(part.absolute().as_uri()), settings) for part in parts
    ]
    reader = java.ParquetFileReader.open(inputs[0])
    schema = reader.getFileMetaData().getSchema()
    reader.close()
    out = java.util.HadoopOutputFile.fromPath(hadoop.Path(whole.absolute().as_uri()), settings)
    mode = getattr(session._jvm, "org.apache.parquet.hadoop.ParquetFileWriter$Mode").CREATE
    writer = java.ParquetFileWriter(out, schema, mode, java.ParquetWriter.DEFAULT_BLOCK_SIZE, 0)
    writer.start()
    for part in inputs:
        writer.appendFile(part)
    writer.end(session._jvm.java.util.HashMap())
    whole.with_name(f".{whole.name}.crc").unlink(missing_ok=True)  # Hadoop's own sum of a local file
