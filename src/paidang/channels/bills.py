"""What all platforms' bills share: a row becomes bill lines, and the file's own totals are held against its rows.

A bill line is what a platform says about the seller's money: positive, it came to the seller; negative, it went away.
`payment` is what buyers paid, and what the platform put on top of it; `refund` what went back to them; `fee` what the
platform took (or gave back of it); `other` moves money that is no sale: withdrawals, deposits, transfers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from paidang.channels.cells import BadCell, read_fen, read_time
from paidang.channels.mapping import Cells, Context, FactRow
from paidang.kit.sentence import Sentence, say

PAYMENT, REFUND, FEE, OTHER = "payment", "refund", "fee", "other"
KINDS = (PAYMENT, REFUND, FEE, OTHER)
ALIPAY, JD, WECHAT, DOUYIN, PINDUODUO, YOUZAN = "alipay", "jd", "wechat", "douyin", "pinduoduo", "youzan"
_FAMILIES = {
    "jd": JD,
    "tmall": ALIPAY,
    "taobao": ALIPAY,
    "douyin": DOUYIN,
    "pinduoduo": PINDUODUO,
    "youzan": YOUZAN,
}


def family_of(channel: str) -> str:
    """Whose bill a store's money comes with, by the store's channel: every shop of one's own is paid by WeChat Pay."""
    return _FAMILIES.get(channel, WECHAT)


@dataclass(frozen=True, slots=True)
class Totals:
    """What the lines below the rows of a bill say, against the rows: `wrong` refuses the file."""

    wrong: Sentence | None = None
    is_stated: bool = False


def bill_fact(
    row_number: int,
    context: Context,
    *,
    entry_id: str,
    order_id: str,
    kind: str,
    item: str,
    fen: int,
    booked_at: str,
) -> FactRow:
    """One bill line in the cells of the program's own format."""
    return FactRow(
        "bill_lines",
        row_number,
        {
            "entry_id": entry_id,
            "channel": context.channel,
            "store": context.store,
            "order_id": order_id,
            "kind": kind,
            "item": item[:100],
            "amount": str(fen),
            "booked_at": booked_at,
        },
    )  # fmt: skip


def read_entry(cell: str) -> str:
    """The number by which a bill names one movement; without it nobody can tell whether it was there before."""
    if not cell:
        raise BadCell(say("没有流水号：分不清同一笔是不是导入过"))
    return cell


def read_moment(cell: str) -> str:
    """The time of a movement, which every movement has."""
    if not (moment := read_time(cell)):
        raise BadCell(say("不是时间（YYYY-MM-DD HH:MM:SS）"))
    return moment


def sum_fen(rows: Sequence[Cells], column: str) -> int:
    """The sum of a column in fen; a cell that is no amount, which its own row names, counts nothing."""
    total = 0
    for cells in rows:
        try:
            total += read_fen(cells.get(column, ""))
        except BadCell:
            continue
    return total
