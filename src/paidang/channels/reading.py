"""What is inside a file that somebody uploads: CSV, XLSX or one of them in a ZIP. Every limit is checked first.

A `Sheet` is the header and the rows below it, each with its number as a spreadsheet shows it. Cells are text. CSV is
streamed; a workbook is limited in size, because its reader holds it whole.
"""

import codecs
import csv
import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import IO

from paidang.kit.sentence import say

FILE_BYTES_MAX = 200 * 2**20
UNPACKED_BYTES_MAX = 512 * 2**20
RATIO_MAX = 200
RATIO_COUNTS_FROM = 10 * 2**20
ENTRIES_MAX = 2_000
ROWS_MAX = 1_048_576
CELL_CHARS_MAX = 32_767
COLUMNS_MAX = 500
_BLOCK = 2**20
_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_BOMS = [(codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")]
_FLOAT_EXACT_MAX = 10**15

_FIELD_CHARS_MAX = 2**20
_ABOVE, _TICK = "#", "`"
_SUMMARY = "汇总"

Row = tuple[int, list[str]]


class BadFile(ValueError):
    """A file that cannot be read at all; the text says why and what to do, for people."""


@dataclass
class Sheet:
    """A header and rows. `plain` is the UTF-8 text below the header where the sheet is a CSV, for the fast way."""

    header: list[str]
    header_row: int
    rows: Iterator[Row]
    form: str
    encoding: str = ""
    delimiter: str = ","
    plain: IO[bytes] | None = None
    plain_at: int = 0
    notes: list[str] = field(default_factory=list)


def open_sheet(file: IO[bytes], name: str) -> Sheet:
    """Open the sheet in a seekable file; BadFile where there is none that can be read safely."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size == 0:
        raise BadFile(say("文件是空的。请重新导出"))
    if size > FILE_BYTES_MAX:
        raise BadFile(
            say(
                "文件有 {size} MB，超过 {most} MB。请按日期分几次导出",
                size=size // 2**20,
                most=FILE_BYTES_MAX // 2**20,
            )
        )
    start = file.read(8)
    file.seek(0)
    if start.startswith(_OLE):
        return _open_ole(file)
    if start.startswith(_ZIP):
        return _open_zip(file)
    if start.startswith(b"PK"):
        raise BadFile(say("压缩包是空的或已损坏。请重新导出"))
    if start.startswith(b"%PDF"):
        raise BadFile(say("这是 PDF，不是表格。请从平台导出 CSV 或 XLSX"))
    return _open_csv(file, name)


def read_table(content: bytes, name: str) -> Sheet:
    """The sheet of a small file, all its rows read; BadFile where there is none that can be read safely."""
    with tempfile.TemporaryFile() as file:  # a CSV is read at its place in a real file
        file.write(content)
        sheet = open_sheet(file, name)
        return replace(sheet, rows=iter(list(sheet.rows)), plain=None)


def _open_ole(file: IO[bytes]) -> Sheet:
    if "EncryptedPackage".encode("utf-16-le") in file.read():
        raise BadFile(say("表格加了密码，读不出来。请去掉密码后再上传"))
    file.seek(0)
    return _open_workbook(file, "xls")


def _open_zip(file: IO[bytes]) -> Sheet:
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile:
        raise BadFile(say("压缩包已损坏，打不开。请重新导出")) from None
    with archive:
        entries = archive.infolist()
        if len(entries) > ENTRIES_MAX:
            raise BadFile(
                say("压缩包里有 {count} 个文件，超过 {most} 个", count=len(entries), most=ENTRIES_MAX)
            )
        if any(entry.flag_bits & 1 for entry in entries):
            raise BadFile(say("压缩包加了密码，读不出来。请去掉密码后再上传"))
        is_workbook = any(entry.filename == "[Content_Types].xml" for entry in entries)
        _check_unpacked(archive, entries)
        if not is_workbook:
            return _open_packed(archive, entries)
    file.seek(0)
    return _open_workbook(file, "xlsx")


def _check_unpacked(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Unpack into nothing, counting: the sizes that an archive states are only its word."""
    total, packed = 0, max(sum(entry.compress_size for entry in entries), 1)
    for entry in entries:
        try:
            with archive.open(entry) as stream:
                while block := stream.read(_BLOCK):
                    total += len(block)
                    if total > UNPACKED_BYTES_MAX or (
                        total > RATIO_COUNTS_FROM and total > packed * RATIO_MAX
                    ):
                        raise BadFile(
                            say(
                                "解压后超过 {most} MB 或 {ratio} 倍，像压缩炸弹，没有打开。请按日期分几次导出，用 CSV",
                                most=UNPACKED_BYTES_MAX // 2**20,
                                ratio=RATIO_MAX,
                            )
                        )
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError):
            raise BadFile(say("压缩包已损坏，打不开。请重新导出")) from None
        except Exception as error:
            if isinstance(error, BadFile):
                raise
            raise BadFile(say("压缩包已损坏，打不开。请重新导出")) from None


def _open_packed(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Sheet:
    names = [entry for entry in entries if entry.filename.lower().endswith((".csv", ".txt", ".xlsx"))]
    names = [entry for entry in names if not entry.filename.startswith("__MACOSX")]
    if len(names) > 1:  # Alipay packs its bill with a summary of it
        names = [entry for entry in names if _SUMMARY not in _packed_name(entry)] or names
    if len(names) != 1:
        raise BadFile(say("压缩包里有 {count} 个表格，只能有一个。请解压后分别上传", count=len(names)))
    spool: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the sheet
    with archive.open(names[0]) as stream:
        shutil.copyfileobj(stream, spool, _BLOCK)
    spool.seek(0)
    if spool.read(4) == _ZIP and not names[0].filename.lower().endswith(".xlsx"):
        raise BadFile(say("压缩包里还是压缩包。请解压后上传"))
    return open_sheet(spool, names[0].filename)


def _packed_name(entry: zipfile.ZipInfo) -> str:
    """A packed file's name; without the flag of UTF-8 Chinese programs write GBK, which is read as the code page 437."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


def _open_workbook(file: IO[bytes], form: str) -> Sheet:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(file)
        visible = [meta.name for meta in book.sheets_metadata if str(meta.visible).endswith("Visible")]
        sheets = [book.get_sheet_by_name(name) for name in visible]
    except (CalamineError, OSError, ValueError) as error:
        reason = say("表格加了密码") if "assword" in str(error) else say("表格已损坏")
        raise BadFile(say("{reason}，读不出来。请另存为 XLSX 或 CSV 再上传", reason=reason)) from None
    filled = [sheet for sheet in sheets if sheet.total_height]
    if not filled:
        raise BadFile(say("表格里没有内容。请重新导出"))
    if len(filled) > 1:
        raise BadFile(
            say(
                "文件里有 {count} 张有内容的工作表，只能有一张：{names}",
                count=len(filled),
                names=[s.name for s in filled[:5]],
            )
        )
    if filled[0].total_height > ROWS_MAX or filled[0].total_width > COLUMNS_MAX:
        raise BadFile(
            say("表格超过 {most:,} 行或 {columns} 列。请用 CSV", most=ROWS_MAX, columns=COLUMNS_MAX)
        )
    rows = enumerate(([_cell_text(cell) for cell in row] for row in filled[0].iter_rows()), start=1)
    return _sheet(iter(rows), form=form)


def _cell_text(value: object) -> str:
    """A workbook's cell as the text a person would have typed; never through a float's rounding."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        if number == number.to_integral_value():
            # 16 digits and more: the workbook kept 15 of them, so the number is not the one that was typed
            return str(int(number)) if abs(number) < _FLOAT_EXACT_MAX else f"{number:.5E}"
        return f"{number:f}"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _open_csv(file: IO[bytes], name: str) -> Sheet:
    encoding = _find_encoding(file)
    plain = file if encoding in ("utf-8", "utf-8-sig") else _to_utf8(file, encoding)
    plain_start = len(codecs.BOM_UTF8) if encoding == "utf-8-sig" else 0
    plain.seek(plain_start)
    first = plain.readline(2**16)
    plain.seek(plain_start)
    delimiter = "\t" if first.count(b"\t") > first.count(b",") else ","
    is_ticked = plain.read(len(first) + 1).endswith(b"\n" + _TICK.encode())
    plain.seek(plain_start)
    text = io.TextIOWrapper(io.BufferedReader(_Apart(plain)), encoding="utf-8", newline="")
    rows = _ticked_rows(text) if is_ticked else _csv_rows(text, delimiter)
    sheet = _sheet(rows, form="csv")
    sheet.encoding, sheet.delimiter = encoding, delimiter
    is_plain = first.strip() and first.count(b'"') % 2 == 0 and first.endswith(b"\n")
    if is_plain and not first.startswith(_ABOVE.encode()):
        sheet.plain, sheet.plain_at = plain, plain_start + len(first)
    return sheet


class _Apart(io.RawIOBase):
    """Reads a file at a position of its own: it neither moves nor closes the file, which others read as well."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file = file
        self._at = file.tell()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        view = memoryview(buffer)
        block = os.pread(self._file.fileno(), len(view), self._at)
        view[: len(block)] = block
        self._at += len(block)
        return len(block)


def _find_encoding(file: IO[bytes]) -> str:
    """By byte order mark, then UTF-8 as a whole, then GB18030 as a whole."""
    head = file.read(_BLOCK)
    file.seek(0)
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return _must_decode(file, encoding)
    if head[1:200:2].count(0) > len(head[:200]) // 4:
        return _must_decode(file, "utf-16-le")
    if b"\0" in head:
        raise BadFile(say("不是文本也不是表格（内容是二进制）。请从平台导出 CSV 或 XLSX"))
    return "utf-8" if _decodes(file, "utf-8") else _must_decode(file, "gb18030")


def _must_decode(file: IO[bytes], encoding: str) -> str:
    if not _decodes(file, encoding):
        raise BadFile(
            say("文字编码不是 UTF-8、GB18030（GBK）或 UTF-16，读不出来。请另存为 UTF-8 的 CSV 或 XLSX")
        )
    return encoding


def _decodes(file: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        while block := file.read(_BLOCK):
            if "\0" in decoder.decode(block):
                raise BadFile(say("不是文本也不是表格（内容是二进制）。请从平台导出 CSV 或 XLSX"))
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True


def _to_utf8(file: IO[bytes], encoding: str) -> IO[bytes]:
    spool: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the sheet
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    while block := file.read(_BLOCK):
        spool.write(decoder.decode(block).encode())
    spool.write(decoder.decode(b"", final=True).encode())
    spool.flush()
    spool.seek(0)
    return spool


def read_csv(text: IO[str], delimiter: str) -> Iterator[list[str]]:
    """The rows of a CSV; csv.Error where a cell is far too long, in any process: the limit is one for all its readers."""
    csv.field_size_limit(_FIELD_CHARS_MAX)
    return csv.reader(text, delimiter=delimiter)


def _csv_rows(text: IO[str], delimiter: str) -> Iterator[Row]:
    reader = read_csv(text, delimiter)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise BadFile(
                say(
                    "第 {number} 行读不出来：有没关上的引号，或一格超过 {most:,} 字",
                    number=number,
                    most=CELL_CHARS_MAX,
                )
            ) from None
        yield number, cells


def _ticked_rows(text: IO[str]) -> Iterator[Row]:
    """WeChat Pay's bills: every value begins with a tick, none is quoted, and a value may hold a comma."""
    for number, line in enumerate(text, start=1):
        if len(line) > _FIELD_CHARS_MAX:
            raise BadFile(say("第 {number} 行太长，读不出来", number=number))
        bare = line.rstrip("\r\n")
        yield number, bare[1:].split(f",{_TICK}") if bare.startswith(_TICK) else bare.split(",")


def _sheet(rows: Iterator[Row], *, form: str) -> Sheet:
    """Find the header: the first row with anything in it, below what Alipay writes about the file in lines of `#`."""
    for number, cells in rows:
        if any(cell.strip() for cell in cells) and not cells[0].startswith(_ABOVE):
            if len(cells) > COLUMNS_MAX:
                raise BadFile(
                    say("表头有 {cells} 列，超过 {columns} 列", cells=len(cells), columns=COLUMNS_MAX)
                )
            header = [cell.strip("\ufeff") for cell in cells]
            body = ((at, row) for at, row in rows if any(cell != "" for cell in row))
            return Sheet(header=header, header_row=number, rows=body, form=form)
    raise BadFile(say("文件里没有内容。请重新导出"))
