"""Reading fact tables with DuckDB: one pass per table that checks each cell and writes the normalised Parquet form.

Checks here only say that all is well. Whenever something is, or merely may be, wrong, `Suspicion` is raised and the
law itself (`rules.fact_checks`) reads the files again, slowly, and either names the bad cells or finds none.
"""

import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from paidang.kit.facts import FACT_TABLES, INCOMING_CHARGES, LINE_PRICE_MAX, Column, FactTable
from paidang.settlement.engines import Job
from paidang.settlement.engines.csv_scan import scan_csv
from paidang.settlement.engines.duckdb_session import SQL_TYPES, sql_literal, wants_room
from paidang.settlement.engines.duckdb_slices import list_slices
from paidang.settlement.engines.fact_files import FactFiles, find_fact_files, read_raw_facts
from paidang.settlement.engines.law_sql import REFUNDED_COLUMNS
from paidang.settlement.rules.errors import BadPlace
from paidang.settlement.rules.fact_checks import check_facts, check_header
from paidang.settlement.rules.raw_tables import RawFile

_COPIED_AT_ONCE = 2
_SMALLER_INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT", "UINTEGER")

# Forms of a cell's text that are surely good; every other form is left to the law.
_SURE_INTEGER = "-?[0-9]{1,18}"
_SURE_TIME = (
    "[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
    "([.][0-9]{1,6})?(Z|[+-]([01][0-9]|2[0-3])(:[0-5][0-9])?)"
)
_SURE_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_SURE_MONTH = "[0-9]{4}-(0[1-9]|1[0-2])"


class Suspicion(Exception):
    """Facts that are not surely good."""


def read_facts(connection: Any, job: Job) -> list[BadPlace]:
    """Make each table a view of its normalised form, kept or not; the law decides where there is doubt.

    Returns notes on unknown columns; raises BadInput.
    """
    job.facts_out.mkdir()
    try:
        with _believing_no_file(connection):
            return _read_surely_good(connection, job)
    except Suspicion:
        pass
    except duckdb.Error as why:
        if isinstance(why, NOT_ABOUT_DATA) or wants_room(why):
            raise
    raw = read_raw_facts(Path(job.facts))
    facts, notes = check_facts(raw, month=job.month, profit_counts=job.terms.profit_counts)
    from paidang.settlement.engines.parquet_forms import write_facts

    write_facts(facts, job.facts_out)
    for name, table in FACT_TABLES.items():
        create_view(connection, table, job.facts_out / f"{name}.parquet", table.column_names)
    _join_refunds(connection)
    return notes


@contextmanager
def _believing_no_file(connection: Any) -> Iterator[None]:
    """DuckDB proves conditions from the least, the greatest and the empty cells that a file says it has: a stranger's word."""
    connection.execute("SET disabled_optimizers = 'statistics_propagation'")
    try:
        yield
    finally:
        connection.execute("RESET disabled_optimizers")


def _read_surely_good(connection: Any, job: Job) -> list[BadPlace]:
    notes: list[BadPlace] = []
    files = find_fact_files(Path(job.facts))
    required = ["order_lines", "costs"] if job.terms.profit_counts else ["order_lines"]
    if not all(files[name].paths for name in required):
        raise Suspicion
    found = {name: _find_table(connection, table, files[name], notes) for name, table in FACT_TABLES.items()}
    if job.keeps_facts:
        normal = [files[name].paths[0] for name in FACT_TABLES if _is_normal(found[name], FACT_TABLES[name])]
        with ThreadPoolExecutor(_COPIED_AT_ONCE) as threads:
            list(threads.map(shutil.copyfile, normal, [job.facts_out / path.name for path in normal]))
    flaws = row_flaws(month=job.month, profit_counts=job.terms.profit_counts)
    doubts = {
        name: _normalise_table(
            connection, table, files[name], found[name], job.facts_out / f"{name}.parquet", flaws[name]
        )
        for name, table in FACT_TABLES.items()
    }
    kept, given = job.facts_out / "order_lines.parquet", files["order_lines"].paths[0]
    check_tables(connection, doubts, lines=kept if kept.exists() else given)
    return notes


def _normalise_table(
    connection: Any, table: FactTable, files: FactFiles, found: Sequence["_FoundFile"], out: Path, flaw: str
) -> str:
    """Make a table in the normalised form a view of its name, written to `out` if it is not in that form, also when empty.

    One that is in that form already is read from `out` if it was kept there. Returns the condition on which a row of the
    view is not surely good; no row may have the `flaw` (`row_flaws`).
    """
    if _is_normal(found, table):
        # Most snapshots are in the normalised form already: checking is enough, and much faster than rewriting.
        view_of = out if out.exists() else files.paths[0]
        create_view(connection, table, view_of, [column.header for column in found[0].columns])
        sound = " AND ".join(map(_is_sound, table.columns))
        return f"NOT coalesce({sound}, FALSE) OR coalesce({flaw}, FALSE)"
    parts = [_select_cells(table, file) for file in found]
    source = " UNION ALL ".join(parts) or _select_nothing(table)
    connection.execute(f"COPY ({source}) TO {sql_literal(str(out))} (FORMAT parquet)")
    create_view(connection, table, out, table.column_names)
    return f"coalesce({flaw}, FALSE)"


def create_view(connection: Any, table: FactTable, path: Path, present: Collection[str]) -> None:
    """Make a table's normalised form a view of its name; the columns that are not present are empty."""
    columns = (
        column.name if column.name in present else f"{_null(column)} AS {column.name}"
        for column in table.columns
    )
    source = f"read_parquet({sql_literal(str(path))})"
    connection.execute(f"CREATE OR REPLACE VIEW {table.name} AS SELECT {', '.join(columns)} FROM {source}")


def _select_nothing(table: FactTable) -> str:
    columns = ", ".join(f"{_null(column)} AS {column.name}" for column in table.columns)
    return f"SELECT {columns} WHERE FALSE"


def _null(column: Column) -> str:
    return f"CAST(NULL AS {SQL_TYPES[column.type]})"


class _Found(NamedTuple):
    """A column of a file: its header, the name under which the query finds it, its SQL type."""

    header: str
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class _FoundFile:
    """A file of a table: the SQL that reads it, and its columns."""

    source: str
    columns: list[_Found]
    has_finer_times: bool = False

    def is_normal(self, table: FactTable) -> bool:
        """Whether all of these are the normalised form's columns, of its types; optional ones may be absent."""
        normal = {(column.name, SQL_TYPES[column.type]) for column in table.columns}
        return not self.has_finer_times and all((each.header, each.type) in normal for each in self.columns)


def _find_table(
    connection: Any, table: FactTable, files: FactFiles, notes: list[BadPlace]
) -> list[_FoundFile]:
    """Each file of a table with its columns; adds to the notes on unknown ones."""
    if files.error:
        raise Suspicion
    return [_find_columns(connection, table, path, notes) for path in files.paths]


def _is_normal(found: Sequence[_FoundFile], table: FactTable) -> bool:
    """Whether the table is one file in the normalised form."""
    return len(found) == 1 and found[0].is_normal(table)


def _find_columns(connection: Any, table: FactTable, path: Path, notes: list[BadPlace]) -> _FoundFile:
    file = _csv_file(path) if path.suffix == ".csv" else _parquet_file(connection, path)
    header = check_header(table, RawFile(path.name, [column.header for column in file.columns], ()))
    if header.errors:
        raise Suspicion
    notes += header.notes
    return file


def _parquet_file(connection: Any, path: Path) -> _FoundFile:
    """DuckDB renames columns that differ in case only or not at all: such a file is left to the law."""
    source = f"read_parquet({sql_literal(str(path))})"
    columns = [
        _Found(str(row[0]), f'"{row[0]}"', str(row[1]))
        for row in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    ]
    schema = connection.execute("SELECT name, logical_type FROM parquet_schema($1)", [str(path)]).fetchall()
    if [column.header for column in columns] != [row[0] for row in schema[1:]]:
        raise Suspicion
    return _FoundFile(source, columns, has_finer_times="NanoSeconds" in str(schema))


def _csv_file(path: Path) -> _FoundFile:
    """Columns are read by position; the header has been read already."""
    file = scan_csv(path)
    if file is None:
        raise Suspicion
    columns = [_Found(header, f"c{index}", "VARCHAR") for index, header in enumerate(file.header)]
    names = ", ".join(f"{column.name}: 'VARCHAR'" for column in columns)
    source = (
        f"read_csv({sql_literal(str(path))}, auto_detect = false, header = false, skip = 1, delim = ',', quote = '', "
        f"escape = '', comment = '', new_line = {sql_literal(file.new_line)}, nullstr = '', columns = {{{names}}})"
    )
    return _FoundFile(source, columns)


def _select_cells(table: FactTable, file: _FoundFile) -> str:
    """The query that reads one file's columns, and fails on a cell that is not surely good."""
    found = {column.header: column for column in file.columns}
    cells = (_cell(column, found.get(column.name)) for column in table.columns)
    return f"SELECT {', '.join(cells)} FROM {file.source}"


def _cell(column: Column, found: _Found | None) -> str:
    """The value where all conditions hold, NULL for an empty cell that may be, and failure for all else."""
    if found is None:
        return f"{_null(column)} AS {column.name}"
    value, good = _value_if(column, found.name, found.type)
    is_empty = f"{found.name} IS NULL" + (f" OR {found.name} = ''" if found.type == "VARCHAR" else "")
    empty = _null(column) if column.nullable else "error('empty')"
    return (
        f"CASE WHEN {is_empty} THEN {empty} WHEN {good} THEN {value} ELSE error('bad') END AS {column.name}"
    )


def _is_sound(column: Column) -> str:
    """The condition that a cell of the normalised form surely is good, or NULL; in it an empty text is no empty cell."""
    _value, good = _value_if(column, column.name, SQL_TYPES[column.type])
    if column.nullable:
        return f"coalesce({good}, TRUE)"
    return good if good != "TRUE" else f"{column.name} IS NOT NULL"


def _value_if(column: Column, name: str, found: str) -> tuple[str, str]:
    """The cell as its type, and the condition under which, not empty, it surely is a good one."""
    value, is_good = _typed(column, name, found)
    conditions = [is_good] if is_good else []
    if column.choices:
        conditions.append(f"{value} IN ({', '.join(map(sql_literal, column.choices))})")
    if column.minimum is not None:
        conditions.append(f"{value} >= {column.minimum}")
    if found == "VARCHAR":
        conditions.append(f"{name} <> ''")
    return value, " AND ".join(conditions) or "TRUE"


def _typed(column: Column, name: str, found: str) -> tuple[str, str]:
    """The cell as its type, and the condition under which it surely is one. A type of no use fails if not NULL."""
    wanted = SQL_TYPES[column.type]
    if column.type == "time" and found == wanted:
        return name, f"{name} > '0001-01-02 00:00:00+00' AND {name} < '9999-12-31 00:00:00+00'"
    if found == "VARCHAR":
        return _typed_text(column, name)
    if found == wanted:
        return name, ""
    if column.type == "integer" and found in _SMALLER_INTEGERS:
        return f"CAST({name} AS BIGINT)", ""
    return f"CAST(NULL AS {wanted})", "FALSE"


def _typed_text(column: Column, name: str) -> tuple[str, str]:
    if column.type == "integer":
        return f"CAST({name} AS BIGINT)", f"regexp_full_match({name}, '{_SURE_INTEGER}')"
    if column.type == "time":
        moment = f"TRY_CAST({name} AS TIMESTAMP WITH TIME ZONE)"
        exists = f"{moment} > '0001-01-02 00:00:00+00' AND {moment} < '9999-12-31 00:00:00+00'"
        return moment, f"regexp_full_match({name}, '{_SURE_TIME}') AND {exists}"
    if column.type == "day":
        exists = f"TRY_CAST({name} AS DATE) >= DATE '0001-01-01'"
        return name, f"regexp_full_match({name}, '{_SURE_DAY}') AND {exists}"
    if column.type == "month":
        return name, f"regexp_full_match({name}, '{_SURE_MONTH}') AND {name} BETWEEN '0001-01' AND '9999-11'"
    if column.type == "boolean":
        return f"{name} = 'true'", f"{name} IN ('true', 'false')"
    return name, ""


# A product beyond 64 bits fails, and is left to the law like any other doubt.
_LINE_FLAWS = f"""
    unit_price * quantity > {LINE_PRICE_MAX}
    OR merchant_discount + platform_discount > unit_price * quantity
    OR (gift AND unit_price * quantity > merchant_discount)
    OR shipped_at < paid_at OR completed_at < paid_at"""
_CONTEXT_FLAWS = (
    "settled_in >= {month} OR ({profit_counts} AND settled_in IS NOT NULL AND settled_price IS NULL"
)
_CONTEXT_FLAWS += " AND gift IS DISTINCT FROM TRUE)"

_CHARGE_FLAWS = f"""
    CASE WHEN kind IN {tuple(sorted(INCOMING_CHARGES))} THEN amount > 0 ELSE amount < 0 END
    OR (kind = 'postage' AND borne_by IN ('a', 'b'))"""

# Each refund beside its line; all lines are looked at, and one that is not surely good stays in, with a refund or not.
_REFUNDED_LINES = f"""{REFUNDED_COLUMNS}, l.is_doubtful
FROM (SELECT *, {{doubt}} AS is_doubtful FROM order_lines WHERE {{slice}}) l
LEFT JOIN (FROM refunds WHERE {{slice}}) r ON r.line_id = l.line_id
WHERE r.refund_id IS NOT NULL OR l.is_doubtful"""

# Of each refunded line there must be one, and it must be more than all that is refunded of it.
_REFUND_FLAWS = (
    "SELECT count(*) FROM refunded_lines WHERE is_doubtful",
    "SELECT (SELECT count(*) FROM refunds) - (SELECT count(*) FROM refunded_lines)",
    """SELECT count(*) FROM (
        SELECT sum(quantity) + max(settled_quantity) > max(line_quantity)
            OR sum(amount) + max(settled_amount) > max(line_amount) AS too_much
        FROM refunded_lines GROUP BY line_id
    ) WHERE too_much""",
)

# Every charge and fee is surely good, and its order, where it has one, is there. Lines of one order mostly stand together:
# an order is looked up among half as many where it is taken once for each run of its lines.
_CHARGE_FLAWS_OR_NO_ORDER = """
WITH referring AS (
    SELECT order_id, {logistics} AS is_doubtful FROM logistics WHERE {slice}
    UNION ALL
    SELECT order_id, {platform_fees} FROM platform_fees WHERE {slice}
)
SELECT (SELECT count_if(is_doubtful) + count(order_id) FROM referring)
    - (SELECT count(*) FROM referring WHERE order_id IN (
        SELECT order_id FROM (SELECT order_id, lag(order_id) OVER () AS before FROM order_lines WHERE {slice})
        WHERE order_id IS DISTINCT FROM before))"""


def row_flaws(*, month: str, profit_counts: bool) -> dict[str, str]:
    """What is wrong with a row as a whole, as a condition on the cells of each table."""
    context = _CONTEXT_FLAWS.format(month=sql_literal(month), profit_counts=profit_counts)
    flaws = {"order_lines": f"{_LINE_FLAWS} OR {context}", "logistics": _CHARGE_FLAWS}
    return {name: flaws.get(name, "FALSE") for name in FACT_TABLES}


def check_tables(connection: Any, doubts: Mapping[str, str], lines: Path) -> None:
    """Rows, ids, references and refunds as a whole, on the normalised tables; raises Suspicion.

    `doubts` are the conditions on which a row of each table is not surely good; `lines` is the Parquet file of the order
    lines. As few passes as there can be: reading costs more than checking. What can be is one query, so that one core
    sees whether ids ascend while the other works.
    """
    _join_refunds(connection, doubts["order_lines"], list_slices(connection, lines, "line_id"))
    single = [table for table in FACT_TABLES.values() if len(table.key) == 1]
    flaws = [
        *(f"SELECT count(*) FROM {name} WHERE {doubts[name]}" for name in ("refunds", "costs")),
        *_REFUND_FLAWS,
    ]
    first, *others = (
        _CHARGE_FLAWS_OR_NO_ORDER.format(**doubts, slice=part)
        for part in list_slices(connection, lines, "order_id")
    )
    counts = _count(connection, *map(_falls, single), first, *flaws)
    if any(counts[len(single) :]) or any(count for part in others for count in _count(connection, part)):
        raise Suspicion
    unordered = [table for table, falls in zip(single, counts, strict=False) if falls]
    # Equal keys have equal hashes: as many hashes as rows means that no key repeats.
    for table in (FACT_TABLES["costs"], *unordered):
        keys = ", ".join(table.key)
        if any(_count(connection, f"SELECT count(*) - count(DISTINCT hash({keys})) FROM {table.name}")):
            raise Suspicion


def _join_refunds(connection: Any, doubt: str = "FALSE", slices: Sequence[str] = ("TRUE",)) -> None:
    """Look each refund's line up once, for the checks and for the law, and look at every line meanwhile."""
    act = "CREATE OR REPLACE TABLE refunded_lines AS"
    for part in slices:
        connection.execute(f"{act} {_REFUNDED_LINES.format(doubt=doubt, slice=part)}")
        act = "INSERT INTO refunded_lines"


def _falls(table: FactTable) -> str:
    """How often a key is not above the one before: never in a snapshot, and the cheapest sign that none repeats."""
    [key] = table.key
    return f"SELECT count(*) FROM (SELECT {key} <= lag({key}) OVER () AS falls FROM {table.name}) WHERE falls"


def _count(connection: Any, *queries: str) -> list[int]:
    """Several counts, as one query."""
    return list(connection.execute(f"SELECT {', '.join(f'({query})' for query in queries)}").fetchone())


# What DuckDB raises on a mistake of ours. Whatever else it raises, but for want of room, it raises on data: a damaged
# Parquet file has no exception of its own.
NOT_ABOUT_DATA = (
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.ParserException,
    duckdb.SyntaxException,
)
