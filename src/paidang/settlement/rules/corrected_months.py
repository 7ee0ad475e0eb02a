"""What months that were sent have to be settled again for rows that were corrected since: where each row belongs now (SPEC §2, §7).

A row that stays in its month is put in as it is now. One whose time is a later month's waits in its own and is settled
in that month, a line with the refunds it takes along. One whose time is earlier stays: it is a late row there, as
every row is that a statement comes to know after its own month was sent (ADR 0063).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from paidang.kit.facts import FACT_TABLES
from paidang.kit.period import day_of, month_end_at

NOT_YET, NO_PRICE = "not_yet", "no_price"
"""Why what a row comes to cannot be said whole: no sent month settles it as it is now; its goods have no price on that day."""
EARLIER = ("settled_in", "settled_price", "refunded_quantity", "refunded_amount")
"""What a line says of earlier statements: nothing, where it is to be settled again."""
Cells = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SettledFact:
    """A fact by the columns of its table, as it was settled and as it is now, and the month of its statement.

    Times are aware. `price_fen` is of a line the factory price now, of its goods and its day; None: there is none.
    `through`: the last month that this is reckoned in; later ones are as if they were not sent.
    """

    table: str
    row_id: str
    month: str
    was: Cells
    now: Cells
    price_fen: int | None = None
    through: str = "9999-12"

    @property
    def name(self) -> tuple[str, str]:
        return self.table, self.row_id


@dataclass(frozen=True, slots=True)
class RuledMonth:
    """A sent month, the time that makes a line its own (`paid_at`, `shipped_at`, `completed_at`), and whether profit counts."""

    name: str
    time_column: str
    profit_counts: bool


@dataclass(frozen=True, slots=True)
class Mended:
    """What differs in a month's facts: whole rows by table and id, settled here if their time says so; a price for goods
    of one line alone; of lines that stand as context what refunds take from them: goods, gift, price.
    """

    rows: dict[str, dict[str, Cells]] = field(default_factory=dict)
    prices: dict[str, int] = field(default_factory=dict)
    contexts: dict[str, tuple[str, bool, int | None]] = field(default_factory=dict)

    def put(self, table: str, row_id: str, cells: Cells) -> None:
        """Put a row in, unless it is in already."""
        self.rows.setdefault(table, {}).setdefault(row_id, cells)


@dataclass(frozen=True, slots=True)
class Plan:
    """By month what to settle it again with; by (table, id) why a row is not reckoned whole by it."""

    months: dict[str, Mended]
    waits: dict[tuple[str, str], str]


def plan_months(
    corrected: Sequence[SettledFact],
    refunds: Mapping[str, Sequence[SettledFact]],
    lines: Mapping[str, SettledFact],
    months: Sequence[RuledMonth],
) -> Plan:
    """`refunds`: by corrected line the refunds that are settled; `lines`: by id the settled lines of corrected refunds, as
    settled; `months`: all that were sent from the rows' own on, in order.
    """
    of_lines = {one.row_id: one for one in corrected if one.table == "order_lines"}
    targets: dict[tuple[str, str], RuledMonth | None] = {
        one.name: _line_month(one, months) for one in of_lines.values()
    }
    for one in corrected:
        if one.table == "refunds":
            targets[one.name] = _refund_month(one, of_lines, targets, months)
        elif one.table != "order_lines":
            targets[one.name] = _first(_sent(one, months), one.month, _always(one.now["charged_at"]))
    waits = {one.name: NOT_YET for one in corrected if targets[one.name] is None}
    waits |= {one.name: NO_PRICE for one in of_lines.values() if _lacks_price(one, targets[one.name])}
    plan: dict[str, Mended] = {}
    for one in corrected:
        target = targets[one.name]
        if one.table == "order_lines":
            taken = [refund for refund in refunds.get(one.row_id, ()) if refund.month <= one.through]
            _plan_line(plan, one, taken, target)
        else:
            _plan_row(plan, one, target, lines)
    return Plan(plan, waits)


def _sent(row: SettledFact, months: Sequence[RuledMonth]) -> list[RuledMonth]:
    return [one for one in months if one.name <= row.through]


def _first(
    months: Iterable[RuledMonth], since: str, time_in: Callable[[RuledMonth], datetime | None]
) -> RuledMonth | None:
    """The first month from `since` on before whose end the time lies that counts in it."""
    return next(
        (
            one
            for one in months
            if one.name >= since and (at := time_in(one)) is not None and at < month_end_at(one.name)
        ),
        None,
    )


def _always(at: datetime | None) -> Callable[[RuledMonth], datetime | None]:
    """A time that counts in every month."""
    return lambda _month: at


def _line_month(line: SettledFact, months: Sequence[RuledMonth]) -> RuledMonth | None:
    """By the terms of each month: another may go by another time."""
    return _first(_sent(line, months), line.month, lambda one: line.now[one.time_column])


def _refund_month(
    refund: SettledFact,
    lines: Mapping[str, SettledFact],
    targets: Mapping[tuple[str, str], RuledMonth | None],
    months: Sequence[RuledMonth],
) -> RuledMonth | None:
    """Not before its line's."""
    since = refund.month
    if line := lines.get(refund.now["line_id"]):
        target = targets[line.name]
        if target is None:
            return None
        since = max(since, target.name)
    return _first(_sent(refund, months), since, _always(refund.now["refunded_at"]))


def _is_repriced(line: SettledFact) -> bool:
    """Whether its goods cost another price now than in its own statement: other goods, another day, no gift any more."""
    was, now = line.was, line.now
    return any(was[name] != now[name] for name in ("sku", "gift")) or day_of(was["paid_at"]) != day_of(
        now["paid_at"]
    )


def _lacks_price(line: SettledFact, target: RuledMonth | None) -> bool:
    if target is None or not target.profit_counts or line.now["gift"] or line.price_fen is not None:
        return False
    return _is_repriced(line) or target.name != line.month


def _plan_line(
    plan: dict[str, Mended], line: SettledFact, refunds: Sequence[SettledFact], target: RuledMonth | None
) -> None:
    """The line into its own month and its new one; between them its refunds wait with it, after it they take its price."""
    is_moved = target is None or target.name != line.month
    cells, price = dict(line.now) | dict.fromkeys(EARLIER), line.price_fen
    if is_priced := is_moved or _is_repriced(line):
        cells["sku"] = (
            f"corrected:{line.row_id}"  # goods of its own, so that no other line's price is touched
        )
    for name in {line.month, *(one.month for one in refunds), *([target.name] if target else [])}:
        mended = plan.setdefault(name, Mended())
        if target is None or name <= target.name:
            mended.put("order_lines", line.row_id, cells)
            if is_priced and price is not None:
                mended.prices[cells["sku"]] = price
        elif is_priced:
            mended.contexts[line.row_id] = (cells["sku"], bool(cells["gift"]), price)
    if target is not None:
        for refund in refunds:
            if refund.month < target.name:
                plan[target.name].put("refunds", refund.row_id, refund.now)


def _plan_row(
    plan: dict[str, Mended], row: SettledFact, target: RuledMonth | None, lines: Mapping[str, SettledFact]
) -> None:
    """A refund, charge or fee into its own month, where it may wait, and its new one."""
    for name in {row.month, *([target.name] if target else [])}:
        mended = plan.setdefault(name, Mended())
        mended.put(row.table, row.row_id, row.now)
        line = lines.get(row.now["line_id"]) if row.table == "refunds" else None
        if line and name > row.month and name > line.month:
            context = {"settled_in": line.month, "settled_price": line.price_fen}
            mended.put("order_lines", line.row_id, dict(line.was) | dict.fromkeys(EARLIER) | context)


def columns_of(table: str) -> tuple[str, ...]:
    """The columns of a whole row but its id; of charges and fees without the order, which no figure is made of."""
    [key] = FACT_TABLES[table].key
    left_out = {key} if table in ("order_lines", "refunds") else {key, "order_id"}
    return tuple(name for name in FACT_TABLES[table].column_names if name not in left_out)
