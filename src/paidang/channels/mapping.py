"""What a platform's file becomes: rows of facts, or faults, order by order. The shapes all platforms share."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from paidang.channels.cells import BadCell, bare_title, clean, share_out
from paidang.channels.facts.check import Fault
from paidang.kit.sentence import say

Cells = Mapping[str, str]
PLATFORM_COST = "platform_cost"
"""Kept beside an order line: what a platform's own cost field says that a unit costs, in fen. It moves no money."""
SourceRow = tuple[int, Cells]
"""A row's number as a spreadsheet shows it, and its cleaned cells by column."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a file does not say itself: the store and channel it was exported from, and when it was made.

    `is_known`: an earlier state of the same order gave facts. If it counts for nothing now, they have to be undone.
    """

    store: str = ""
    channel: str = ""
    known_at: str = ""
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class FactRow:
    """One row of a fact table, in the cells of the program's own format. `booked`: its time is `known_at`."""

    table: str
    row_number: int
    cells: dict[str, str]
    booked: bool = False


NO_CODE = "no_code"
"""The fault of a line that names no goods of the seller's."""


@dataclass
class Mapped:
    """What one order became. Faults are by row number; an order with any fault gives no facts at all."""

    facts: list[FactRow] = field(default_factory=list)
    unpaid: list[FactRow] = field(default_factory=list)
    """What an order that nobody has paid would become: to be shown, never a fact."""
    faults: dict[int, list[Fault]] = field(default_factory=dict)
    skipped: str = ""
    waits: bool = False
    notes: list[str] = field(default_factory=list)

    def fault(self, row_number: int, column: str, value: str, reason: str, code: str = "bad_cell") -> None:
        faults, found = self.faults.setdefault(row_number, []), Fault(column, value[:200], reason, code)
        if found not in faults:  # a cell that is read twice is bad once
            faults.append(found)

    @property
    def lacks_codes_alone(self) -> bool:
        """Whether all that is wrong is that nobody knows yet what goods they are."""
        return all(one.code == NO_CODE for faults in self.faults.values() for one in faults)


MapOrder = Callable[[Sequence[SourceRow], Sequence[SourceRow] | None, Context], Mapped]
"""An order's rows in this file, its rows in the file's other half (None: not there yet), the context."""


def clean_row(header: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    """A row's cells by column title, cleaned; the titles are bare, cells beyond the header are dropped."""
    return {bare_title(title): clean(cell) for title, cell in zip(header, row, strict=False) if title.strip()}


def read_cell(
    mapped: Mapped, row: SourceRow, column: str, read: Callable[[str], object], default: object
) -> object:
    """Read one cell, or note the fault and go on with the default, so that one pass names every bad cell."""
    value = row[1].get(column, "")
    try:
        return read(value)
    except BadCell as bad:
        mapped.fault(row[0], column, value, str(bad))
        return default


def order_value(mapped: Mapped, rows: Sequence[SourceRow], column: str) -> str:
    """An order's value of a column that is repeated on each line, or left blank on later ones; two values are a fault."""
    found = [(number, cells[column]) for number, cells in rows if cells.get(column)]
    for number, value in found[1:]:
        if value != found[0][1]:
            mapped.fault(
                number,
                column,
                value,
                say("同一订单第 {row} 行写的是 {value}", row=found[0][0], value=found[0][1]),
                "order_differs",
            )
    return found[0][1] if found else ""


def line_ids(order_id: str, skus: Iterable[str]) -> list[str]:
    """Ids for an order's lines where the file has none: order and SKU; a SKU that comes again gets a number.

    >>> line_ids("88", ["A", "B", "A"])
    ['88-A', '88-B', '88-A-2']
    """
    seen: dict[str, int] = {}
    ids = []
    for sku in skus:
        seen[sku] = seen.get(sku, 0) + 1
        ids.append(f"{order_id}-{sku}" + (f"-{seen[sku]}" if seen[sku] > 1 else ""))
    return ids


@dataclass(frozen=True, slots=True)
class Line:
    """An order's line before the order's discounts are shared out; those that are the line's own are known already."""

    row_number: int
    line_id: str
    sku: str
    quantity: int
    unit_price_fen: int
    merchant_discount_fen: int = 0
    platform_discount_fen: int = 0

    @property
    def total_fen(self) -> int:
        return self.quantity * self.unit_price_fen


@dataclass(frozen=True, slots=True)
class Whole:
    """What holds for an order as a whole. Times are ISO 8601 with offset, or empty. Discounts: without the lines' own."""

    order_id: str
    channel: str
    store: str
    merchant_discount_fen: int
    platform_discount_fen: int
    postage_fen: int
    paid_at: str
    shipped_at: str
    completed_at: str


def lines_as_facts(order: Whole, lines: Sequence[Line]) -> list[FactRow]:
    """The order's lines as facts, its discounts shared out by line total, to the fen; postage as a charge of its own.

    A line that was sold for nothing is a gift: it earns nothing, and gifts are supplied by the brand (OP-4-B-2).
    """
    rooms = [line.total_fen - line.merchant_discount_fen - line.platform_discount_fen for line in lines]
    merchant = share_out(order.merchant_discount_fen, rooms)
    rooms = [room - cut for room, cut in zip(rooms, merchant, strict=True)]
    platform = share_out(min(order.platform_discount_fen, sum(rooms)), rooms)
    facts = [
        FactRow(
            "order_lines",
            line.row_number,
            {
                "line_id": line.line_id,
                "order_id": order.order_id,
                "channel": order.channel,
                "store": order.store,
                "sku": line.sku,
                "quantity": str(line.quantity),
                "unit_price": str(line.unit_price_fen),
                "merchant_discount": str(line.merchant_discount_fen + merchant[at]),
                "platform_discount": str(line.platform_discount_fen + platform[at]),
                "paid_at": order.paid_at,
                "shipped_at": order.shipped_at,
                "completed_at": order.completed_at,
                "gift": "true" if line.unit_price_fen == 0 else "false",
            },
        )
        for at, line in enumerate(lines)
    ]
    if order.postage_fen:
        cells = {
            "charge_id": f"{order.order_id}-postage",
            "order_id": order.order_id,
            "kind": "postage",
            "amount": str(-order.postage_fen),
            "paid_by": "b",  # who paid is no part of any reckoning of postage (SPEC §5), but the column wants a side
            "charged_at": order.paid_at,
        }
        facts.append(FactRow("logistics", lines[0].row_number, cells))
    return facts


def no_postage(order_id: str, paid_at: str) -> FactRow:
    """All of an order's money went back: a postage that an earlier state of it told of becomes nothing."""
    cells = {
        "charge_id": f"{order_id}-postage",
        "order_id": order_id,
        "kind": "postage",
        "amount": "0",
        "paid_by": "b",
        "charged_at": paid_at,
    }
    return FactRow("logistics", 1, cells)


def refund_as_fact(
    line: FactRow,
    *,
    suffix: str,
    quantity: int,
    amount_fen: int,
    restocked: bool,
    refunded_at: str,
    booked: bool,
) -> FactRow:
    """A refund that an order report states without its cause: money is certain, the cause is the neutral one."""
    cells = {
        "refund_id": f"{line.cells['line_id']}-{suffix}",
        "line_id": line.cells["line_id"],
        "quantity": str(quantity),
        "amount": str(amount_fen),
        "cause": "no_reason",
        "restocked": "true" if restocked else "false",
        "refunded_at": refunded_at,
    }
    return FactRow("refunds", line.row_number, cells, booked=booked)


def revenue_fen(line: FactRow) -> int:
    """What a line brought in, after the merchant's discount."""
    cells = line.cells
    return int(cells["unit_price"]) * int(cells["quantity"]) - int(cells["merchant_discount"])


def paid_fen(line: FactRow) -> int:
    """What the buyer paid for a line: without what the platform gave."""
    return revenue_fen(line) - int(line.cells["platform_discount"])


def lost_fen(line: FactRow, amount_fen: int) -> int:
    """What the seller loses by a buyer's refund on a line: the platform takes its discount back in proportion.

    Rounded down, so that the refunds of a line's units never come to more than the line.
    """
    paid, revenue = paid_fen(line), revenue_fen(line)
    if amount_fen >= paid:
        return revenue
    return amount_fen + int(line.cells["platform_discount"]) * amount_fen // paid


def later(*times: str) -> str:
    """The latest of ISO times that all carry Shanghai's offset; empty ones do not count."""
    return max((time for time in times if time), default="")
