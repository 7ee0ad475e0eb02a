"""Reads on imports: files, their bytes, progress, bad rows, what waits for its other half."""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from typing import IO, Any

from django.db import OperationalError, connection, transaction
from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _
from psycopg.errors import LockNotAvailable

from paidang.channels.custom.plan import read_plan
from paidang.channels.formats import FORMATS, KINDS, Format, channel_of, of_plan
from paidang.channels.reading import CELL_CHARS_MAX, ROWS_MAX, open_sheet
from paidang.contracts.models import Contract
from paidang.intake.engines.parts import iter_parts
from paidang.intake.models import ColumnMapping, Halt, HeldOrder, ImportFile, Progress, QuarantineRow
from paidang.intake.rules.states import FOUND, OPEN, WRITTEN
from paidang.kit.cells import safe_cell
from paidang.kit.outcome import NotFound
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import say, worded
from paidang.orders.models import OrderLine

EXPORTED_AT = re.compile(
    r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])([0-3]\d)([0-2]\d)([0-5]\d)(?:[0-5]\d)?(?!\d)", re.ASCII
)
MEMORY_BYTES = 8 * 2**20
BUSY_AFTER_MS = 500
STORES_MAX = 20
SHEET_LINES_MAX = ROWS_MAX - 2
"""Lines that fit on a sheet beside its header and the remark that there are more."""


def get_import(import_id: int, *, lock: bool = False) -> ImportFile:
    """The import; NotFound if there is none that this organisation may see."""
    found = ImportFile.objects.select_related("contract", "received_by")
    if lock:
        # no_key: what refers to the file (a wish that it pause) can be written meanwhile
        found = found.select_for_update(of=("self",), no_key=True)
    try:
        return found.get(pk=import_id)
    except ImportFile.DoesNotExist:
        raise NotFound(say("没有这个导入文件")) from None


def lock_unless_busy(import_id: int) -> ImportFile | None:
    """The import, locked; None while the worker has it. Another person's act, which takes a moment, is waited for."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"set local lock_timeout = {BUSY_AFTER_MS}")
            found = get_import(import_id, lock=True)
            cursor.execute("set local lock_timeout to default")
            return found
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            return None
        raise


def format_of(imported: ImportFile) -> Format:
    """The file's format: as found when it was received, or as a person said of its columns."""
    if imported.mapping:
        return of_plan(read_plan(imported.mapping["plan"]))
    return FORMATS[imported.format]


def find_mapping(org_id: int, fingerprint: str) -> ColumnMapping | None:
    """What the organisation said last of a header."""
    return ColumnMapping.objects.filter(org_id=org_id, fingerprint=fingerprint).first()


def list_mappings(org_id: int) -> list[ColumnMapping]:
    """All headers that the organisation has said something of, those used last first."""
    return list(ColumnMapping.objects.filter(org_id=org_id).select_related("saved_by").order_by("-used_at"))


def get_halt(import_id: int) -> str:
    """What somebody wishes of a running read or write, `pause` or `stop`; empty: to go on."""
    return Halt.objects.filter(file_id=import_id).values_list("kind", flat=True).first() or ""


def find_written(contract_id: int, sha256: str) -> ImportFile | None:
    """The import that wrote exactly these bytes to the contract."""
    return ImportFile.objects.filter(contract_id=contract_id, sha256=sha256, state=WRITTEN).first()


TO_LOOK_AT, BY_INTERFACE, QUARANTINE, ALL = "", "interface", "quarantine", "all"
"""The views of the list: without what came by an interface and went in whole; that alone; with waiting rows; everything."""


def list_imports(
    contract_id: int, *, limit: int = 50, before_id: int | None = None, view: str = ALL, store: str = ""
) -> list[ImportFile]:
    """A contract's imports in a view, of one store or of all, the newest first; `before_id` goes on after a page."""
    found = ImportFile.objects.filter(contract_id=contract_id).select_related("contract", "received_by")
    if store:
        found = found.filter(store=store)
    if view == TO_LOOK_AT:
        found = found.filter(is_quiet=False)
    elif view == BY_INTERFACE:
        found = found.filter(format__in=KINDS["api"])
    elif view == QUARANTINE:
        found = found.filter(pk__in=count_open_by_file(contract_id))
    if before_id is not None:
        found = found.filter(pk__lt=before_id)
    return list(found.order_by("-pk")[:limit])


def list_bill_files(contract_id: int, *, most: int = 6) -> list[ImportFile]:
    """The platforms' bills that were written, the latest first."""
    found = ImportFile.objects.filter(contract_id=contract_id, state=WRITTEN, format__in=KINDS["bills"])
    return list(found.order_by("-received_at")[:most])


def list_to_reconcile(agency_id: int) -> list[Contract]:
    """The agency's contracts with orders from stores' interfaces that are not set against the bills yet."""
    waiting = ImportFile.objects.filter(awaits_reconciling=True, contract__agency_id=agency_id)
    return list(Contract.objects.filter(pk__in=waiting.values("contract_id")).order_by("pk"))


def list_to_cut(contract_id: int, before: datetime) -> list[int]:
    """The contract's files as they came that are older, or of whose orders one ended before; without what interfaces
    brought, which never had anything about persons in it.
    """
    whole = ImportFile.objects.filter(contract_id=contract_id, cut_at=None).exclude(format__in=KINDS["api"])
    ended = OrderLine.objects.filter(
        contract_id=contract_id, completed_at__lt=before, import_id__in=whole.filter(received_at__gte=before).values("pk")
    )  # fmt: skip
    due = whole.filter(Q(received_at__lt=before) | Q(pk__in=ended.values("import_id")))
    return list(due.order_by("pk").values_list("pk", flat=True))


def name_files(import_ids: Iterable[int]) -> dict[int, str]:
    """What the files are called."""
    return dict(ImportFile.objects.filter(pk__in=list(import_ids)).values_list("pk", "name"))


def get_progress(import_id: int) -> Progress | None:
    """How far a running read or write is; None where none is running or it is too short to say."""
    return Progress.objects.filter(pk=import_id).first()


def count_open_rows(contract_id: int) -> int:
    """How many rows wait to be mended."""
    return QuarantineRow.objects.filter(contract_id=contract_id, state=OPEN).count()


def count_open_by_contract(contract_ids: Sequence[int]) -> dict[int, int]:
    """How many rows wait to be mended, for each contract that has any."""
    found = QuarantineRow.objects.filter(contract_id__in=contract_ids, state=OPEN).values("contract_id")
    return {row["contract_id"]: row["count"] for row in found.annotate(count=Count("pk"))}


def count_open_by_file(contract_id: int, store: str = "") -> dict[int, int]:
    """The files, of one store or of all, with rows that wait to be mended, and how many each."""
    found = QuarantineRow.objects.filter(contract_id=contract_id, state=OPEN)
    if store:
        found = found.filter(file__store=store)
    return {row["file_id"]: row["count"] for row in found.values("file_id").annotate(count=Count("pk"))}


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many rows of a store wait to be mended, and since when the first of them does."""

    count: int
    since: datetime


def count_open_by_store(contract_ids: Sequence[int]) -> dict[tuple[int, str, str], Waiting]:
    """For each store, by (contract, channel, name), of whose files any row waits."""
    found = QuarantineRow.objects.filter(contract_id__in=contract_ids, state=OPEN).exclude(file__store="")
    by_store = found.values_list("contract_id", "file__channel", "file__store")
    counted = by_store.annotate(n=Count("pk"), since=Min("file__received_at")).order_by()
    return {(code, channel, name): Waiting(n, since) for code, channel, name, n, since in counted}


def list_bad_rows(import_id: int, *, limit: int = 200, after_row: int = 0) -> list[QuarantineRow]:
    """A file's bad rows, found by the test read or waiting, in file order; `after_row` goes on after a page."""
    found = QuarantineRow.objects.filter(file_id=import_id, state__in=[OPEN, FOUND], row_number__gt=after_row)
    return list(found.order_by("row_number")[:limit])


def list_unknown_stores(imported: ImportFile) -> list[tuple[str, str]]:
    """The stores (channel, name) whose rows of this file wait until somebody says that the contract operates them."""
    column = imported.mapping["plan"]["columns"].get("channel", "") if imported.mapping else "channel"
    sql = """
        select distinct coalesce(cells ->> %s, ''), fault ->> 'value'
        from intake_quarantinerow, jsonb_array_elements(faults) fault
        where file_id = %s and state = %s and fault ->> 'code' = 'unknown_store' order by 1, 2 limit %s"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [column, imported.pk, OPEN, STORES_MAX])
        stores: list[tuple[str, str]] = cursor.fetchall()
    found = format_of(imported) if stores else None
    if found is None or found.is_facts:
        return stores
    words = imported.mapping["plan"]["words"].get("channel", {}) if imported.mapping else None
    return [
        (imported.channel or channel_of(found, name), name)
        if words is None or not said
        else (words.get(said, said), name)
        for said, name in stores
    ]


def count_waiting_orders(contract_id: int) -> dict[str, int]:
    """Per platform format, how many paid orders wait for their other report."""
    sql = """
        select h.format, count(*) from intake_heldorder h where h.contract_id = %s and h.is_paid and not exists (
            select from intake_heldorder o where o.contract_id = h.contract_id and o.order_id = h.order_id
              and o.format <> h.format) group by h.format"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [contract_id])
        return dict(cursor.fetchall())


def get_held_rows(contract_id: int, format_key: str, order_ids: Sequence[str]) -> dict[str, list[Any]]:
    """What the other report says about orders: rows of (number, cells), by order."""
    found = HeldOrder.objects.filter(contract_id=contract_id, format=format_key, order_id__in=list(order_ids))
    return {held.order_id: [(number, cells) for number, cells in held.rows] for held in found}


@contextmanager
def open_content(import_id: int) -> Iterator[IO[bytes]]:
    """The file's bytes as a seekable file on disk, whatever its size."""
    with tempfile.TemporaryFile() as file:
        for part in iter_parts(import_id):
            file.write(part)
        file.flush()
        file.seek(0)
        yield file


def known_at(imported: ImportFile) -> datetime:
    """When the file was made: as its name says (ExportOrderList202610091630), else when it was received."""
    if match := EXPORTED_AT.search(imported.name):
        try:
            year, month, day, hour, minute = map(int, match.groups())
            return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)
        except ValueError:
            pass
    return imported.received_at.astimezone(SHANGHAI)


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One bad cell, as the report lists it: file, row as a spreadsheet numbers it, column, value, reason."""

    file: str
    row: int
    column: str
    value: str
    reason: str

    def cells(self) -> tuple[str, ...]:
        return (self.file, str(self.row), self.column, self.value, self.reason)


def _report_header() -> tuple[str, ...]:
    return _("文件"), _("行"), _("列"), _("值"), _("原因")


def iter_report(import_id: int) -> Iterator[ReportLine]:
    """Every bad cell of a file, in file order."""
    imported = get_import(import_id)
    if imported.problem:
        problem = imported.problem
        yield ReportLine(
            imported.name,
            problem.get("row") or 0,
            problem.get("column", ""),
            "",
            worded(problem["reason"], _),
        )
    rows = QuarantineRow.objects.filter(file_id=import_id, state__in=[OPEN, FOUND]).order_by("row_number")
    for row in rows.iterator(chunk_size=2000):
        for fault in row.faults:
            yield ReportLine(
                imported.name, row.row_number, fault["column"], fault["value"], worded(fault["reason"], _)
            )


def count_report(import_id: int) -> int:
    """How many lines the report has."""
    imported = get_import(import_id)
    rows = QuarantineRow.objects.filter(file_id=import_id, state__in=[OPEN, FOUND]).values_list(
        "faults", flat=True
    )
    return sum(len(faults) for faults in rows.iterator(chunk_size=5000)) + (imported.problem is not None)


def report_csv(import_id: int) -> Iterator[bytes]:
    """The report as CSV (UTF-8 with a byte order mark, so that Excel reads it), piece by piece."""
    yield "\ufeff".encode()
    yield _csv_line(_report_header())
    for line in iter_report(import_id):
        yield _csv_line([safe_cell(cell) for cell in line.cells()])


def rows_csv(import_id: int) -> Iterator[bytes]:
    """The bad rows alone, in the file's own columns with the reason behind: to mend in a spreadsheet and hand in again."""
    rows = QuarantineRow.objects.filter(file_id=import_id, state__in=[OPEN, FOUND]).order_by("row_number")
    titles = _titles(import_id)
    yield "\ufeff".encode()
    yield _csv_line([*map(safe_cell, titles), _("原因")])
    for row in rows.iterator(chunk_size=2000):
        reasons = _("；").join(
            _("%(column)s：%(reason)s") % {"column": _place(row, fault), "reason": worded(fault["reason"], _)}
            for fault in row.faults
        )
        yield _csv_line([safe_cell(row.cells.get(title, "")) for title in titles] + [safe_cell(reasons)])


def _place(row: QuarantineRow, fault: dict[str, str]) -> str:
    """The column; with the value, where no cell of the row shows it: an order from an interface may have several SKUs."""
    column, value = fault["column"], fault["value"]
    return column if column in row.cells or not value else f"{column} {value}"


def _titles(import_id: int) -> list[str]:
    """The file's own column titles in their order: the cells of a row are stored without one."""
    name = ImportFile.objects.values_list("name", flat=True).get(pk=import_id)
    with open_content(import_id) as file:
        return [title.strip() for title in open_sheet(file, name).header if title.strip()]


def _csv_line(cells: Sequence[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue().encode()


def report_xlsx(import_id: int) -> IO[bytes]:
    """The report as a workbook; every cell is text. What no longer fits on a sheet is said in its last row."""
    import xlsxwriter

    file: IO[bytes] = tempfile.SpooledTemporaryFile(MEMORY_BYTES)  # noqa: SIM115  the caller reads it
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet(_("问题行"))
    # write_string never makes a formula, a link or a number of it
    for at, cells in enumerate(chain([_report_header()], _fitting(iter_report(import_id)))):
        for column, cell in enumerate(cells):
            sheet.write_string(at, column, cell[:CELL_CHARS_MAX])
    book.close()
    file.seek(0)
    return file


def _fitting(report: Iterator[ReportLine]) -> Iterator[tuple[str, ...]]:
    for line in islice(report, SHEET_LINES_MAX):
        yield line.cells()
    if next(report, None):
        yield ("", "", "", "", _("一张工作表放不下，其余的见 CSV 清单"))
