"""Mending quarantined rows: a row (of a platform's file: its order) is read again alone, exactly as in its file."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from paidang.channels.reading import Sheet
from paidang.evidence.rules.chain import text_digest
from paidang.intake.actions.found import set_mend_duty
from paidang.intake.actions.platform_reading import map_groups, row_group
from paidang.intake.actions.reading import Reading, read_facts, settle_conflicts
from paidang.intake.actions.receive import check_may_import, record
from paidang.intake.actions.source import source_of
from paidang.intake.actions.turn import wait_for_turn
from paidang.intake.actions.write import write_staged
from paidang.intake.engines.bad_rows import list_cured, update_faults
from paidang.intake.models import ImportFile, QuarantineRow
from paidang.intake.queries import format_of, get_import, list_unknown_stores
from paidang.intake.rules.states import DISCARDED, MENDED, OPEN
from paidang.kit.outcome import NotFound, UnableTo
from paidang.kit.sentence import say
from paidang.orders.actions import create_stages, declare_store
from paidang.team.models import Person

REREAD_MAX = 5_000


class UnableToMend(UnableTo):
    code = "ROW_NOT_MENDED"


@transaction.atomic
def mend_row(
    *, person: Person, at: datetime, row_id: int, cells: Mapping[str, str] | None = None
) -> QuarantineRow:
    """Change cells of a quarantined row, and read it again; it goes in if it is good now.

    If not, the row stays open with its new cells and the faults that are left: the answer says which. Who changed
    what is in the contract's chain, and the cells as they came stay in the row.
    """
    wait_for_turn(_get(person, row_id).contract_id)
    row, together = _lock(_get(person, row_id))
    unknown = set(cells or {}) - set(row.cells)
    if unknown:
        raise UnableToMend(say("文件里没有这一列：{columns}", columns=sorted(unknown)))
    changed = {name: value for name, value in (cells or {}).items() if row.cells[name] != value}
    if changed:
        row.original = row.original or dict(row.cells)
        row.cells = {**row.cells, **changed}
        row.save(update_fields=["cells", "original"])
    _read_again(row.file, together, person, at)
    record(
        row.file,
        person,
        at,
        "intake.mended" if row.state == MENDED else "intake.mend_tried",
        {"row": row.row_number, "columns": sorted(changed)},
    )
    set_mend_duty(row.file, at)
    return row


@transaction.atomic
def discard_row(*, person: Person, at: datetime, row_id: int, reason: str) -> QuarantineRow:
    """Say that a row is not to go in at all, and why. It stays on record; of a platform's file, its whole order is out."""
    wait_for_turn(_get(person, row_id).contract_id)
    row, together = _lock(_get(person, row_id))
    if not reason.strip():
        raise UnableToMend(say("没有写理由"), code="REASON_MISSING", remedy=say("一句话即可，会记进存证。"))
    words = reason.strip()[:500]
    for one in together:
        one.state, one.reason, one.done_by, one.done_at = DISCARDED, words, person.pk, at
        one.save(update_fields=["state", "reason", "done_by", "done_at"])
    facts = {"rows": [one.row_number for one in together], "reason_sha256": text_digest(words)}
    record(row.file, person, at, "intake.discarded", facts)
    set_mend_duty(row.file, at)
    return row


@transaction.atomic
def reread_waiting(*, person: Person, at: datetime, contract_id: int) -> int:
    """Read again what waited only for other data (a line, an order, a price list) that has come; returns how many rows went in.

    A line that goes in may be what a refund waits for: so again, until nothing more goes in.
    """
    wait_for_turn(contract_id)
    mended = 0
    while (done := _reread_some(person, at, contract_id)) > 0:
        mended += done
    return mended


def _reread_some(person: Person, at: datetime, contract_id: int) -> int:
    cured = list_cured(contract_id, open_state=OPEN, most=REREAD_MAX)
    rows = QuarantineRow.objects.select_related("file__contract", "file__received_by").filter(
        pk__in=cured, state=OPEN
    )
    by_file: dict[int, list[QuarantineRow]] = {}
    for row in rows.order_by("pk").select_for_update(of=("self",)):
        by_file.setdefault(row.file_id, []).append(row)
    mended = 0
    for together in by_file.values():
        imported = together[0].file
        _read_again(imported, together, person, at)
        if done := sum(row.state == MENDED for row in together):
            record(imported, person, at, "intake.reread", {"rows": done})
            set_mend_duty(imported, at)
            mended += done
    return mended


@transaction.atomic
def admit_store(*, person: Person, at: datetime, import_id: int, channel: str, name: str) -> int:
    """Declare that a store whose rows wait is operated under the file's contract; returns how many rows went in by that."""
    imported = get_import(import_id)
    if (channel, name) not in list_unknown_stores(imported):
        raise UnableToMend(say("没有等着登记的店铺“{name}”", name=name))
    declare_store(person=person, at=at, contract=imported.contract, channel=channel, name=name)
    return reread_waiting(person=person, at=at, contract_id=imported.contract_id)


def _get(person: Person, row_id: int) -> QuarantineRow:
    row = (
        QuarantineRow.objects.select_related("file__contract", "file__received_by").filter(pk=row_id).first()
    )
    if row is None:
        raise NotFound(say("没有这一行"))
    check_may_import(person, row.file.format)
    return row


def _lock(row: QuarantineRow) -> tuple[QuarantineRow, list[QuarantineRow]]:
    """The row as it is now and, of a platform's file, with the rest of its order, itself among them.

    Whoever changes rows first waits for the turn, then locks rows by their key: so nobody waits in a circle.
    """
    same = {"group": row.group} if row.group else {"pk": row.pk}
    found = QuarantineRow.objects.select_related("file__contract", "file__received_by").filter(
        file_id=row.file_id, state=OPEN, **same
    )
    together = sorted(found.order_by("pk").select_for_update(of=("self",)), key=lambda one: one.row_number)
    for one in together:
        if one.pk == row.pk:
            return one, together
    raise UnableToMend(say("第 {row_number} 行不在等着修", row_number=row.row_number))


def _read_again(imported: ImportFile, rows: list[QuarantineRow], person: Person, at: datetime) -> None:
    found = format_of(imported)
    if found.is_facts:
        reading = _read_facts_again(imported, rows)
    else:
        reading = Reading(found)
        create_stages(found.beside)
        for row in rows:
            group = row_group(row.row_number) if found.alone else row.cells.get(found.order_id, "")
            reading.groups.setdefault(group, []).append((row.row_number, row.cells))
            reading.group_of[row.row_number] = group
        map_groups(reading, source_of(imported), _silent)
    settle_conflicts(reading, contract_id=imported.contract_id, report=_silent)
    write_staged(imported, reading, person, at, _silent)
    _keep_found(rows, reading, person, at)


def _keep_found(rows: list[QuarantineRow], reading: Reading, person: Person, at: datetime) -> None:
    """What reading them again found: the good ones are mended, of the others the faults that are new."""
    changed: dict[int, list[dict[str, str]]] = {}
    mended = []
    for row in rows:
        if bad := reading.bad.get(row.row_number):
            faults = [fault.as_json() for fault in bad.faults]
            if faults != row.faults:
                row.faults = changed[row.pk] = faults
        else:
            row.state, row.done_by, row.done_at = MENDED, person.pk, at
            mended.append(row.pk)
    update_faults(changed)
    QuarantineRow.objects.filter(pk__in=mended).update(state=MENDED, done_by=person.pk, done_at=at)


def _read_facts_again(imported: ImportFile, rows: list[QuarantineRow]) -> Reading:
    header = list(dict.fromkeys(name for row in rows for name in row.cells))
    cells = ((row.row_number, [row.cells.get(name, "") for name in header]) for row in rows)
    return read_facts(Sheet(header, 1, cells, "row"), format_of(imported), _silent)


def _silent(phase: str, rows_done: int) -> None:
    """A few rows need no progress."""
