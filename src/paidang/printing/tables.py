"""A table that people take away, as CSV or as a workbook: text stays text, amounts are exact numbers."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO

import xlsxwriter

from paidang.kit.cells import safe_cell

from .statement_sheets import CELL_TEXT_MAX, MONEY_FORMAT

Cell = str | int | Decimal | None
"""Text, a count, an amount in yuan, or nothing known."""

XLSX_MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH_MIN, WIDTH_MAX = 8, 48


def csv_file(title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> IO[bytes]:
    """The table as CSV with a BOM, at its start, on disk, row by row as they come; text that a spreadsheet would take for a formula is set apart.

    CSV has no `title`.
    """
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115  the answer closes it
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(head)
    for row in rows:
        writer.writerow(
            [safe_cell(cell) if isinstance(cell, str) else "" if cell is None else str(cell) for cell in row]
        )
    text.detach()
    file.seek(0)
    return file


def xlsx_file(
    title: str, head: Sequence[str], rows: Sequence[Sequence[Cell]], *, mark: str = ""
) -> IO[bytes]:
    """The table as a workbook of one sheet, called `title`, at its start, on disk, with a filter on its head.

    `mark`, who took it along, stands in its properties and on each printed page, where no program takes it for a row.
    """
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115  the answer closes it
    book = xlsxwriter.Workbook(file, {"constant_memory": True})  # each row goes to the disk with the next
    sheet = book.add_worksheet(title[:31])
    bold, money = (
        book.add_format({"bold": True, "text_wrap": True}),
        book.add_format({"num_format": MONEY_FORMAT}),
    )
    for column, word in enumerate(head):
        sheet.write_string(0, column, word, bold)
        sheet.set_column(column, column, _width([word, *(row[column] for row in rows)]))
    for at, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):  # never a formula, a link or a number
                sheet.write_string(at, column, cell[:CELL_TEXT_MAX])
            elif isinstance(cell, Decimal):
                sheet.write_number(at, column, cell, money)
            elif cell is not None:
                sheet.write_number(at, column, cell)
    if mark:
        book.set_properties({"comments": mark})
        sheet.set_footer(f"&L{mark.replace('&', '&&')}")
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(rows), len(head) - 1)
    book.close()
    file.seek(0)
    return file


def _width(cells: Sequence[Cell]) -> int:
    """Wide enough for the longest text, Han characters counting double, within bounds."""
    longest = max(sum(2 if char > "\u2e7f" else 1 for char in str(cell or "")) for cell in cells)
    return min(max(longest + 2, WIDTH_MIN), WIDTH_MAX)
