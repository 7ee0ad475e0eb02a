"""A file that somebody takes along, and the mark on it: who took it, for which organisation, when.

A CSV has no place for a mark inside that a program would not take for a row, so it stands in the name; a workbook carries
it in its properties and at the foot of each page, a PDF at the foot of each page and in its keywords.

Originals are NOT marked, for they are known by their digests: a statement's files and bundle, a signed contract, the signed
hand-over, evidence, and whatever somebody handed in. Their taking is on record all the same.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from paidang.kit.period import SHANGHAI
from paidang.portal.views.asking import person_of
from paidang.printing.tables import XLSX_MEDIA, Cell, csv_file, xlsx_file
from paidang.team.models import Person

CSV, XLSX = "csv", "xlsx"
MEDIA = {
    CSV: "text/csv; charset=utf-8",
    XLSX: XLSX_MEDIA,
    "beancount": "text/plain; charset=utf-8",
    "pdf": "application/pdf",
    "zip": "application/zip",
}


def copy_mark(person: Person, at: datetime) -> str:
    """The line within a copy: who took it, of which organisation, when."""
    moment = at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return _("由 %(org)s %(name)s 于 %(at)s 导出") % {
        "org": person.org.name,
        "name": person.name,
        "at": moment,
    }


def copy_name(what: str, form: str, person: Person, at: datetime) -> str:
    """`平台处罚 2026-04-10 1500 拾舟电商 林知秋.csv`."""
    moment = at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H%M")
    bare = " ".join([what, moment, person.org.name, person.name]).replace("/", "-")
    return f"{bare}.{form}"


def table_copy(
    request: HttpRequest,
    what: str,
    head: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    form: str = CSV,
    *,
    sheet: str = "",
) -> FileResponse:
    """A table as a file of that form, marked; `sheet` is what the workbook's sheet is called, else as the file is."""
    if form == CSV:
        return file_copy(request, csv_file(what, head, rows), what)
    mark = copy_mark(person_of(request), timezone.now())
    return file_copy(request, xlsx_file(sheet or what, head, list(rows), mark=mark), what, XLSX)


def file_copy(request: HttpRequest, file: IO[bytes], what: str, form: str = CSV) -> FileResponse:
    """A file that is made already, under a marked name."""
    name = copy_name(what, form, person_of(request), timezone.now())
    return FileResponse(file, as_attachment=True, filename=name, content_type=MEDIA[form])
