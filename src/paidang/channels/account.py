"""A platform's statement of account, where a row is one movement: its name, its order, its time, in or out.

Some platforms have no more than that. What a movement is follows from its name, by a table of the platform's; a name that
nobody knows is a fee under that name where it has an order, else no sale. Such a file has no totals below its rows.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from paidang.channels.bills import FEE, OTHER, PAYMENT, REFUND, Totals, bill_fact, read_moment
from paidang.channels.cells import read_fen, read_id
from paidang.channels.mapping import Cells, Context, Mapped, SourceRow, read_cell
from paidang.kit.sentence import say

NO_SALE = "提现|充值|转账|转入|转出|保证金|贷款|押金"


@dataclass(frozen=True, slots=True)
class Account:
    """How a platform names the columns of its statement. `name`: what a movement is called, `order` whose it is,
    by `order_of` where that takes more than one column.

    `entry`: the columns that tell one movement from all others, the first of them never empty. `amount`: fen of a row, in
    or out, or BadCell. `payments`, `refunds`: words of names.
    """

    entry: tuple[str, ...]
    at: str
    name: str
    order: str
    amount: Callable[[Mapped, SourceRow], int]
    payments: str
    refunds: str
    order_of: Callable[[Cells], str] | None = None

    def map_row(
        self, rows: Sequence[SourceRow], other: Sequence[SourceRow] | None, context: Context
    ) -> Mapped:
        """One row of the statement."""
        mapped, row = Mapped(), rows[0]
        number, cells = row
        if not cells.get(self.entry[0]):
            mapped.fault(number, self.entry[0], "", say("没有流水号：分不清同一笔是不是导入过"))
        name = cells.get(self.name, "")
        if not name:
            mapped.fault(number, self.name, "", say("看不懂是什么款项：这一格是空的"))
        at = str(read_cell(mapped, row, self.at, read_moment, ""))
        fen = self.amount(mapped, row)
        order_id = self.order_of(cells) if self.order_of else cells.get(self.order, "")
        if order_id:
            order_id = str(read_cell(mapped, (number, {self.order: order_id}), self.order, read_id, ""))
        if mapped.faults:
            return mapped
        kind = self.kind_of(name, fen, has_order=bool(order_id))
        entry_id = "/".join(cells.get(column, "") for column in self.entry)
        mapped.facts = [
            bill_fact(
                number, context, entry_id=entry_id, order_id=order_id, kind=kind, item=name, fen=fen, booked_at=at
            )
        ]  # fmt: skip
        return mapped

    def kind_of(self, name: str, fen: int, *, has_order: bool) -> str:
        """What a movement of this name is; money of a sale that goes away is a refund."""
        if re.search(NO_SALE, name):
            return OTHER
        if re.search(self.refunds, name):
            return REFUND
        if re.search(self.payments, name):
            return PAYMENT if fen >= 0 else REFUND
        return FEE if has_order else OTHER


def in_or_out(came_in: str, went_out: str) -> Callable[[Mapped, SourceRow], int]:
    """The amount where a column is for money in and one for money out; their signs differ between versions and say nothing."""

    def amount(mapped: Mapped, row: SourceRow) -> int:
        plus, minus = (
            abs(int(str(read_cell(mapped, row, column, read_fen, 0)))) for column in (came_in, went_out)
        )
        if plus and minus:
            mapped.fault(row[0], went_out, row[1][went_out], say("同一行既有收入又有支出"))
        return plus - minus

    return amount


def by_direction(
    amount: str, direction: str, *, ins: Sequence[str], outs: Sequence[str]
) -> Callable[[Mapped, SourceRow], int]:
    """The amount where a column says which way it went."""

    def fen(mapped: Mapped, row: SourceRow) -> int:
        said = row[1].get(direction, "")
        if said not in (*ins, *outs):
            mapped.fault(
                row[0],
                direction,
                said,
                say("看不懂是收入还是支出：{direction}", direction=said[:20] or "—"),
            )
        if not row[1].get(amount):
            mapped.fault(row[0], amount, "", say("金额是空的"))
        found = abs(int(str(read_cell(mapped, row, amount, read_fen, 0))))
        return found if said in ins else -found

    return fen


def is_trailer(header: Sequence[str], row: Sequence[str]) -> bool:
    """A line of `#` below the rows; most such sheets end with their last row."""
    return bool(row) and row[0].startswith("#")


def check_totals(trailer: Sequence[Sequence[str]], rows: Sequence[Cells]) -> Totals:
    """Nothing to hold the rows against."""
    return Totals()
