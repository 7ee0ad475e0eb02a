"""The law run by DuckDB: the same figures as the python engine, for millions of rows in little memory."""

import shutil
from collections import defaultdict
from typing import Any

import duckdb

from paidang.kit.facts import FACT_TABLES
from paidang.settlement.engines import Computed, Job
from paidang.settlement.engines.duckdb_facts import (
    NOT_ABOUT_DATA,
    Suspicion,
    check_tables,
    create_view,
    normalise_table,
    row_flaws,
    sql_literal,
)
from paidang.settlement.engines.duckdb_session import open_duckdb
from paidang.settlement.engines.fact_files import find_fact_files, read_raw_facts
from paidang.settlement.engines.law_sql import ROW_SUMS, amounts_need_width, law_queries
from paidang.settlement.rules.errors import BadPlace
from paidang.settlement.rules.fact_checks import check_facts
from paidang.settlement.rules.rows import amount_too_large
from paidang.settlement.rules.statement import LateMonth, Sums, make_statement

# Ids hardly repeat: DuckDB need not collect them all before it finds out.
WRITING = "dictionary_size_limit 1000"

# The functions that `law_sql` leaves to each engine. // cuts towards zero.
_DIALECT = (
    """round_ratio(numerator, denominator) AS CASE WHEN numerator >= 0
        THEN (2 * numerator + denominator) // (2 * denominator)
        ELSE -((denominator - 2 * numerator) // (2 * denominator)) END""",
    "shanghai_midnight(day) AS timezone('Asia/Shanghai', CAST(day AS TIMESTAMP))",
    "shanghai_month(moment) AS strftime(timezone('Asia/Shanghai', moment), '%Y-%m')",
    "end_of_time() AS CAST('infinity' AS TIMESTAMP WITH TIME ZONE)",
    "greatest_at(a, b) AS CASE WHEN b IS NULL THEN NULL WHEN b > a THEN b ELSE a END",
    """share_of(profit, share) AS
        CAST(CAST(profit AS DECIMAL(19, 0)) * CAST(share AS DECIMAL(9, 8)) AS DECIMAL(38, 8))""",
)


def settle(job: Job) -> Computed:
    """Settle a folder of facts; raises BadInput when any cell is bad."""
    spill = job.out / "spill"
    with open_duckdb(spill) as connection:
        for macro in _DIALECT:
            connection.execute(f"CREATE MACRO {macro}")
        job.facts_out.mkdir()
        notes = _read_facts(connection, job)
        try:
            sums = _settle_rows(connection, job)
        except (duckdb.ConversionException, duckdb.OutOfRangeException):
            raise amount_too_large() from None
    shutil.rmtree(spill, ignore_errors=True)
    return Computed(make_statement(job.terms, sums, job.month, version=job.version), tuple(notes))


def _read_facts(connection: Any, job: Job) -> list[BadPlace]:
    """Make each table a view of its normalised form, checked; the law decides whenever there is any doubt."""
    try:
        return _read_surely_good(connection, job)
    except Suspicion:
        pass
    except NOT_ABOUT_DATA:
        raise
    except duckdb.Error:
        pass
    raw = read_raw_facts(job.facts)
    facts, notes = check_facts(raw, month=job.month, profit_counts=job.terms.profit_counts)
    from paidang.settlement.engines.parquet_forms import write_facts

    write_facts(facts, job.facts_out)
    for name, table in FACT_TABLES.items():
        create_view(connection, table, job.facts_out / f"{name}.parquet", table.column_names)
    return notes


def _read_surely_good(connection: Any, job: Job) -> list[BadPlace]:
    notes: list[BadPlace] = []
    files = find_fact_files(job.facts)
    required = ["order_lines", "costs"] if job.terms.profit_counts else ["order_lines"]
    if not all(files[name].paths for name in required):
        raise Suspicion
    flaws = row_flaws(month=job.month, profit_counts=job.terms.profit_counts)
    for name, table in FACT_TABLES.items():
        out = job.facts_out / f"{name}.parquet"
        notes += normalise_table(connection, table, files[name], out, flaws[name])
    check_tables(connection)
    return notes


def _settle_rows(connection: Any, job: Job) -> Sums:
    """Write rows.parquet, and add it up."""
    law = law_queries(job.terms, job.month, amount=_amount_type(connection, job))
    for name, query in law.views.items():
        connection.execute(f"CREATE VIEW {name} AS {query}")
    connection.execute("SET preserve_insertion_order = false")  # the order of rows is free
    rows_out = sql_literal(str(job.rows_out))
    connection.execute(f"COPY (FROM settled_rows) TO {rows_out} (FORMAT parquet, {WRITING})")
    connection.execute(f"CREATE VIEW rows AS FROM read_parquet({rows_out})")
    charges = connection.execute(law.charge_sums)
    names = [column[0] for column in charges.description]
    charge_sums = {name: int(value) for name, value in zip(names, charges.fetchone(), strict=True)}
    by_kind = connection.execute(ROW_SUMS).fetchall()
    settled = sum(rows for kind, _month, rows, *_sums in by_kind if kind == "line")
    held: list[Any] = []
    if connection.execute(law.lines_counted).fetchone() != (settled,):
        held = connection.execute("FROM held ORDER BY row_id").fetchall()
    return _sums(by_kind, charge_sums, tuple(held), job.month)


def _amount_type(connection: Any, job: Job) -> str:
    """64 bits where they are enough on the way to every amount, else 128."""
    quantity, full_price, settled_price, price = connection.execute(
        "SELECT coalesce(max(quantity), 0), coalesce(max(unit_price * quantity), 0), coalesce(max(settled_price), 0),"
        " (SELECT coalesce(max(factory_price), 0) FROM costs) FROM order_lines"
    ).fetchone()
    cost_max = quantity * max(price, settled_price)
    return (
        "HUGEINT" if amounts_need_width(job.terms, full_price_max=full_price, cost_max=cost_max) else "BIGINT"
    )


def _sums(by_kind: list[Any], charges: dict[str, int], held: tuple[Any, ...], month: str) -> Sums:
    totals: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    late: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for kind, own_month, rows, revenue, cost, tax, fee, profit in by_kind:
        figures = {"rows": rows, "revenue": revenue, "cost": cost, "tax": tax, "platform_fee": fee}
        for name, value in figures.items():
            totals[kind][name] += int(value)
            totals["all"][name] += int(value)
        if own_month < month:
            late[own_month] = [
                total + int(value)
                for total, value in zip(late[own_month], (revenue, profit, rows), strict=True)
            ]
    return Sums(
        gross_sales=totals["line"]["revenue"],
        refunded=totals["refund"]["revenue"],
        cost=totals["all"]["cost"],
        tax=totals["all"]["tax"],
        platform_fees=totals["all"]["platform_fee"],
        lines=totals["line"]["rows"],
        refunds=totals["refund"]["rows"],
        late=tuple(LateMonth(own_month, *sums) for own_month, sums in sorted(late.items())),
        held=held,
        **charges,
    )
