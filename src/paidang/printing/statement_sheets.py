"""What every sheet of the workbook shares: formats, money as exact numbers, text that stays text, print set-up."""

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from types import TracebackType
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from .glyphs import visible

MONEY_FORMAT = '¥#,##0.00;[Red]"−"¥#,##0.00'
EXACT_FORMAT = '¥#,##0.00######;[Red]"−"¥#,##0.00######'
# A cell's number is a double: 15 digits are exact. Beyond them the amount is written as text, never rounded.
EXACT_DIGITS = 15
EXACT_FEN_MAX = 10**EXACT_DIGITS - 1
CELL_TEXT_MAX = 32_767
# What XML cannot hold, and XlsxWriter's row-by-row mode would write all the same.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BASE = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "vcenter"}
_STYLES: dict[str, dict[str, Any]] = {
    "": {},
    "sub": {"bg_color": "#F4F2EE", "bold": True, "top": 1, "top_color": "#8D8782"},
    "wrap": {"text_wrap": True},
    "title": {"font_size": 16},
    "small": {"font_size": 9, "font_color": "#6E6871"},
    "head": {"bold": True, "bg_color": "#EDEAE4", "bottom": 1, "text_wrap": True},
}


def cell(column: int, row: int) -> str:
    """``D5`` for column 3, row 4."""
    return str(xl_rowcol_to_cell(row, column))


def column_letter(column: int) -> str:
    """``D`` for column 3."""
    return str(xl_col_to_name(column))


class Book:
    """A workbook written row by row, so that 100,000 rows do not stand in memory."""

    def __init__(self, buffer: BytesIO, *, title: str, created: datetime) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.title = title
        self.book = xlsxwriter.Workbook(buffer, options)
        self.book.set_properties({"title": title, "created": created})
        self.formats: dict[tuple[str, str], Any] = {}

    def __enter__(self) -> "Book":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.book.close()

    def style(self, name: str, number_format: str = "") -> Any:
        """One format for each style and number format, made once."""
        key = (name, number_format)
        if key not in self.formats:
            number = {"num_format": number_format} if number_format else {}
            self.formats[key] = self.book.add_format(_BASE | _STYLES[name] | number)
        return self.formats[key]

    def sheet(self, name: str, widths: Sequence[float]) -> "Sheet":
        """A new sheet, set up for printing on landscape A4, as wide as the page."""
        sheet = self.book.add_worksheet(name)
        for index, width in enumerate(widths):
            sheet.set_column(index, index, width)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.6)
        heading = as_text(self.title)[:120].replace("&", "&&")
        sheet.set_header(f"&L&9{heading}&R&9&A")
        sheet.set_footer("&R&9&P / &N")
        return Sheet(self, sheet)


class Sheet:
    """One sheet and the row that is being written."""

    def __init__(self, book: Book, sheet: Any) -> None:
        self.book = book
        self.sheet = sheet
        self.row = 0

    def skip(self) -> None:
        """Go on to the next row."""
        self.row += 1

    def text(self, text: str, style: str) -> None:
        """A row of one text."""
        self.sheet.write_string(self.row, 0, as_text(text), self.book.style(style))
        self.skip()

    def header(self, names: Sequence[str]) -> None:
        """The heading of the columns: stays in sight, and repeats on every printed page."""
        self.cells(names, "head")
        self.sheet.freeze_panes(self.row, 0)
        self.sheet.repeat_rows(self.row - 1)

    def cells(self, values: Sequence[Any], style: str = "", *, stay: bool = False) -> None:
        """Texts and counts from the first column on; an empty cell stays empty."""
        for index, value in enumerate(values):
            if isinstance(value, int):
                self.sheet.write_number(self.row, index, value, self.book.style(style, "#,##0"))
            elif value is not None:
                self.sheet.write_string(self.row, index, as_text(str(value)), self.book.style(style))
        if not stay:
            self.skip()

    def money(self, column: int, fen: int, style: str = "") -> None:
        """An amount in yuan: a number where a cell holds it exactly, else text."""
        if abs(fen) > EXACT_FEN_MAX:
            self.sheet.write_string(self.row, column, f"{Decimal(fen) / 100:f}", self.book.style(style))
        else:
            self.sheet.write_number(self.row, column, fen / 100, self.book.style(style, MONEY_FORMAT))

    def exact(self, column: int, fen: Decimal | None) -> None:
        """An amount that is not rounded to the fen."""
        yuan = (Decimal(fen or 0) / 100).normalize()
        if len(yuan.as_tuple().digits) > EXACT_DIGITS:
            self.sheet.write_string(self.row, column, f"{yuan:f}", self.book.style(""))
        else:
            self.sheet.write_number(self.row, column, float(yuan), self.book.style("", EXACT_FORMAT))

    def formula(self, column: int, formula: str, fen: int, style: str = "") -> None:
        """A formula of ours with the value it comes to, for programs that do not compute."""
        self.sheet.write_formula(self.row, column, formula, self.book.style(style, MONEY_FORMAT), fen / 100)

    def filter(self, head_row: int, columns: int) -> None:
        """Filter buttons over the rows written since the heading."""
        self.sheet.autofilter(head_row, 0, max(self.row - 1, head_row), columns - 1)


def as_text(text: str) -> str:
    """Text as a cell can hold it: what XML cannot carry is shown by its code, what is too long is cut with an ellipsis."""
    shown = _NOT_XML.sub(lambda match: visible(match[0]), text)
    return shown if len(shown) <= CELL_TEXT_MAX else shown[: CELL_TEXT_MAX - 1] + "…"
