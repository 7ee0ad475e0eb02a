"""Bad facts are refused whole, one error per bad cell (SPEC §1).

First each cell by itself (`cells`); a cell that is bad by itself takes part in no further check, the other cells of
its row do. Then ids and references. Then checks over several cells (`row_checks`).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from paidang.kit.facts import FACT_TABLES, FactTable
from paidang.kit.sentence import say
from paidang.settlement.rules import row_checks
from paidang.settlement.rules.cells import BadCell, read_cell
from paidang.settlement.rules.errors import BadInput, BadPlace
from paidang.settlement.rules.facts import Charge, Cost, Facts, OrderLine, PlatformFee, Refund
from paidang.settlement.rules.raw_tables import RawFacts, RawFile, RawTable
from paidang.settlement.rules.row_checks import CheckedRow, Flaw


@dataclass
class Header:
    """Where each usable column stands; None for an optional one that is absent (all its cells are empty)."""

    positions: dict[str, int | None] = field(default_factory=dict)
    errors: list[BadPlace] = field(default_factory=list)
    notes: list[BadPlace] = field(default_factory=list)


@dataclass
class CheckedTable:
    """A table whose cells were read. `lost`: columns of which some cells are unknown, so that nothing is unique
    or referred to by them."""

    rows: list[CheckedRow] = field(default_factory=list)
    errors: list[BadPlace] = field(default_factory=list)
    notes: list[BadPlace] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)


def check_facts(raw: RawFacts, *, month: str, profit_counts: bool) -> tuple[Facts, list[BadPlace]]:
    """Read a folder's facts, with notes on unknown columns; raises BadInput with every bad cell, in order."""
    tables = {name: _read_table(table, raw.table(name)) for name, table in FACT_TABLES.items()}
    errors = _missing_tables(raw, tables, profit_counts=profit_counts)
    for name, table in FACT_TABLES.items():
        errors += tables[name].errors
        errors += _repeated_keys(table, tables[name])
        errors += _unknown_references(table, tables)
    errors += _several_cells(tables, month=month, profit_counts=profit_counts)
    if errors:
        raise BadInput(sorted(errors, key=_position))
    notes = [note for table in tables.values() for note in table.notes]
    return _facts(tables), notes


def _position(error: BadPlace) -> tuple[str, int, int]:
    """By file name, row (null first) and column order; columns the table does not have come last."""
    table = FACT_TABLES.get(error.file.split(".")[0])
    names = table.column_names if table else ()
    column = names.index(error.column) if error.column in names else len(names)
    return error.file, error.row or 0, column


def _missing_tables(raw: RawFacts, tables: dict[str, CheckedTable], *, profit_counts: bool) -> list[BadPlace]:
    required = ["order_lines", "costs"] if profit_counts else ["order_lines"]
    missing = [name for name in required if raw.table(name).is_absent]
    for name in missing:
        tables[name].lost.update(FACT_TABLES[name].column_names)
    return [BadPlace(f"{name}.csv", None, None, None, say("缺少此文件")) for name in missing]


def _read_table(table: FactTable, raw: RawTable) -> CheckedTable:
    checked = CheckedTable(errors=list(raw.errors))
    if raw.errors:
        checked.lost.update(table.column_names)
    for file in raw.files:
        header = check_header(table, file)
        checked.errors += header.errors
        checked.notes += header.notes
        checked.lost.update(name for name in table.column_names if name not in header.positions)
        for number, cells in file.rows:
            checked.rows.append(_read_row(table, file, number, cells, header.positions, checked.errors))
    return checked


def check_header(table: FactTable, file: RawFile) -> Header:
    """Find the columns; a missing or repeated one is an error in row 1, an unknown one a note."""
    counts = Counter(file.header)
    header = Header()
    for column in table.columns:
        if counts[column.name] == 1:
            header.positions[column.name] = file.header.index(column.name)
        elif not counts[column.name] and column.optional:
            header.positions[column.name] = None
        elif not counts[column.name]:
            header.errors.append(BadPlace(file.name, 1, column.name, None, say("缺少此列")))
    for name, count in counts.items():
        if count > 1:
            header.errors.append(BadPlace(file.name, 1, name, name, say("此列重复")))
        elif name not in table.column_names:
            header.notes.append(BadPlace(file.name, 1, name, name, say("未知的列，不参与计算")))
    return header


def _read_row(
    table: FactTable,
    file: RawFile,
    number: int,
    cells: Sequence[object],
    positions: dict[str, int | None],
    errors: list[BadPlace],
) -> CheckedRow:
    def raw(name: str) -> object:
        """The cell as it stands; None where the column is absent, the row is short or the cell is empty."""
        position = positions[name]
        cell = cells[position] if position is not None and position < len(cells) else None
        return None if cell == "" else cell

    row = CheckedRow(file.name, number, {}, raw)
    beyond = [cell for cell in cells[len(file.header) :] if cell not in (None, "")]
    if beyond:  # of which nobody knows where they belong: a comma too many has moved the others too
        reason = say("这一行的单元格比表头多")
        errors.append(BadPlace(file.name, number, None, beyond[0], reason))
    for column in table.columns:
        if column.name not in positions:
            continue
        try:
            row.values[column.name] = read_cell(column, raw(column.name))
        except BadCell as why:
            errors.append(BadPlace(file.name, number, column.name, raw(column.name), str(why)))
    return row


def _repeated_keys(table: FactTable, checked: CheckedTable) -> Iterator[BadPlace]:
    """The second and later rows of one id, or of one SKU and day."""
    seen: set[tuple[object, ...]] = set()
    for row in checked.rows:
        if not row.has(*table.key):
            continue
        key = tuple(row.values[name] for name in table.key)
        if key in seen:
            yield row.error(table.key[-1], say("与前面的行重复"))
        seen.add(key)


def _unknown_references(table: FactTable, tables: dict[str, CheckedTable]) -> Iterator[BadPlace]:
    for column in table.columns:
        if column.refers_to is None:
            continue
        target_table, target_column = column.refers_to
        target = tables[target_table]
        if target_column in target.lost:
            continue  # what is known cannot be told
        known = {row.values.get(target_column) for row in target.rows}
        for row in tables[table.name].rows:
            value = row.values.get(column.name)
            if value is not None and value not in known:
                yield row.error(
                    column.name, say("没有这个订单行") if target_column == "line_id" else say("没有这个订单")
                )


def _several_cells(tables: dict[str, CheckedTable], *, month: str, profit_counts: bool) -> Iterator[BadPlace]:
    """Checks over several cells, in the order of SPEC §1."""
    for row in tables["order_lines"].rows:
        yield from row.errors(row_checks.line_flaws(row, month=month, profit_counts=profit_counts))
    for row in tables["logistics"].rows:
        yield from row.errors(row_checks.charge_flaws(row))
    for row, flaw in _refund_flaws(tables):
        yield row.error(flaw.column, flaw.reason)


def _refund_flaws(tables: dict[str, CheckedTable]) -> Iterator[tuple[CheckedRow, Flaw]]:
    lines: dict[str, CheckedRow] = {}
    for line in tables["order_lines"].rows:
        if line.has("line_id"):
            lines.setdefault(line.values["line_id"], line)  # a reference means the first row with that id
    return row_checks.refund_flaws(tables["refunds"].rows, lines)


def _facts(tables: dict[str, CheckedTable]) -> Facts:
    return Facts(
        order_lines=tuple(OrderLine(**row.values) for row in tables["order_lines"].rows),
        refunds=tuple(Refund(**row.values) for row in tables["refunds"].rows),
        costs=tuple(Cost(**row.values) for row in tables["costs"].rows),
        logistics=tuple(Charge(**row.values) for row in tables["logistics"].rows),
        platform_fees=tuple(PlatformFee(**row.values) for row in tables["platform_fees"].rows),
    )
