"""Test-reading and writing a file. A write is one transaction: all good rows, the quarantine, the entry; or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from paidang.catalog.actions import Declared
from paidang.catalog.rules.price_floor import FLOOR_CLAUSE
from paidang.channels.formats import KINDS
from paidang.channels.mapping import MapOrder
from paidang.channels.reading import BadFile, Sheet, open_sheet
from paidang.intake.actions.declare import declare_file, take_words
from paidang.intake.actions.found import keep_bad_rows, note_counts, set_mend_duty
from paidang.intake.actions.halt import forget_last_run
from paidang.intake.actions.platform_reading import read_platform
from paidang.intake.actions.price_duty import set_price_duty
from paidang.intake.actions.progress import reporting
from paidang.intake.actions.reading import Reading, Report, fill_cells, read_facts, settle_conflicts
from paidang.intake.actions.receive import (
    DECLARED_BY_BRAND,
    check_may_import,
    record,
    refuse,
)
from paidang.intake.actions.source import source_of
from paidang.intake.actions.turn import wait_for_turn
from paidang.intake.models import ALL_OR_NOTHING, GOOD_ROWS, HeldOrder, ImportFile
from paidang.intake.queries import find_written, format_of, get_import, open_content
from paidang.intake.rules.states import (
    FOUND,
    OPEN,
    READ,
    RUNNING,
    STATES,
    UNCHANGED,
    WRITING,
    WRITTEN,
    may_follow,
)
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.orders.actions import (
    Merged,
    UnableToDeclareStore,
    check_stores_open,
    compare_stage,
    hold_by_facts,
    merge_stage,
    reconcile_bills,
    record_breaches,
    register_stores,
    staged_orders,
)
from paidang.orders.queries.below_floor import SoldBelow, find_below_floor
from paidang.orders.queries.conflicts import find_new_stores
from paidang.orders.rules.tables import STORED
from paidang.stock.actions import follow_orders
from paidang.team.models import Person

BELOW_FLOOR_SHOWN = 5
FEW_ORDERS = 2_000
"""Stock follows so many by their numbers; more are sooner found by looking at all."""


class UnableToWrite(UnableTo):
    code = "FILE_NOT_WRITTEN"


@transaction.atomic
def test_read(*, person: Person, at: datetime, import_id: int) -> ImportFile:
    """Read the whole file as a write would, and write none of it: counts, notes and every bad row are the answer."""
    imported = _get(person, import_id, READ)
    with _read(imported, person) as (reading, report):
        if reading is not None:
            counts = _count(reading, imported, person, at, report)
            note_counts(imported, reading, counts)
            imported.below_floor = [_as_json(line) for line in reading.first_below_floor]
            report("comparing", reading.rows_total)  # the last chance to halt: from here on it is read
            keep_bad_rows(imported, reading, FOUND)
            imported.state = READ
            imported.problem = None
    imported.read_at = at
    imported.save()
    record(imported, person, at, f"intake.{imported.state}", {"counts": imported.counts})
    return imported


@transaction.atomic
def write_now(
    *,
    person: Person,
    at: datetime,
    import_id: int,
    mode: str = GOOD_ROWS,
    words: str = "",
    act: str = "",
    map_order: MapOrder | None = None,
) -> ImportFile:
    """Write the good rows of a file in one transaction; the bad ones go to quarantine.

    With mode `all_or_nothing` a file with any bad row writes nothing: it stays `test_read`, and says so. The same
    bytes as a file written before: `unchanged`. A file that turns out to be unreadable: `refused`. `words`: what the
    brand states with factory prices; those of `start_write` count where none are given. `act`: as in `check_may_import`.
    `map_order`: instead of the format's own, for one who has mapped the orders already.
    """
    if mode not in (GOOD_ROWS, ALL_OR_NOTHING):
        raise UnableToWrite(say("没有“{mode}”这种写法", mode=mode))
    imported = _get(person, import_id, WRITTEN, act)
    imported.mode = mode
    take_words(imported, words)
    wait_for_turn(imported.contract_id)
    if find_written(imported.contract_id, imported.sha256):
        imported.state = UNCHANGED
        imported.notes = [say("与已写入的文件相同，没有变化")]
        imported.save()
        record(imported, person, at, "intake.unchanged", {})
        return imported
    with _read(imported, person, map_order) as (reading, report):
        if reading is not None:
            _write_or_not(imported, reading, person, at, report)
        report(
            "writing", imported.counts.get("rows", 0)
        )  # the last chance to halt: from here on it is written
    imported.save()
    record(imported, person, at, f"intake.{imported.state}", {"counts": imported.counts, "mode": mode})
    return imported


@transaction.atomic
def start_write(
    *, person: Person, at: datetime, import_id: int, mode: str = GOOD_ROWS, words: str = ""
) -> ImportFile:
    """Note that a file is to be written with this mode, factory prices under these words; the worker does it."""
    imported = _get(person, import_id, WRITING)
    take_words(imported, words)
    imported.state, imported.mode, imported.problem = WRITING, mode, None
    imported.save()
    forget_last_run(imported)
    record(imported, person, at, "intake.writing", {"mode": mode})
    return imported


@transaction.atomic
def give_up(*, person: Person, at: datetime, import_id: int, reason: str) -> ImportFile:
    """Note that the worker could not read or write a file: nothing went in, and it may be tried again."""
    imported = get_import(import_id, lock=True)
    if imported.state in RUNNING:
        imported.state, imported.problem = READ, {"row": None, "column": "", "reason": reason}
        imported.save()
        record(imported, person, at, "intake.failed", {})
    return imported


def _get(person: Person, import_id: int, following: str, act: str = "") -> ImportFile:
    imported = get_import(import_id, lock=True)
    if not may_follow(imported.state, following):
        raise UnableToWrite(
            say("文件 {name} {state}，不能再做这一步", name=imported.name, state=STATES[imported.state])
        )
    check_may_import(person, imported.format, act)
    return imported


@contextmanager
def _read(
    imported: ImportFile, person: Person, map_order: MapOrder | None = None
) -> Iterator[tuple[Reading | None, Report]]:
    """The file's reading, staged and free of conflicts; None where the file has to be refused."""
    total = imported.counts.get("rows")
    with (
        open_content(imported.pk) as file,
        reporting(import_id=imported.pk, org_id=person.org_id, rows_total=total) as report,
    ):
        try:
            reading = _stage(imported, open_sheet(file, imported.name), report, map_order)
            settle_conflicts(reading, contract_id=imported.contract_id, report=report)
            fill_cells(reading, lambda: open_sheet(file, imported.name))
        except BadFile as bad:
            refuse(imported, str(bad))
            yield None, report
            return
        yield reading, report


def _stage(imported: ImportFile, sheet: Sheet, report: Report, map_order: MapOrder | None) -> Reading:
    found = format_of(imported)
    if found.is_facts:
        return read_facts(sheet, found, report)
    if map_order is not None:
        found = replace(found, map_order=map_order)
    return read_platform(sheet, found, source_of(imported), report)


def _merge_options(reading: Reading, table: str) -> dict[str, Any]:
    beside = reading.format.beside if table == "order_lines" else ()
    return {
        "extra_columns": reading.extra_columns if table == reading.format.table else beside,
        "keeps_times": not reading.format.is_facts,
    }


def _count(
    reading: Reading, imported: ImportFile, person: Person, at: datetime, report: Report
) -> dict[str, dict[str, int]]:
    if reading.format.key in DECLARED_BY_BRAND:
        with transaction.atomic():  # such lists are short: declared as a write would, and taken back
            done = declare_file(reading, imported, person, at)
            if done.skus:
                _find_below_floor(reading, imported, skus=done.skus)
            transaction.set_rollback(True)
        return {reading.format.key: _as_counts(done)}
    counts = _no_counts()
    for table in reading.staged_tables():
        report(f"comparing {table}", reading.rows_total)
        counts[table] = _as_counts(
            compare_stage(table, contract_id=imported.contract_id, **_merge_options(reading, table))
        )
    if _moves_lines(counts):
        _find_below_floor(reading, imported)
    return counts


def _find_below_floor(reading: Reading, imported: ImportFile, *, skus: frozenset[str] | None = None) -> None:
    found = find_below_floor(imported.contract, skus=skus, most=BELOW_FLOOR_SHOWN)
    reading.below_floor, reading.first_below_floor = found.count, found.first


def _moves_lines(counts: dict[str, dict[str, int]]) -> bool:
    return counts["order_lines"]["new"] + counts["order_lines"]["changed"] > 0


def _no_counts() -> dict[str, dict[str, int]]:
    return {table: _as_counts(Merged(0, 0, 0)) for table in STORED}


def _as_counts(done: Merged | Declared) -> dict[str, int]:
    waiting = {"waiting": done.waiting} if isinstance(done, Declared) and done.waiting else {}
    return {"new": done.new, "changed": done.changed, "unchanged": done.unchanged, **waiting}


def _as_json(line: SoldBelow) -> dict[str, object]:
    return {**asdict(line), "paid_on": line.paid_on.isoformat(), "clause": FLOOR_CLAUSE}


def _write_or_not(
    imported: ImportFile, reading: Reading, person: Person, at: datetime, report: Report
) -> None:
    if reading.bad and imported.mode == ALL_OR_NOTHING:
        note_counts(imported, reading, {})
        imported.state, imported.read_at = READ, at
        imported.problem = {
            "row": None,
            "column": "",
            "reason": say("有 {count} 行有错，照您的选择一行也没有写入", count=len(reading.bad)),
        }
        keep_bad_rows(imported, reading, FOUND)
        return
    if find_new_stores(imported.contract_id):
        try:
            check_stores_open(imported.contract, at=at)
        except UnableToDeclareStore as closed:
            refuse(imported, str(closed))
            return
    note_counts(imported, reading, write_staged(imported, reading, person, at, report))
    imported.state, imported.problem, imported.below_floor = WRITTEN, None, []
    imported.written_by, imported.written_at = person, at
    imported.is_quiet = imported.format in KINDS["api"] and not reading.bad
    keep_bad_rows(imported, reading, OPEN)
    set_mend_duty(imported, at)


def write_staged(
    imported: ImportFile, reading: Reading, person: Person, at: datetime, report: Report
) -> dict[str, dict[str, int]]:
    """Merge what is staged into the contract's facts, and answer the counts by table."""
    contract = imported.contract
    if reading.format.key in DECLARED_BY_BRAND:
        done = declare_file(reading, imported, person, at)
        if done.skus:
            reading.below_floor = record_breaches(contract, import_id=imported.pk, at=at, skus=done.skus)
            set_price_duty(contract, at)
            hold_by_facts(contract, person=person, at=at, order_ids=())
        return {reading.format.key: _as_counts(done)}
    stores = find_new_stores(contract.pk)
    register_stores(contract.pk, stores, at=at)
    for channel, store in sorted(stores):
        reading.notes[say("登记了店铺 {store}（{channel}）", store=store, channel=channel)] += 1
    counts = _no_counts()
    for table in reading.staged_tables():
        report(f"writing {table}", reading.rows_total)
        merged = merge_stage(
            table, contract_id=contract.pk, import_id=imported.pk, at=at, **_merge_options(reading, table)
        )
        counts[table] = _as_counts(merged)
    if _moves_lines(counts):
        reading.below_floor = record_breaches(contract, import_id=imported.pk, at=at)
        set_price_duty(contract, at, of_stage=True)
        hold_by_facts(contract, person=person, at=at, order_ids=None)
    if any(counts[table]["new"] + counts[table]["changed"] for table in ("order_lines", "refunds")):
        report("following stock", reading.rows_total)
        follow_orders(contract.pk, at=at, order_ids=staged_orders(contract.pk, most=FEW_ORDERS))
    if any(table["new"] + table["changed"] for table in counts.values()):
        if reading.format.key in KINDS["api"]:
            imported.awaits_reconciling = True
            imported.save(update_fields=["awaits_reconciling"])
        else:
            report("reconciling", reading.rows_total)
            reconcile_bills(contract.pk)
    _hold(imported, reading)
    return counts


def _hold(imported: ImportFile, reading: Reading) -> None:
    """Keep one report's rows of each good order for the other report."""
    if not reading.format.other:
        return
    held = [
        HeldOrder(
            contract_id=imported.contract_id,
            format=reading.format.key,
            order_id=order_id,
            rows=[[number, cells] for number, cells in reading.groups[order_id]],
            is_paid=is_paid,
            import_id=imported.pk,
        )
        for order_id, is_paid in reading.joined.items()
    ]
    HeldOrder.objects.bulk_create(
        held,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["contract", "format", "order_id"],
        update_fields=["rows", "is_paid", "import_id"],
    )
