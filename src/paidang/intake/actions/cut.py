"""Cutting files to what is not about persons when the time of their orders' buyers is over.

A platform's export has names, telephones and addresses in columns that nobody reads. What is kept of it afterwards is a CSV
of the columns that were read, in the same rows; the digest of the file as it came stays, and the entry binds both.
"""

import csv
import hashlib
import io
from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import transaction

from paidang.channels.cells import bare_title
from paidang.channels.facts.tables import TABLES
from paidang.channels.formats import Format
from paidang.channels.persons import is_personal
from paidang.channels.reading import BadFile, Sheet, open_sheet
from paidang.evidence.actions import append
from paidang.intake.actions.receive import PART_BYTES
from paidang.intake.engines.parts import drop_parts, keep_part
from paidang.intake.models import ImportFile
from paidang.intake.queries import format_of, get_import, open_content
from paidang.intake.rules.states import RUNNING
from paidang.kit.clause import clause


@clause("OP-5-A")
@transaction.atomic
def cut_file(*, import_id: int, org_id: int, at: datetime) -> ImportFile:
    """Keep of a file what its format reads, and nothing of one that no format reads; of one that is cut it changes nothing.

    `org_id`: the agency, whose worker does it. A file that is being read or written waits for the next time.
    """
    imported = get_import(import_id, lock=True)
    if imported.cut_at or imported.state in RUNNING:
        return imported
    imported.cut_at = at
    imported.save(update_fields=["cut_at"])  # only then may its bytes be deleted
    try:
        with transaction.atomic():
            imported.kept_sha256, left_out = _cut(imported)
    except BadFile:  # nobody could read it, so nobody can say what in it is about whom
        drop_parts(imported.pk)
        imported.kept_sha256, left_out = "", []
    imported.save(update_fields=["kept_sha256"])
    append(
        imported.contract.chain_id, at=at, org_id=org_id, person_id=None, act="intake.cut", subject=f"import {imported.pk}",
        facts={"sha256": imported.sha256, "kept_sha256": imported.kept_sha256, "columns": len(left_out)},
    )  # fmt: skip
    return imported


def _cut(imported: ImportFile) -> tuple[str, list[str]]:
    """Put what is kept in the place of the file; answers its sha256, and the titles of the columns that are left out."""
    if not imported.format:
        raise BadFile
    keeps = _keeps(format_of(imported))
    with open_content(imported.pk) as file:
        sheet = open_sheet(file, imported.name)
        left_out = [title for title in sheet.header if title.strip() and not keeps(title)]
        if not left_out and imported.format in TABLES:
            return imported.sha256, []
        drop_parts(imported.pk)
        digest = hashlib.sha256()
        for number, part in enumerate(_parts(sheet, keeps)):
            digest.update(part)
            keep_part(imported.contract_id, imported.pk, number, part)
    return digest.hexdigest(), left_out


def _keeps(found: Format) -> Callable[[str], bool]:
    """Whether a column stays: of a platform's file those that are read, of our own format all but those about persons."""
    if found.is_facts:
        return lambda title: not is_personal(title)
    return lambda title: bare_title(title) in found.kept


def _parts(sheet: Sheet, keeps: Callable[[str], bool]) -> Iterator[bytes]:
    """The sheet as CSV, cells of other columns empty, every row at its number."""
    stays = [keeps(title) for title in sheet.header]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([] for _above in range(sheet.header_row - 1))
    writer.writerow(sheet.header)
    at = sheet.header_row
    for number, row in sheet.rows:
        writer.writerows([] for _blank in range(number - at - 1))
        writer.writerow([cell if stay else "" for cell, stay in zip(row, stays, strict=False)])
        at = number
        if text.tell() >= PART_BYTES // 4:  # a character is at most four bytes
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    if text.tell():
        yield text.getvalue().encode()
