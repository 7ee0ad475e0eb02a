"""Reading a file into the staging tables: good rows are staged, bad ones gathered with all their faults.

Both a test read and a write begin here, so that they find the same. Nothing outlives the transaction.
"""

import csv
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from paidang.channels.facts.check import Fault, Values, check_row
from paidang.channels.facts.tables import TABLES
from paidang.channels.formats import Format
from paidang.channels.mapping import Context
from paidang.channels.persons import is_personal
from paidang.channels.reading import CELL_CHARS_MAX, BadFile, Sheet
from paidang.intake.engines.blocks import Block, RowTooLong, split
from paidang.intake.engines.copying import RowCopier, copy_block, stage_columns
from paidang.intake.engines.sieve import Sieve
from paidang.kit.facts import FactTable
from paidang.kit.sentence import say
from paidang.orders.actions import create_stages, drop_bill_lines_of_others, drop_from_stage
from paidang.orders.queries.below_floor import SoldBelow
from paidang.orders.queries.conflicts import Conflict, find_conflicts
from paidang.orders.rules.tables import STORED

BAD_ROWS_MAX = 100_000
ROWS_A_BATCH = 5_000
PRICES_MAX = 200_000
T = TypeVar("T")
Report = Callable[[str, int], None]
"""Told at every batch the phase and the rows done so far; raises if the file is to halt."""


@dataclass
class BadRow:
    """A row that cannot go in, and why. `cells` by column title; `group`: the order that it belongs to."""

    faults: list[Fault]
    cells: Mapping[str, str] = field(default_factory=dict)
    group: str = ""


@dataclass
class Reading:
    """What a file holds. Its good rows are in the staging tables (of those in `staged` alone: there is nothing in the others),
    those of the brand's own lists in `prices`.
    """

    format: Format
    staged: set[str] = field(default_factory=set)
    extra_columns: list[str] = field(default_factory=list)
    rows_total: int = 0
    bad: dict[int, BadRow] = field(default_factory=dict)
    prices: dict[int, Values] = field(default_factory=dict)
    first: dict[tuple[object, ...], int] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)
    waiting: int = 0
    below_floor: int = 0
    first_below_floor: list[SoldBelow] = field(default_factory=list)
    groups: dict[str, list[tuple[int, Mapping[str, str]]]] = field(default_factory=dict)
    group_of: dict[int, str] = field(default_factory=dict)
    joined: dict[str, bool] = field(default_factory=dict)

    def staged_tables(self) -> list[str]:
        """The tables that rows were staged for, lines first: what refers to them comes after them."""
        return [table for table in STORED if table in self.staged]

    def fault(
        self, number: int, faults: Iterable[Fault], cells: Mapping[str, str] | None = None, group: str = ""
    ) -> None:
        """Note faults of a row; a file with far too many is a wrong file, not a file with bad rows."""
        if number not in self.bad:
            if len(self.bad) >= BAD_ROWS_MAX:
                raise BadFile(
                    say("有错的行超过 {most:,} 行，多半是整列放错了。请核对列以后再导入", most=BAD_ROWS_MAX)
                )
            self.bad[number] = BadRow([], {}, group)
        row = self.bad[number]
        row.faults.extend(faults)
        if cells is not None:
            row.cells = {
                name: cell[:CELL_CHARS_MAX] for name, cell in cells.items() if not self._is_left_out(name)
            }

    def _is_left_out(self, column: str) -> bool:
        """Of a file of our own format what is about persons is kept nowhere; of a platform's only what is read comes here."""
        return self.format.is_facts and is_personal(column)


def read_facts(sheet: Sheet, format: Format, report: Report) -> Reading:
    """Stage a file in the program's own format, block by block where it is a CSV, else row by row."""
    table = TABLES[format.table]
    reading = Reading(format)
    if format.table not in STORED:
        create_stages()
        _read_prices(sheet, table, reading, report)
        return reading
    reading.staged.add(format.table)
    places, reading.extra_columns = stage_columns(format.table, sheet.header)
    create_stages(reading.extra_columns)
    copier = RowCopier()
    rows = _Rows(table, sheet.header, places, reading, copier)
    if sheet.plain is not None:
        _read_blocks(sheet, format.table, places, rows, report)
    else:
        for number, cells in sheet.rows:
            rows.judge(number, cells)
            if reading.rows_total % ROWS_A_BATCH == 0:
                report("reading", reading.rows_total)
    copier.flush()
    return reading


class _Rows:
    """Judges single rows by the reference, and stages the good ones."""

    def __init__(
        self,
        table: FactTable,
        header: Sequence[str],
        places: Sequence[str],
        reading: Reading,
        copier: RowCopier,
    ) -> None:
        self._table, self.reading, self._copier = table, reading, copier
        self._titles = [title.strip() for title in header]
        self._places = dict(zip(places, range(len(places)), strict=True))

    def judge(self, number: int, cells: Sequence[str], *, counted: bool = False) -> None:
        if not any(cells):
            return
        self.reading.rows_total += 0 if counted else 1
        by_title = {title: cell for title, cell in zip(self._titles, cells, strict=False) if title}
        values, faults = check_row(self._table, by_title)
        faults += _shape_faults(self._titles, cells)
        if faults:
            self.reading.fault(number, faults, by_title)
            return
        staged = {name: as_cell(value) for name, value in values.items() if name in self._places}
        staged |= {
            place: cells[at] for place, at in self._places.items() if place[0] == "x" and at < len(cells)
        }
        self._copier.add(self._table.name, {"n": str(number), **staged})


def _shape_faults(titles: Sequence[str], cells: Sequence[str]) -> list[Fault]:
    faults = []
    if beyond := [cell for cell in cells[len(titles) :] if cell]:
        faults.append(
            Fault(
                "",
                beyond[0][:200],
                say("这一行有 {cells} 格，表头只有 {columns} 列", cells=len(cells), columns=len(titles)),
                "too_many_cells",
            )
        )
    for title, cell in zip(titles, cells, strict=False):
        if len(cell) > CELL_CHARS_MAX:
            faults.append(
                Fault(
                    title,
                    "" if is_personal(title) else cell[:200],
                    say("一格有 {chars:,} 字，超过 {most:,} 字", chars=len(cell), most=CELL_CHARS_MAX),
                    "huge_cell",
                )
            )
    return faults


def as_cell(value: object) -> str:
    """A checked value as the text that COPY takes."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def _read_blocks(sheet: Sheet, table: str, places: Sequence[str], rows: _Rows, report: Report) -> None:
    """The fast way: while PostgreSQL takes in one block, the next one is read and judged."""
    plain, reading = sheet.plain, rows.reading
    assert plain is not None
    plain.seek(sheet.plain_at)
    sieve = Sieve(TABLES[table], sheet.header)

    def judged() -> Iterator[tuple[Block, Any]]:
        blocks = split(plain, header=sheet.header, first_row=sheet.header_row + 1, delimiter=sheet.delimiter)
        for block in blocks:
            yield (
                block,
                None
                if block.columns is None
                else sieve.judge(block.columns, is_printable=block.is_printable),
            )

    try:
        with closing(ahead(judged())) as blocks:  # nobody may be reading the file any more when this is left
            for block, good in blocks:
                if block.columns is None:
                    for number, cells in block.rows(sheet.delimiter):
                        rows.judge(number, cells)
                else:
                    _take_block(table, places, block, good, rows, sheet.delimiter)
                report("reading", reading.rows_total)
    except csv.Error:
        raise BadFile(
            say(
                "第 {row} 行以后有一格超过 {most:,} 字，读不出来",
                row=reading.rows_total + 2,
                most=CELL_CHARS_MAX,
            )
        ) from None
    except RowTooLong:
        raise BadFile(
            say("第 {row} 行以后有没关上的引号，或一行太长，读不出来", row=reading.rows_total + 2)
        ) from None
    finally:
        sieve.close()


def _take_block(
    table: str, places: Sequence[str], block: Block, good: Any, rows: _Rows, delimiter: str
) -> None:
    import pyarrow.compute as pc

    total = block.columns.num_rows
    rows.reading.rows_total += total
    if pc.all(good).as_py():
        copy_block(table, places, block, None, delimiter)
        return
    copy_block(table, places, block, good, delimiter)
    doubtful = pc.indices_nonzero(pc.invert(good))
    for at, row in zip(doubtful.to_pylist(), block.columns.take(doubtful).to_pylist(), strict=True):
        rows.judge(block.first_row + at, [cell or "" for cell in row.values()], counted=True)


def ahead(items: Iterator[T]) -> Generator[T]:
    """The same items, the next one being made while this one is used. To be closed, if not used to the end."""

    def take() -> tuple[T] | None:
        return next(((item,) for item in items), None)

    with ThreadPoolExecutor(1) as pool:
        following = pool.submit(take)
        while taken := following.result():
            following = pool.submit(take)
            yield taken[0]


def _read_prices(sheet: Sheet, table: FactTable, reading: Reading, report: Report) -> None:
    """The brand's own lists are short: checked row by row, held in memory, a SKU's day or warehouse only once."""
    titles = [title.strip() for title in sheet.header]
    for number, cells in sheet.rows:
        reading.rows_total += 1
        if reading.rows_total > PRICES_MAX:
            raise BadFile(say("这张表超过 {most:,} 行。请只交有变化的行", most=PRICES_MAX))
        if reading.rows_total % ROWS_A_BATCH == 0:
            report("reading", reading.rows_total)
        by_title = {title: cell for title, cell in zip(titles, cells, strict=False) if title}
        values, faults = check_row(table, by_title)
        faults += _shape_faults(titles, cells)
        faults += twice(reading, table, number, values, by_title)
        if faults:
            reading.fault(number, faults, by_title)
        else:
            reading.prices[number] = values


def twice(
    reading: Reading, table: FactTable, number: int, values: Values, cells: Mapping[str, str]
) -> list[Fault]:
    """The fault of a row of the brand's own list that says again what an earlier one said: a SKU's day or warehouse."""
    key = tuple(values.get(name) for name in table.key)
    if None in key or (before := reading.first.setdefault(key, number)) == number:
        return []
    column = table.key[-1]
    reason = (
        say("与第 {before} 行是同一仓库同一商品", before=before)
        if table.name == "stock"
        else say("与第 {before} 行是同一商品同一天", before=before)
    )
    return [Fault(column, cells.get(column, ""), reason, "duplicate")]


def settle_conflicts(reading: Reading, *, contract_id: int, report: Report) -> None:
    """Take staged rows out that only the database can tell are bad. Lines first: what refers to a bad line is bad too."""
    if "bill_lines" in reading.staged and (foreign := drop_bill_lines_of_others(contract_id)):
        reading.skipped[say("属于别的合同")] += foreign
    shown_as = dict(reading.format.shown_as)
    for table in reading.staged_tables():
        report(f"checking {table}", reading.rows_total)
        found: dict[int, list[Conflict]] = {}
        keeps_times = not reading.format.is_facts
        for conflict in find_conflicts(table, contract_id=contract_id, keeps_times=keeps_times):
            found.setdefault(conflict.row_number, []).append(conflict)
        for number, conflicts in found.items():
            faults = [Fault(shown_as.get(c.column, c.column), c.value, c.reason, c.code) for c in conflicts]
            reading.fault(number, faults, group=reading.group_of.get(number, ""))
        if found and reading.format.is_facts:
            drop_from_stage(table, found)
        elif found:
            drop_groups(reading, {reading.group_of[number] for number in found})


def drop_groups(reading: Reading, groups: set[str]) -> None:
    """Take whole orders out: the rest of a bad order waits with it."""
    numbers = [number for group in groups for number, _ in reading.groups[group]]
    for table in STORED:
        drop_from_stage(table, numbers)
    for group in groups:
        reading.joined.pop(group, None)
        hold_back_rest(reading, group)


def hold_back_rest(reading: Reading, group: str) -> None:
    """Give every row of a bad order a place in quarantine, with its cells, so that it can be read again as a whole."""
    rows = reading.groups[group]
    bad = [number for number, _ in rows if number in reading.bad]
    for number, cells in rows:
        if number not in reading.bad:
            column = reading.format.order_id
            fault = Fault(
                column, cells.get(column, ""), say("同一订单第 {row} 行有错，等它修好", row=bad[0]), "waits"
            )
            reading.fault(number, [fault], cells, group)
        else:
            reading.bad[number].cells, reading.bad[number].group = dict(cells), group


def fill_cells(reading: Reading, reopen: Callable[[], Sheet]) -> None:
    """Get the cells of rows that the database found bad: they were copied as bytes, so they are looked up in the file."""
    wanted = {number for number, row in reading.bad.items() if not row.cells}
    if not wanted:
        return
    sheet = reopen()
    titles = [title.strip() for title in sheet.header]
    for number, cells in sheet.rows:
        if number in wanted:
            reading.fault(
                number, [], {title: cell for title, cell in zip(titles, cells, strict=False) if title}
            )
            wanted.discard(number)
            if not wanted:
                return


@dataclass(frozen=True, slots=True)
class Source:
    """Where a platform's file comes from, and what the database holds of the other half of its orders."""

    contract_id: int
    context: Context
    held: Callable[[Sequence[str]], dict[str, list[Any]]]
