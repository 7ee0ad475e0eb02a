"""What a reading found, kept with its file: counts and notes, bad rows, the duty to mend them."""

from datetime import datetime
from urllib.parse import urlencode

from paidang.channels.formats import KINDS
from paidang.channels.mapping import PLATFORM_COST
from paidang.duties.actions import close_duty, raise_duty
from paidang.intake.actions.reading import Reading
from paidang.intake.engines.bad_rows import insert_bad_rows
from paidang.intake.models import ImportFile, QuarantineRow
from paidang.intake.rules.states import FOUND, OPEN
from paidang.kit.sentence import say


def note_counts(imported: ImportFile, reading: Reading, by_table: dict[str, dict[str, int]]) -> None:
    """The counts that the page shows. `rows` are the file's; new, changed and unchanged are rows of facts."""
    total = {
        kind: sum(table[kind] for table in by_table.values()) for kind in ("new", "changed", "unchanged")
    }
    imported.counts = {
        "rows": reading.rows_total,
        "bad": len(reading.bad),
        **total,
        "breaches": reading.below_floor,
        "waiting": reading.waiting,
        "skipped": dict(reading.skipped),
        "tables": {table: counts for table, counts in by_table.items() if any(counts.values())},
    }
    notes: list[str] = [
        say("{count} 个订单{reason}，没有写入", count=count, reason=reason)
        for reason, count in sorted(reading.skipped.items())
    ]
    notes += [
        note if note.startswith("登记") else say("{note}（{count} 个订单）", note=note, count=count)
        for note, count in sorted(reading.notes.items())
    ]
    if reading.waiting:
        notes.append(say("{count} 个订单等另一张报表（订单报表和宝贝报表要各导一份）", count=reading.waiting))
    if PLATFORM_COST in (*reading.extra_columns, *reading.format.beside):
        notes.append(say("平台的成本字段只存着，与申报的出厂价对照，不参与计算"))
    if "" in reading.extra_columns:
        notes.append(say("写着买家是谁的列不读也不存：收货人、电话、地址一类"))
    if unknown := [column for column in reading.extra_columns if column not in (PLATFORM_COST, "")]:
        notes.append(say("不认识的列只存着，不参与计算：{columns}", columns=unknown[:10]))
    imported.notes = [*reading.remarks, *notes]


def keep_bad_rows(imported: ImportFile, reading: Reading, state: str) -> None:
    """The rows that wait in quarantine, instead of those that an earlier test read found."""
    QuarantineRow.objects.filter(file=imported, state=FOUND).delete()
    rows = (
        (number, bad.group, bad.cells, [fault.as_json() for fault in bad.faults])
        for number, bad in sorted(reading.bad.items())
    )
    insert_bad_rows(imported.contract_id, imported.pk, rows, state=state)


def set_mend_duty(imported: ImportFile, at: datetime) -> None:
    """The side that handed the file in mends its rows; the duty ends with the last of them.

    What a store's interface sends comes in many small files: all their rows are one duty.
    """
    rows = QuarantineRow.objects.filter(contract_id=imported.contract_id, state=OPEN)
    if imported.format in KINDS["api"]:
        key, name, page = (
            f"mend_rows:store:{imported.store[:100]}",
            imported.store,
            f"/imports?{urlencode({'view': 'quarantine', 'store': imported.store})}&",
        )
        waiting = rows.filter(file__store=imported.store, file__format__in=KINDS["api"]).count()
    else:
        key, name, page = f"mend_rows:{imported.pk}", imported.name, f"/imports/{imported.pk}?"
        waiting = rows.filter(file=imported).count()
    if not waiting:
        close_duty(imported.contract_id, key=key, at=at)
        return
    raise_duty(
        imported.contract_id,
        key=key,
        kind="mend_rows",
        side=imported.contract.side_of(imported.received_by.org_id),
        page=f"{page}contract={imported.contract.code}",
        at=at,
        facts={"file": name, "count": waiting},
    )
