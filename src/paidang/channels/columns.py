"""A table that people fill in for us: its columns found by what they may be called, its rows as cells by our own names."""

from collections.abc import Iterable, Mapping, Sequence

from paidang.channels.mapping import clean_row
from paidang.channels.reading import BadFile, read_table
from paidang.kit.sentence import say

Columns = Mapping[str, Sequence[str]]
"""By our name of a column, what its title may be."""


def find_columns(header: Iterable[str], columns: Columns) -> tuple[dict[str, str], list[str]]:
    """By our name of a column, the title that the file has for it; and our names of those that it lacks."""
    titles = {title.strip().lower(): title for title in header}
    found = {
        name: next((titles[one.lower()] for one in known if one.lower() in titles), "")
        for name, known in columns.items()
    }
    return {name: title for name, title in found.items() if title}, [
        name for name, title in found.items() if not title
    ]


def read_columns(
    content: bytes,
    name: str,
    columns: Columns,
    *,
    optional: Sequence[str] = (),
    rows_max: int,
    bytes_max: int,
) -> list[tuple[int, dict[str, str]]]:
    """The rows with their numbers, each with every column, "" where an optional one is lacking; BadFile says what is wrong."""
    if len(content) > bytes_max:
        raise BadFile(say("文件超过 {most} MB", most=bytes_max // 2**20))
    sheet = read_table(content, name)
    titles, missing = find_columns(sheet.header, columns)
    if missing := [one for one in missing if one not in optional]:
        raise BadFile(say("表里缺少列：{missing}", missing=missing))
    found = []
    for number, row in sheet.rows:
        cells = clean_row(sheet.header, row)
        found.append((number, {one: cells.get(titles.get(one, ""), "").strip() for one in columns}))
    if not 0 < len(found) <= rows_max:
        raise BadFile(say("要有 1 到 {most} 行", most=rows_max))
    return found
