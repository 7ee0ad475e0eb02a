"""拼多多 货款明细: what moved for an order. The file has no number for a movement, so order, time, kind and amounts name it."""

from paidang.channels.account import Account, check_totals, in_or_out, is_trailer

__all__ = ["KEPT", "ORDER_ID", "REQUIRED", "SHOWN_AS", "check_totals", "is_trailer", "map_row"]

ORDER_ID, AT, IN, OUT, NAME = "商户订单号", "发生时间", "收入金额(+元)", "支出金额(-元)", "账务类型"
REQUIRED = (ORDER_ID, AT, IN, OUT, NAME)
KEPT = (*REQUIRED, "备注", "业务描述")
SHOWN_AS = (
    ("entry_id", AT),
    ("order_id", ORDER_ID),
    ("item", NAME),
    ("amount", IN),
    ("booked_at", AT),
)
map_row = Account(
    entry=(AT, ORDER_ID, NAME, "业务描述", IN, OUT),
    at=AT,
    name=NAME,
    order=ORDER_ID,
    amount=in_or_out(IN, OUT),
    payments="交易收入|优惠券结算|平台补贴",
    refunds="退款",
).map_row
