"""Reading a platform's own export: order by order, mapped to facts, staged like any other file."""

from collections.abc import Iterator, Mapping, Sequence

from django.db import connection

from paidang.channels.cells import SCIENTIFIC
from paidang.channels.facts.check import Fault, check_row
from paidang.channels.facts.tables import TABLES
from paidang.channels.formats import Bill, Format
from paidang.channels.mapping import FactRow, Mapped, clean_row
from paidang.channels.reading import BadFile, Sheet
from paidang.intake.actions.reading import (
    ROWS_A_BATCH,
    Reading,
    Report,
    Source,
    as_cell,
    hold_back_rest,
    twice,
)
from paidang.intake.engines.copying import RowCopier
from paidang.kit.sentence import say
from paidang.orders.actions import create_stages
from paidang.orders.rules.tables import STORED

ROWS_MAX = 300_000
ORDERS_AT_ONCE = 2_000
TOTALS = ("合计", "总计", "小计")


def read_platform(sheet: Sheet, format: Format, source: Source, report: Report) -> Reading:
    """Stage what a platform's file becomes; an order with any fault stays out as a whole."""
    reading = Reading(format)
    create_stages(format.beside)
    if format.bill is not None:
        _gather_bill(sheet, format, format.bill, reading, report)
    elif format.alone:
        for number, row in sheet.rows:
            _gather_alone(number, row, sheet, format, reading, report)
    else:
        _gather(sheet, format, reading, report)
    map_groups(reading, source, report)
    return reading


def _gather(sheet: Sheet, format: Format, reading: Reading, report: Report) -> None:
    """Group the rows by order. A blank order number below a filled one belongs to that order."""
    current = ""
    for number, row in sheet.rows:
        cells = {title: cell for title, cell in clean_row(sheet.header, row).items() if title in format.kept}
        if not any(cells.values()) or cells.get(format.order_id) in TOTALS:
            continue
        _count(reading, report)
        order_id = cells.get(format.order_id) or current
        _check_whole(number, format, order_id)
        cells[format.order_id] = current = order_id
        reading.groups.setdefault(order_id, []).append((number, cells))
        reading.group_of[number] = order_id


def _gather_bill(sheet: Sheet, format: Format, bill: Bill, reading: Reading, report: Report) -> None:
    """Each row for itself; then the rows as a whole against the totals below them, or the file is not what was exported."""
    trailer: list[Sequence[str]] = []
    for number, row in sheet.rows:
        if bill.is_trailer(sheet.header, row):
            trailer.append(row)
            continue
        _gather_alone(number, row, sheet, format, reading, report)
    totals = bill.check_totals(trailer, [rows[0][1] for rows in reading.groups.values()])
    if totals.wrong:
        raise BadFile(say("{reason}。文件缺了行或被改过，请从平台重新导出，原样上传", reason=totals.wrong))
    note = say("合计行与各行相符") if totals.is_stated else say("文件没有合计行，各行没有东西可以对")
    reading.remarks.append(note)


def _gather_alone(
    number: int, row: Sequence[str], sheet: Sheet, format: Format, reading: Reading, report: Report
) -> None:
    cells = {title: cell for title, cell in clean_row(sheet.header, row).items() if title in format.kept}
    if not any(cells.values()) or cells.get(format.order_id) in TOTALS:
        return
    _count(reading, report)
    _check_whole(number, format, cells.get(format.order_id, ""))
    reading.groups[row_group(number)] = [(number, cells)]
    reading.group_of[number] = row_group(number)


def row_group(number: int) -> str:
    """Rows that stand alone: the group that a row is read again with is itself."""
    return f"#{number}"


def _count(reading: Reading, report: Report) -> None:
    reading.rows_total += 1
    if reading.rows_total % ROWS_A_BATCH == 0:
        report("grouping", reading.rows_total)
    if reading.rows_total > ROWS_MAX:
        raise BadFile(say("平台文件超过 {most:,} 行。请按日期分几次导出", most=ROWS_MAX))


def _check_whole(number: int, format: Format, order_id: str) -> None:
    if SCIENTIFIC.fullmatch(order_id):
        raise BadFile(
            say(
                "第 {number} 行{column} {order_id} 被表格软件改成了科学计数法，末位数字已经丢失，整个文件都不能用。请从平台重新导出，不要用表格软件打开再存",
                number=number,
                column=format.order_id,
                order_id=order_id,
            )
        )


def map_groups(reading: Reading, source: Source, report: Report) -> None:
    """Map the orders that were gathered, some thousand at a time, and stage what they become."""
    assert reading.format.map_order is not None
    copier = RowCopier()
    done = 0
    for order_ids in _pieces(list(reading.groups), ORDERS_AT_ONCE):
        held = source.held(order_ids) if reading.format.other else {}
        for order_id in order_ids:
            rows = reading.groups[order_id]
            mapped = reading.format.map_order(rows, held.get(order_id), source.context)
            _take(reading, order_id, rows, mapped, copier)
            done += len(rows)
        report("reading", done)
    copier.flush()
    if "refunds" in reading.staged:
        _keep_booked_times(source.contract_id)


def _pieces(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for at in range(0, len(items), size):
        yield items[at : at + size]


def _take(
    reading: Reading,
    order_id: str,
    rows: Sequence[tuple[int, Mapping[str, str]]],
    mapped: Mapped,
    copier: RowCopier,
) -> None:
    checked = [(fact, *check_row(TABLES[fact.table], fact.cells)) for fact in mapped.facts]
    for fact, values, faults in checked:
        if fact.table not in STORED:
            faults += twice(reading, TABLES[fact.table], fact.row_number, values, fact.cells)
    shown_as = dict(reading.format.shown_as)
    for fact, _, faults in checked:
        for fault in faults:
            title = shown_as.get(fault.column, fault.column)
            mapped.faults.setdefault(fact.row_number, []).append(
                Fault(title, fault.value, fault.reason, fault.code)
            )
    if mapped.faults:
        for number, faults in mapped.faults.items():
            reading.fault(number, faults, dict(rows)[number], order_id)
        hold_back_rest(reading, order_id)
        return
    for note in mapped.notes:
        reading.notes[note] += 1
    if mapped.skipped:
        reading.skipped[mapped.skipped] += 1
    reading.waiting += mapped.waits
    reading.joined[order_id] = not mapped.skipped
    for fact, values, _ in checked:
        if fact.table not in STORED:  # the brand's own list
            reading.prices[fact.row_number] = values
            continue
        reading.staged.add(fact.table)
        copier.add(fact.table, _staged(fact, values, reading.format.beside))


def _staged(fact: FactRow, values: Mapping[str, object], beside: Sequence[str]) -> dict[str, str]:
    cells = {name: as_cell(value) for name, value in values.items()}
    if fact.table == "order_lines":
        cells |= {f"x{at}": fact.cells.get(name, "") for at, name in enumerate(beside)}
    return {"n": str(fact.row_number), **cells, "booked": "true" if fact.booked else "false"}


def _keep_booked_times(contract_id: int) -> None:
    """A refund whose time is only that of the export keeps the time at which it was first booked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update stage_refund s set refunded_at = r.refunded_at from orders_refund r"
            " where s.booked and r.contract_id = %s and r.refund_id = s.refund_id and r.line_id = s.line_id"
            " and r.amount_fen = s.amount",
            [contract_id],
        )
