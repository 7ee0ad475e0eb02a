"""有赞 对账单: one row per movement on the account of a 有赞 shop. An order's number begins with E and stands in either column."""

import re

from paidang.channels.account import Account, check_totals, in_or_out, is_trailer
from paidang.channels.mapping import Cells

__all__ = ["KEPT", "ORDER_ID", "REQUIRED", "SHOWN_AS", "check_totals", "is_trailer", "map_row"]

ORDER_ID, AT, IN, OUT, NAME, ENTRY = "业务单号", "入账时间", "收入(元)", "支出(元)", "类型", "支付流水号"
REQUIRED = (NAME, ORDER_ID, ENTRY, "关联单号", IN, OUT, "余额(元)", AT)
KEPT = (*REQUIRED, "名称", "备注")
SHOWN_AS = (
    ("entry_id", ENTRY),
    ("order_id", ORDER_ID),
    ("item", NAME),
    ("amount", IN),
    ("booked_at", AT),
)
_ORDER = re.compile(r"E\d{14,30}")


def order_of(cells: Cells) -> str:
    """The shop's order that a row belongs to: a refund's row has its own number first and the order's beside it.

    >>> order_of({"业务单号": "202603051001", "关联单号": "E20260305100100012340001"})
    'E20260305100100012340001'
    """
    numbers = (cells.get(ORDER_ID, ""), cells.get("关联单号", ""))
    return next((number for number in numbers if _ORDER.fullmatch(number)), "")


map_row = Account(
    entry=(ENTRY, NAME, ORDER_ID),
    at=AT,
    name=NAME,
    order=ORDER_ID,
    order_of=order_of,
    amount=in_or_out(IN, OUT),
    payments="订单入账|订单收入|交易收入|货款|收款",
    refunds="退款",
).map_row
