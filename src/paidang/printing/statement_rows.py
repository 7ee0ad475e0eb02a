"""Sums over a statement's rows: by SKU, by month, and the check that they add up to what is stated."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

MONEY = ("revenue", "cost", "tax", "logistics", "platform_fee", "profit")
TOTAL_OF = {column: column for column in MONEY} | {"platform_fee": "platform_fees"}


@dataclass(frozen=True, slots=True)
class Group:
    """The rows that share one key, summed; `fen` follows the order of `MONEY`."""

    key: str
    rows: int
    fen: tuple[int, ...]


def group_rows(rows: pa.Table, column: str) -> list[Group]:
    """Sum the rows by `column`, largest revenue first (ties by key); an empty key is the rows without one."""
    keys = pc.fill_null(rows[column].cast(pa.string()), "")
    money = {name: rows[name].cast(pa.int64()) for name in MONEY}  # an engine may hand over wider integers
    summed = (
        pa.table({column: keys} | money)
        .group_by(column)
        .aggregate([(name, "sum") for name in MONEY] + [([], "count_all")])
    )
    groups = [
        Group(row[column], row["count_all"], tuple(row[f"{name}_sum"] or 0 for name in MONEY))
        for row in summed.to_pylist()
    ]
    return sorted(groups, key=lambda group: (-group.fen[0], group.key))


def first_and_rest(groups: list[Group], limit: int) -> tuple[list[Group], Group | None]:
    """The first `limit` groups, and all others as one whose key is their count; nothing leaves the sum."""
    if len(groups) <= limit:
        return groups, None
    return groups[:limit], _together(str(len(groups) - limit), groups[limit:])


def total(groups: list[Group]) -> Group:
    """All groups as one."""
    return _together("", groups)


def stated(statement: Mapping[str, Any]) -> Group:
    """What the statement says the rows add up to; its count is that of the rows themselves, which it does not state."""
    totals = statement["totals"]
    return Group("", 0, tuple(totals[TOTAL_OF[name]] for name in MONEY))


def sum_where(rows: pa.Table, column: str, kind: str) -> int:
    """The sum of a column over the rows of one kind."""
    return pc.sum(rows.filter(pc.equal(rows["kind"], kind))[column]).as_py() or 0


def _together(key: str, groups: list[Group]) -> Group:
    columns = zip(*(group.fen for group in groups), strict=True)
    sums = tuple(sum(column) for column in columns) or (0,) * len(MONEY)
    return Group(key, sum(group.rows for group in groups), sums)
