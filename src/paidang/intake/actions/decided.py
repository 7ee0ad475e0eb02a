"""Facts that an act has decided: they go the way that files go, whole or not at all (ADR 0036, 0043)."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from paidang.intake.actions.receive import receive_file
from paidang.intake.actions.write import UnableToWrite, write_now
from paidang.intake.models import ALL_OR_NOTHING, ImportFile
from paidang.intake.queries import list_bad_rows
from paidang.intake.rules.states import UNCHANGED, WRITTEN
from paidang.kit.facts import FACT_TABLES
from paidang.kit.sentence import say
from paidang.team.models import Person


@transaction.atomic
def write_decided(
    *, person: Person, at: datetime, code: str, act: str, name: str, table: str, rows: Sequence[Mapping[str, str]]
) -> ImportFile:  # fmt: skip
    """Write rows of one table of facts, cells as in a file of it. The same rows again change nothing.

    `act` is what the person has to be allowed. UnableToWrite, with what is wrong, if any row cannot go in: nothing is written.
    """
    content = _csv(FACT_TABLES[table].column_names, rows)
    imported = receive_file(
        person=person, at=at, code=code, name=name, content=content, act=act, is_to_write=True
    )
    if imported.state == UNCHANGED:
        return imported
    imported = write_now(person=person, at=at, import_id=imported.pk, mode=ALL_OR_NOTHING, act=act)
    if imported.state not in (WRITTEN, UNCHANGED):
        faults = [fault["reason"] for row in list_bad_rows(imported.pk) for fault in row.faults]
        reasons = faults or [imported.problem["reason"] if imported.problem else say("写不进去")]
        raise UnableToWrite(
            say("{name} 没有写入：{reasons}", name=name, reasons=reasons), code="FACTS_NOT_WRITTEN"
        )
    return imported


def _csv(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    """Columns that no row has are left out: the optional ones."""
    names = [name for name in columns if any(name in row for row in rows)]
    text = io.StringIO()
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
