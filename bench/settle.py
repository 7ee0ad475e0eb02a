"""Measure settling against the least that could be done with the same facts, each pair in one run.

    python bench/settle.py --lines 10000000

`settle`: the whole of `paidang settle` as a process: checks of every cell, the normalised facts, rows.parquet, the
statement, the hashes. It is set against DuckDB copying the order lines' Parquet, and every table's. `totals`: the
statement's sums alone, with as-of prices, refunds and charges, set against scanning the columns they are made of, numbers
summed, the greatest of all else taken.
"""

import argparse
import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import duckdb
from process import Run, run, settling
from world import MONTH, TABLES, TERMS, generate

SETTLE_MAX, COPY_ALL_MAX, TOTALS_MAX = 2.5, 4, 2
SMALL_LINES, SMALL_SECONDS_MAX = 10_000, 2
SCANS = {
    "order_lines": "sum(quantity), sum(unit_price), sum(merchant_discount), max(line_id), max(sku), max(paid_at),"
    " max(completed_at), max(gift)",
    "refunds": "sum(quantity), sum(amount), max(line_id), max(cause), max(restocked), max(refunded_at)",
    "logistics": "sum(amount), max(kind), max(paid_by), max(borne_by), max(charged_at)",
    "platform_fees": "sum(amount), max(charged_at)",
    "costs": "max(sku), max(factory_price), max(valid_from)",
}


class Took(NamedTuple):
    """Wall-clock and processor seconds; the second say more where others use the machine."""

    seconds: float
    cpu_seconds: float


def main() -> None:
    """Generate, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--turns", type=int, default=3)
    asked = parser.parse_args()
    with TemporaryDirectory(prefix="paidang-bench-") as temporary:
        folder = Path(temporary)
        generate(folder / "facts", asked.lines)
        (folder / "terms.json").write_text(json.dumps(TERMS))
        measure_settling(folder, asked.lines, asked.turns)
        measure_totals(folder, asked.lines, asked.turns)
    with TemporaryDirectory(prefix="paidang-bench-") as temporary:
        folder = Path(temporary)
        generate(folder / "facts", SMALL_LINES)
        (folder / "terms.json").write_text(json.dumps(TERMS))
        seconds = min(settle(folder).seconds for _turn in range(asked.turns))
        print(f"settle {SMALL_LINES:,} lines: {seconds:.2f} s (target {SMALL_SECONDS_MAX})")


def measure_settling(folder: Path, lines: int, turns: int) -> None:
    """Taken in turns and the best of each: other work on the machine spoils all alike."""
    lines_copied, all_copied, settled, peaks = [], [], [], []
    for _turn in range(turns):
        lines_copied.append(copy(folder, ("order_lines",)))
        all_copied.append(copy(folder, TABLES))
        done = settle(folder)
        settled.append(Took(done.seconds, done.cpu_seconds))
        peaks.append(done.peak_mb)
    print(
        f"settle {lines:,} lines: {compare(settled, lines_copied)} copying the order lines (target {SETTLE_MAX}),"
        f" {compare(settled, all_copied)} copying all tables (target {COPY_ALL_MAX}), peak {max(peaks)} MB"
    )


def measure_totals(folder: Path, lines: int, turns: int) -> None:
    """The law's sums over checked facts, without writing a row: joining refunds with lines, and as checks leave them."""
    scans, joining, joined = [], [], []
    for _turn in range(turns):
        scans.append(scan(folder))
        joining.append(totals(folder, "VIEW"))
        joined.append(totals(folder, "TABLE"))
    for what, took in (("totals", joining), ("totals, refunds joined by the checks", joined)):
        print(
            f"{what}, of {lines:,} lines: {compare(took, scans)} scanning the same columns (target {TOTALS_MAX})"
        )


def totals(folder: Path, refunds: str) -> Took:
    """Time to add everything up; `refunds`: whether the refunds' lines are still to be looked up, or stand there."""
    from paidang.settlement.engines.duckdb_engine import DuckDb
    from paidang.settlement.engines.duckdb_session import open_duckdb
    from paidang.settlement.engines.law_run import run_law
    from paidang.settlement.rules.read_terms import read_terms

    with open_duckdb(folder / "spill") as connection:
        connect(connection, folder, refunds)
        engine, terms = DuckDb(connection, folder / "none"), read_terms(TERMS)
        return time_of(lambda: run_law(engine, terms, MONTH, keeps_rows=False))


def scan(folder: Path) -> Took:
    """Time to read the columns that the totals are made of."""
    from paidang.settlement.engines.duckdb_session import open_duckdb

    with open_duckdb(folder / "spill") as connection:
        connect(connection, folder, "VIEW")
        return time_of(
            lambda: [
                connection.execute(f"SELECT {sums} FROM {table}").fetchall() for table, sums in SCANS.items()
            ]
        )


def connect(connection: duckdb.DuckDBPyConnection, folder: Path, refunds: str) -> None:
    """Make the fact tables views, as they are once their facts are checked; refunds beside their lines as asked for."""
    from paidang.kit.facts import FACT_TABLES
    from paidang.settlement.engines.duckdb_facts import create_view
    from paidang.settlement.engines.law_sql import REFUNDED_LINES

    for name, table in FACT_TABLES.items():
        path = folder / "facts" / f"{name}.parquet"
        found = connection.execute(f"DESCRIBE FROM '{path}'").fetchall()
        create_view(connection, table, path, [row[0] for row in found])
    connection.execute(f"CREATE {refunds} refunded_lines AS {REFUNDED_LINES}")


def copy(folder: Path, tables: tuple[str, ...]) -> Took:
    """Time to copy every column of some tables."""
    out = folder / "copy"
    out.mkdir(exist_ok=True)
    with duckdb.connect() as connection:
        return time_of(
            lambda: [
                connection.execute(
                    f"COPY (FROM '{folder}/facts/{name}.parquet') TO '{out}/{name}.parquet' (FORMAT parquet)"
                )
                for name in tables
            ]
        )


def settle(folder: Path) -> Run:
    """The whole of `paidang settle`, a process of its own."""
    done = run(settling(folder, MONTH, folder / "out"))
    shutil.rmtree(folder / "out")
    return done


def time_of(act: Callable[[], object]) -> Took:
    """How long it takes in this process."""
    start, cpu_start = time.perf_counter(), time.process_time()
    act()
    return Took(time.perf_counter() - start, time.process_time() - cpu_start)


def compare(ours: list[Took], theirs: list[Took]) -> str:
    """The best of ours as a multiple of the best of theirs."""
    our, their = best(ours), best(theirs)
    return (
        f"{our.seconds:.2f} s, {our.seconds / their.seconds:.2f} ({our.cpu_seconds / their.cpu_seconds:.2f} in"
        f" processor time) of {their.seconds:.2f} s for"
    )


def best(runs: list[Took]) -> Took:
    """The least of either kind of time."""
    return Took(min(each.seconds for each in runs), min(each.cpu_seconds for each in runs))


if __name__ == "__main__":
    main()
