"""Cutting large tables at values of one column, so that what is joined fits into memory.

A join that does not fit spills both its sides: slower than the reading it saves, and in more memory than it was given.
"""

from bisect import bisect
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from paidang.settlement.engines.duckdb_session import sql_literal

SLICE_LINES = 5_000_000
_GROUPS_READ_TWICE = 2


def list_slices(connection: Any, lines: Path, column: str) -> list[str]:
    """Conditions on a column of the order lines; each row of any table that has the column meets exactly one.

    One for each `SLICE_LINES` in the Parquet file `lines`; one in all where its row groups are not in the column's order, even roughly, since each
    slice would then read them all.
    """
    groups = connection.execute(
        "SELECT row_group_num_rows, stats_min_value, stats_max_value FROM parquet_metadata($1) WHERE path_in_schema = $2",
        [str(lines), column],
    ).fetchall()
    count = -(-sum(rows for rows, _least, _most in groups) // SLICE_LINES)
    if count < 2 or any(least is None or most is None for _rows, least, most in groups):
        return ["TRUE"]
    lows = sorted(least for _rows, least, _most in groups)
    cuts = sorted({lows[len(lows) * part // count] for part in range(1, count)})
    touched = sum(bisect(cuts, most) - bisect(cuts, least) + 1 for _rows, least, most in groups)
    return _between(column, cuts) if touched <= _GROUPS_READ_TWICE * len(groups) else ["TRUE"]


def _between(column: str, cuts: Sequence[str]) -> list[str]:
    """Below the first cut, between each two, from the last on; an empty cell is with the last."""
    starts, ends = ([f"{column} {sign} {sql_literal(cut)}" for cut in cuts] for sign in (">=", "<"))
    inner = [f"{start} AND {end}" for start, end in zip(starts, ends[1:], strict=False)]
    return [ends[0], *inner, f"({starts[-1]} OR {column} IS NULL)"]
