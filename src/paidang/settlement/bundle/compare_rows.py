"""Comparing the rows of a bundle with recomputed or earlier ones, row by row, in DuckDB whatever the engine was."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from paidang.kit.sentence import say
from paidang.settlement.engines import EngineFailed
from paidang.settlement.rules.errors import place_words

ROWS_SHOWN_MAX = 100

# Which table of the facts a kind of row comes from, and its id.
_FACT_OF_KIND = {
    "line": ("order_lines", "line_id"),
    "refund": ("refunds", "refund_id"),
    "logistics": ("logistics", "charge_id"),
    "platform_fee": ("platform_fees", "fee_id"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One place of a bundle that is not as it should be; rows are numbered as a spreadsheet numbers them."""

    file: str
    row: int | None = None
    column: str | None = None
    expected: object = None
    found: object = None
    reason: str = ""

    def as_dict(self) -> dict[str, object]:
        return {
            "file": self.file,
            "row": self.row,
            "column": self.column,
            "expected": _plain(self.expected),
            "found": _plain(self.found),
            "reason": self.reason,
        }

    def __str__(self) -> str:
        place = place_words(self.file, self.row, self.column)
        if self.expected is None and self.found is None:
            return say("{place}：{reason}", place=place, reason=self.reason)
        return say(
            "{place}：{reason}：应为 {expected}，现为 {found}",
            place=place,
            reason=self.reason,
            expected=_said(self.expected),
            found=_said(self.found),
        )


def _said(value: object) -> str:
    """The value in a sentence for people; what is not there is not called `None`."""
    return say("没有") if value is None else str(value)


def _plain(value: object) -> object:
    """The value as JSON holds it exactly: a decimal as text."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value if isinstance(value, str | int | bool | None) else str(value)


def compare_rows(folder: Path, recomputed: Path, changed: set[str]) -> list[Difference]:
    """Each row of the bundle's rows.parquet that is not the recomputed one, the first hundred of them.

    Where the fact file behind a row is among `changed`, the fact is named; else the row of rows.parquet.
    """
    import duckdb

    from paidang.settlement.engines.duckdb_session import open_duckdb

    with open_duckdb(recomputed.parent / "spill") as connection:
        try:
            columns = _columns(connection, recomputed)
            if _columns(connection, folder / "rows.parquet") != columns:
                return [Difference("rows.parquet", 1, reason=say("列或类型与规则不符"))]
            if _are_the_same(connection, folder / "rows.parquet", recomputed, [name for name, _ in columns]):
                return []
            names = [name for name, _ in columns if name not in ("kind", "row_id")]
            rows = _differing_rows(connection, folder / "rows.parquet", recomputed, names)
        except duckdb.Error as why:
            if "rows.parquet" not in changed:
                _raise_if_ours(why)
            return [Difference("rows.parquet", reason=say("无法读取此文件"))]
        return [_row_difference(connection, folder, names, row, changed) for row in rows]


def _raise_if_ours(error: Any) -> None:
    """What a damaged file raises is a difference; a mistake of ours, or too little room, is not."""
    from paidang.settlement.engines.duckdb_facts import NOT_ABOUT_DATA
    from paidang.settlement.engines.duckdb_session import wants_room

    if wants_room(error):
        raise EngineFailed.for_want_of_room(error) from None
    if isinstance(error, NOT_ABOUT_DATA):
        raise error


def _columns(connection: Any, path: Path) -> list[tuple[str, str]]:
    described = connection.execute("DESCRIBE SELECT * FROM read_parquet($1)", [str(path)]).fetchall()
    return [(str(row[0]), str(row[1])) for row in described]


def _are_the_same(connection: Any, found: Path, recomputed: Path, names: list[str]) -> bool:
    """Whether both hold the same rows. Recomputed rows are all different, so that equal counts leave no repeated one."""
    same = " AND ".join(f'f."{name}" IS NOT DISTINCT FROM r."{name}"' for name in names)
    query = f"""
        SELECT (SELECT count(*) FROM read_parquet($1)) - (SELECT count(*) FROM read_parquet($2)),
            count(*) FROM read_parquet($2) r
        WHERE NOT EXISTS (SELECT 1 FROM read_parquet($1) f WHERE {same})"""
    return not any(connection.execute(query, [str(found), str(recomputed)]).fetchone())


def _differing_rows(connection: Any, found: Path, recomputed: Path, names: list[str]) -> list[Any]:
    """(kind, row_id, row number or None, times found, the found values, the recomputed values)."""
    query = f"""
        WITH found AS (
            SELECT kind, row_id, min(file_row_number) + 2 AS number, count(*) AS times,
                any_value(struct_pack({_packed(names)})) AS value
            FROM read_parquet($1, file_row_number = true) GROUP BY kind, row_id
        ), recomputed AS (
            SELECT kind, row_id, struct_pack({_packed(names)}) AS value FROM read_parquet($2)
        )
        SELECT kind, row_id, number, times, f.value, r.value
        FROM found f FULL JOIN recomputed r USING (kind, row_id)
        WHERE f.value IS DISTINCT FROM r.value OR f.times > 1
        ORDER BY number NULLS FIRST, kind, row_id LIMIT {ROWS_SHOWN_MAX}"""
    return list(connection.execute(query, [str(found), str(recomputed)]).fetchall())


def _packed(names: list[str]) -> str:
    return ", ".join(f'"{name}" := "{name}"' for name in names)


def _row_difference(
    connection: Any, folder: Path, names: list[str], row: Any, changed: set[str]
) -> Difference:
    kind, row_id, number, times, found, expected = row
    if times is not None and times > 1:
        return Difference(
            "rows.parquet", number, "row_id", 1, times, say("{row_id} 出现了不止一次", row_id=row_id)
        )
    column = None
    if found is None:
        reason = say("缺少 {row_id}", row_id=row_id)
    elif expected is None:
        reason = say("{row_id} 不在本月应结算的行中", row_id=row_id)
    else:
        column = next(name for name in names if found[name] != expected[name])
        reason = say("{row_id} 与重算的结果不符", row_id=row_id)
        found, expected = found[column], expected[column]
    table, id_column = _FACT_OF_KIND.get(kind, ("", ""))
    fact_file = f"facts/{table}.parquet"
    if fact_file in changed:
        fact_row = _fact_row(connection, folder / fact_file, id_column, row_id)
        return Difference(
            fact_file, fact_row, None, None, None, say("{reason}：此行的事实被改动过", reason=reason)
        )
    return Difference("rows.parquet", number, column, expected, found, reason)


def _fact_row(connection: Any, path: Path, id_column: str, row_id: str) -> int | None:
    """The row of a changed fact file that holds the fact; None where it cannot be read or holds it no longer."""
    import duckdb

    query = f'SELECT min(file_row_number) + 2 FROM read_parquet($1, file_row_number = true) WHERE "{id_column}" = $2'
    try:
        row: Any = connection.execute(query, [str(path), row_id]).fetchone()
    except duckdb.Error:
        return None
    return None if row is None else row[0]


def rows_settled_twice(rows: Path, previous_rows: Path, spill: Path) -> list[Difference]:
    """Rows that the previous bundle settled already, the first hundred of them."""
    import duckdb

    from paidang.settlement.engines.duckdb_session import open_duckdb

    query = f"""
        SELECT row_id, file_row_number + 2 FROM read_parquet($1, file_row_number = true) r
        WHERE EXISTS (FROM read_parquet($2) p WHERE p.kind = r.kind AND p.row_id = r.row_id)
        ORDER BY 2 LIMIT {ROWS_SHOWN_MAX}"""
    try:
        with open_duckdb(spill) as connection:
            twice = connection.execute(query, [str(rows), str(previous_rows)]).fetchall()
    except duckdb.Error as why:
        _raise_if_ours(why)
        return [Difference("rows.parquet", reason=say("无法与上期的行比较"))]
    return [
        Difference("rows.parquet", number, "row_id", reason=say("{row_id} 已在上期结算", row_id=row_id))
        for row_id, number in twice
    ]
