"""A plain contract text as blocks to set. Nothing is added or left out but line ends and blank lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

LINE_END = re.compile("\r\n|[\r\n\f\v\x85\u2028\u2029]")
HEADING = re.compile(r"第[〇零一二三四五六七八九十百千0-9０-９]{1,6}[章条篇节部]")
HEADING_LENGTH_MAX = 30
ENUMERATED = re.compile(r"[（(]?[0-9０-９一二三四五六七八九十百A-Za-z]{1,4}[、.．)）:：]")


@dataclass(frozen=True, slots=True)
class Block:
    """`kind`: heading, item (begins with a number or letter), text, or table (cells by row)."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def blocks_of(text: str) -> Iterator[Block]:
    """The blocks of a text. Two or more lines with tabs in a row are a table, as a .docx's tables are read."""
    lines = [line for line in LINE_END.split(text) if line.strip()]
    for in_table, group in groupby(lines, key=lambda line: "\t" in line.strip("\t")):
        run = list(group)
        if in_table and len(run) > 1:
            yield Block("table", rows=_rows(run))
        else:
            yield from map(_line, run)


def _rows(lines: list[str]) -> tuple[tuple[str, ...], ...]:
    """The cells of each line, all rows filled up to the same width."""
    cells = [[cell.strip() for cell in line.split("\t")] for line in lines]
    width = max(map(len, cells))
    return tuple(tuple(row + [""] * (width - len(row))) for row in cells)


def _line(line: str) -> Block:
    bare = line.strip()
    if HEADING.match(bare) and len(bare) <= HEADING_LENGTH_MAX:
        return Block("heading", bare)
    return Block("item" if ENUMERATED.match(bare) else "text", bare)
