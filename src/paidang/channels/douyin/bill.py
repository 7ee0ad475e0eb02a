"""抖店 资金流水 (动账明细): one row per movement; that of a settled order is what is left of it after all that was taken.

Such a row says beside its amount what it was made of: what the buyer paid, subsidies, what went back, and each fee. Where
these come to the amount, they are lines of their own; else the row is one line under its 动账场景, and a note says so.
"""

from collections.abc import Iterator, Sequence

from paidang.channels.account import Account, by_direction, check_totals, is_trailer
from paidang.channels.bills import FEE, PAYMENT, REFUND, bill_fact
from paidang.channels.cells import BadCell, read_fen
from paidang.channels.mapping import Cells, Context, Mapped, SourceRow
from paidang.kit.sentence import say

__all__ = ["KEPT", "ORDER_ID", "REQUIRED", "SHOWN_AS", "check_totals", "is_trailer", "map_row"]

ORDER_ID, AT, NAME, DIRECTION, AMOUNT, ENTRY = (
    "订单号",
    "动账时间",
    "动账场景",
    "动账方向",
    "动账金额",
    "动账流水号",
)
REQUIRED = (ENTRY, AT, NAME, DIRECTION, AMOUNT, ORDER_ID, "子订单号")
PAID = (
    "订单实付应结",
    "运费实付",
    "实际平台补贴_运费",
    "实际平台补贴",
    "其他平台补贴",
    "以旧换新抵扣",
    "政府补贴平台垫资",
    "实际达人补贴",
    "实际抖音支付补贴",
    "实际抖音月付营销补贴",
    "银行补贴",
)
BACK = ("订单退款",)
FEES = ("平台服务费", "佣金", "服务商佣金", "渠道分成", "招商服务费", "站外推广费", "其他分成")
KEPT = (*REQUIRED, "计费类型", "备注", *PAID, *BACK, *FEES)
SHOWN_AS = (
    ("entry_id", ENTRY),
    ("order_id", ORDER_ID),
    ("item", NAME),
    ("amount", AMOUNT),
    ("booked_at", AT),
)
_ACCOUNT = Account(
    entry=(ENTRY, NAME),
    at=AT,
    name=NAME,
    order=ORDER_ID,
    amount=by_direction(AMOUNT, DIRECTION, ins=("入账",), outs=("出账",)),
    payments="结算|货款",
    refunds="退款|原路退|极速退",
)


def map_row(rows: Sequence[SourceRow], other: Sequence[SourceRow] | None, context: Context) -> Mapped:
    """One row of the statement, taken apart where it says of what."""
    mapped = _ACCOUNT.map_row(rows, other, context)
    number, cells = rows[0]
    parts = list(parts_of(cells))
    if mapped.faults or not parts:
        return mapped
    whole = mapped.facts[0].cells
    if sum(fen for _, _, fen in parts) != int(whole["amount"]):
        mapped.notes.append(say("各组成列加起来不是动账金额，按一笔记"))
        return mapped
    mapped.facts = [
        bill_fact(
            number,
            context,
            entry_id=f"{whole['entry_id']}/{column}",
            order_id=whole["order_id"],
            kind=kind,
            item=column,
            fen=fen,
            booked_at=whole["booked_at"],
        )
        for kind, column, fen in parts
    ]
    return mapped


def parts_of(cells: Cells) -> Iterator[tuple[str, str, int]]:
    """Kind, column and signed fen of what a row is made of; a cell that is no amount makes nothing."""
    for kind, columns in ((PAYMENT, PAID), (REFUND, BACK), (FEE, FEES)):
        for column in columns:
            try:
                fen = read_fen(cells.get(column, ""))
            except BadCell:
                continue
            if fen:
                yield kind, column, fen
