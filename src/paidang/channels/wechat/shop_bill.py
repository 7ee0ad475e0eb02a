"""微信小店 资金流水: one row per movement on the shop's account, its amount without sign, its direction beside it.

One 流水单号 may stand for several movements of an order, so the kind and the order name a row with it.
"""

from paidang.channels.account import Account, by_direction, check_totals, is_trailer

__all__ = ["KEPT", "ORDER_ID", "REQUIRED", "SHOWN_AS", "check_totals", "is_trailer", "map_row"]

ORDER_ID, AT, NAME, DIRECTION, AMOUNT, ENTRY = (
    "关联订单号",
    "记账时间",
    "动账类型",
    "收支类型",
    "收支金额",
    "流水单号",
)
REQUIRED = (ENTRY, AT, NAME, DIRECTION, AMOUNT, ORDER_ID)
KEPT = (*REQUIRED, "关联售后单号", "详情")
SHOWN_AS = (
    ("entry_id", ENTRY),
    ("order_id", ORDER_ID),
    ("item", NAME),
    ("amount", AMOUNT),
    ("booked_at", AT),
)
map_row = Account(
    entry=(ENTRY, NAME, ORDER_ID, "关联售后单号"),
    at=AT,
    name=NAME,
    order=ORDER_ID,
    amount=by_direction(AMOUNT, DIRECTION, ins=("收入",), outs=("支出",)),
    payments="订单支付|订单结算|平台补贴|平台优惠",
    refunds="退款",
).map_row
