"""What Parquet files say of themselves in their ends: the least, the greatest and the empty cells of each group of rows.

Engines pass groups of rows by on the strength of it, and whoever makes a bundle can write there what he likes: a file whose
end lies shows one reader rows that it hides from another.
"""

from collections.abc import Iterator
from itertools import accumulate
from math import gcd
from pathlib import Path
from typing import Any

from paidang.kit.sentence import say
from paidang.settlement.bundle.compare_rows import Difference

_SAID = """
    create or replace temp table said as
    select row_group_id as g, path_in_schema as name, coalesce(stats_min_value, stats_min) as low,
           coalesce(stats_max_value, stats_max) as high, stats_null_count as empty
    from parquet_metadata({file})"""
_FALSE = """
    with part as (
        select n // {step} as first, min(c) as low, max(c) as high, count(*) - count(c) as empty
        from (select "{name}" as c, file_row_number as n from read_parquet({file}, file_row_number = true)) group by 1
    ), held as (
        select g, min(low) as low, max(high) as high, sum(empty) as empty
        from part asof join groups on part.first * {step} >= groups.first group by g
    )
    select count(*) from held join said using (g) where name = $1 and (
        said.empty <> held.empty or held.low < try_cast(said.low as {type}) or held.high > try_cast(said.high as {type})
        or said.low is not null and try_cast(said.low as {type}) is null
        or said.high is not null and try_cast(said.high as {type}) is null)"""


def false_footers(folder: Path, spill: Path) -> Iterator[Difference]:
    """A difference for each column of the bundle's Parquet files of which the file's end says what its cells do not."""
    import duckdb

    from paidang.settlement.engines.duckdb_session import open_duckdb, sql_literal

    with open_duckdb(spill) as engine:
        engine.execute("set disabled_optimizers = 'statistics_propagation'")
        for path in sorted(folder.rglob("*.parquet")):
            name = path.relative_to(folder).as_posix()
            try:
                columns = _false_columns(engine, sql_literal(str(path)))
            except duckdb.Error:
                continue  # what cannot be read at all is named where it is read
            for column in columns:
                reason = say("文件尾写的最小值、最大值或空单元格数与内容不符")
                yield Difference(name, column=column, reason=reason)


def _false_columns(engine: Any, file: str) -> list[str]:
    sizes = engine.execute(
        f"select any_value(row_group_num_rows) from parquet_metadata({file}) group by row_group_id order by row_group_id"
    ).fetchall()
    ends = list(accumulate(size for (size,) in sizes))
    engine.execute(_SAID.format(file=file))
    engine.execute("create or replace temp table groups (g bigint, first bigint)")
    for g, first in enumerate([0, *ends[:-1]] if ends else []):
        engine.execute("insert into groups values ($1, $2)", [g, first])
    step = gcd(*ends[:-1]) or max(ends, default=1) or 1
    columns = engine.execute(f"describe select * from read_parquet({file})").fetchall()
    found = []
    for name, type_, *_rest in columns:
        query = _FALSE.format(step=step, name=name.replace('"', '""'), file=file, type=type_)
        [(count,)] = engine.execute(query, [name]).fetchall()
        if count:
            found.append(str(name))
    return found
