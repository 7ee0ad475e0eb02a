"""A CSV's bytes in blocks that end where a row ends, each read into columns without looking at what they mean."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

from paidang.channels.reading import read_csv

BLOCK_BYTES = 16 * 2**20
ROW_BYTES_MAX = 16 * 2**20
_CONTROL = bytes({*range(32), 127} - {10, 13})


class RowTooLong(ValueError):
    """No end of a row within the limit: a quotation mark that nobody closed, or a cell of megabytes."""


@dataclass
class Block:
    """`content`: its bytes. `columns`: an Arrow table of text, or None where the rows have to be read one by one.

    `is_bare`: nothing is quoted, so a row is a line. `is_printable`: no tab, line break or other control character can
    be in any cell.
    """

    first_row: int
    content: bytes
    columns: Any
    is_bare: bool
    is_printable: bool

    def rows(self, delimiter: str) -> Iterator[tuple[int, list[str]]]:
        """The rows one by one, numbered as a spreadsheet does: a blank line counts, a quoted line break does not."""
        text = io.StringIO(self.content.decode(), newline="")
        yield from enumerate(read_csv(text, delimiter), start=self.first_row)


def split(file: IO[bytes], *, header: Sequence[str], first_row: int, delimiter: str) -> Iterator[Block]:
    """Cut the rest of a file into blocks. A block without quotation marks is `is_bare`: its bytes can be copied as they are."""
    number, rest = first_row, b""
    while piece := file.read(BLOCK_BYTES):
        content, rest = _cut(rest + piece)
        if content:
            block = _block(content, header, number, delimiter)
            yield block
            number += block.columns.num_rows if block.columns is not None else _count(block, delimiter)
    if rest:
        yield _block(rest if rest.endswith(b"\n") else rest + b"\n", header, number, delimiter)


def _cut(content: bytes) -> tuple[bytes, bytes]:
    """Cut behind the last line break that is outside quotation marks."""
    end = content.rfind(b"\n") + 1
    while end and content.count(b'"', 0, end) % 2:
        quote = content.rfind(b'"', 0, end)
        end = content.rfind(b"\n", 0, quote) + 1
    if not end and len(content) > ROW_BYTES_MAX:
        raise RowTooLong
    return content[:end], content[end:]


def _count(block: Block, delimiter: str) -> int:
    return sum(1 for _ in block.rows(delimiter))


def _block(content: bytes, header: Sequence[str], number: int, delimiter: str) -> Block:
    quotes = b'"' in content
    carriage = content.count(b"\r")
    plain_ends = carriage == 0 or carriage == content.count(b"\r\n") == content.count(b"\n")
    blank = content.startswith((b"\n", b"\r\n")) or b"\n\n" in content or b"\n\r\n" in content
    columns = None if blank or not plain_ends else _columns(content, header, delimiter, quotes)
    if columns is not None and not quotes and columns.num_rows != content.count(b"\n"):
        columns = None
    is_printable = not quotes and len(content.translate(None, _CONTROL)) == len(content)
    return Block(number, content, columns, is_bare=not quotes, is_printable=is_printable)


def _columns(content: bytes, header: Sequence[str], delimiter: str, quotes: bool) -> Any:
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    names = [f"c{at}" for at in range(len(header))]
    try:
        return arrow_csv.read_csv(
            pa.BufferReader(content),
            read_options=arrow_csv.ReadOptions(column_names=names, block_size=2**20, use_threads=True),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=quotes, quote_char='"' if quotes else False
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types={name: pa.string() for name in names},
                strings_can_be_null=True,
                null_values=[""],
                quoted_strings_can_be_null=True,
            ),
        )
    except pa.ArrowInvalid:  # a row with more or fewer cells than the header: read one by one, and named
        return None
