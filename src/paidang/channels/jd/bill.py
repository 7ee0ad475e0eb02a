"""京东 结算单明细 (日账单, 京东钱包 结算表): one row per order and 费用项, with its own direction.

货款 and what the platform puts on top of it are payments, or refunds where the money goes away; 价保扣款 is a refund too
(a price protection). Everything that is not known as goods or as no sale is a fee under its own name. The file has no
totals. A row is named by 单据编号, 费用项 and 商品编号.
"""

from collections.abc import Sequence

from paidang.channels.account import check_totals
from paidang.channels.bills import FEE, OTHER, PAYMENT, REFUND, bill_fact, read_entry, read_moment
from paidang.channels.cells import BadCell, read_fen, read_id
from paidang.channels.mapping import Context, Mapped, SourceRow, read_cell
from paidang.kit.sentence import say

__all__ = ["KEPT", "ORDER_ID", "REQUIRED", "SHOWN_AS", "check_totals", "is_trailer", "kind_of", "map_row"]

ORDER_ID = "订单编号"
REQUIRED = ("订单编号", "单据编号", "单据类型", "商品编号", "费用项", "金额", "收支方向")
TIMES = ("费用结算时间", "费用计费时间", "费用发生时间")
KEPT = (*REQUIRED, *TIMES, "币种", "备注")
SHOWN_AS = (
    ("order_id", "订单编号"),
    ("entry_id", "单据编号"),
    ("item", "费用项"),
    ("amount", "金额"),
    ("booked_at", "费用结算时间"),
)
GOODS = ("货款", "运费", "京豆")
GOODS_BEGIN = ("平台券", "京东承担", "代收货款")
TAKEN_BACK = ("价保扣款", "价保返佣", "售后退款")
NO_SALE_HAVE = ("保证金", "质保金", "提现", "充值", "贷款")
_IN, _OUT = ("收入", "应收", "入账"), ("支出", "应付", "出账")


def map_row(rows: Sequence[SourceRow], other: Sequence[SourceRow] | None, context: Context) -> Mapped:
    """One row of the bill."""
    mapped, row = Mapped(), rows[0]
    number, cells = row
    if cells.get("币种", "CNY") not in ("", "CNY", "RMB", "人民币"):
        mapped.fault(number, "币种", cells["币种"], say("不是人民币"))
    document = str(read_cell(mapped, row, "单据编号", read_entry, ""))
    item = str(read_cell(mapped, row, "费用项", _read_item, ""))
    order_id = str(read_cell(mapped, row, ORDER_ID, read_id, "")) if cells.get(ORDER_ID) else ""
    fen = int(str(read_cell(mapped, row, "金额", _read_amount, 0)))
    sign = int(str(read_cell(mapped, row, "收支方向", _read_sign, 1)))
    at_column = next((column for column in TIMES if cells.get(column)), TIMES[0])
    at = str(read_cell(mapped, row, at_column, read_moment, ""))
    if mapped.faults:
        return mapped
    amount = sign * fen
    mapped.facts = [
        bill_fact(
            number,
            context,
            entry_id=f"{document}/{item}/{cells.get('商品编号', '')}",
            order_id=order_id,
            kind=kind_of(item, amount),
            item=item,
            fen=amount,
            booked_at=at,
        )
    ]
    return mapped


def kind_of(item: str, fen: int) -> str:
    """What a 费用项 is.

    >>> kind_of("货款", 19900), kind_of("货款", -19900), kind_of("运费保险服务费", -120), kind_of("保证金", -500)
    ('payment', 'refund', 'fee', 'other')
    """
    if item in TAKEN_BACK:
        return REFUND
    if item in GOODS or item.startswith(GOODS_BEGIN):
        return PAYMENT if fen >= 0 else REFUND
    return OTHER if any(word in item for word in NO_SALE_HAVE) else FEE


def _read_item(cell: str) -> str:
    if not cell:
        raise BadCell(say("费用项是空的"))
    return cell


def _read_amount(cell: str) -> int:
    if not cell:
        raise BadCell(say("金额是空的"))
    return abs(read_fen(cell))


def _read_sign(cell: str) -> int:
    if cell in _IN or cell in _OUT:
        return 1 if cell in _IN else -1
    raise BadCell(say("看不懂是收入还是支出：{direction}", direction=cell[:20] or "—"))


def is_trailer(header: Sequence[str], row: Sequence[str]) -> bool:
    """JD's sheet ends with its last row; a line 合计 is passed over like everywhere."""
    return False
