"""The open platform's words: states, kinds, units of amounts, carriers. What they mean here; nothing is computed."""

from paidang.channels.link.documents import (
    ASKED,
    CANCELLED,
    CLOSED,
    DONE,
    EXCHANGE,
    HELD,
    PAID,
    PART_SHIPPED,
    REFUND_ONLY,
    REFUNDED,
    REFUSED,
    REPAIR,
    RESEND,
    RETURN_GOODS,
    RETURNED,
    RETURNING,
    SHIPPED,
    UNPAID,
)
from paidang.channels.link.record import FEN, YUAN
from paidang.kit.sentence import say

ORDER_STATE = {
    "TRADE_NO_CREATE_PAY": UNPAID,
    "WAIT_BUYER_PAY": UNPAID,
    "PAY_PENDING": UNPAID,
    "WAIT_PRE_AUTH_CONFIRM": UNPAID,
    "PAID_FORBID_CONSIGN": HELD,
    "WAIT_SELLER_SEND_GOODS": PAID,
    "SELLER_CONSIGNED_PART": PART_SHIPPED,
    "WAIT_BUYER_CONFIRM_GOODS": SHIPPED,
    "TRADE_BUYER_SIGNED": SHIPPED,
    "TRADE_FINISHED": DONE,
    "TRADE_CLOSED": CANCELLED,
    "TRADE_CLOSED_BY_TAOBAO": CANCELLED,
}
"""A trade's state. TRADE_CLOSED: refunded after payment; TRADE_CLOSED_BY_TAOBAO: closed before it."""

CASE_STATE = {
    "WAIT_SELLER_AGREE": ASKED,
    "WAIT_BUYER_RETURN_GOODS": RETURNING,
    "WAIT_SELLER_CONFIRM_GOODS": RETURNED,
    "SUCCESS": REFUNDED,
    "SELLER_REFUSE_BUYER": REFUSED,
    "CLOSED": CLOSED,
}

CASE_KIND = {
    "REFUND": REFUND_ONLY,
    "REFUND_AND_RETURN": RETURN_GOODS,
    "TMALL_EXCHANGE": EXCHANGE,
    "TAOBAO_EXCHANGE": EXCHANGE,
    "RESHIPPING": RESEND,
    "REPAIR": REPAIR,
}
"""By dispute_type; any other is a return if goods come back, else money only."""

CHANNEL = {"B": "tmall", "C": "taobao"}
"""By seller_type."""
KIND = {"tmall": say("天猫店"), "taobao": say("淘宝店")}

UNIT = {
    "payment": YUAN,
    "post_fee": YUAN,
    "buyer_cod_fee": YUAN,
    "step_paid_fee": YUAN,
    "platform_subsidy_fee": YUAN,
    "price": YUAN,
    "total_fee": YUAN,
    "part_mjz_discount": YUAN,
    "divide_order_fee": YUAN,
    "refund_fee": YUAN,
    "coupon_fee": FEN,
    "point_fee": FEN,
}
"""Every amount that is read, and its unit: yuan texts "200.07", but red packets and points are counted in fen."""

CARRIER = {
    "SF": "顺丰速运",
    "YTO": "圆通速递",
    "STO": "申通快递",
    "YUNDA": "韵达快递",
    "ZTO": "中通快递",
    "EMS": "EMS",
    "DBKD": "德邦快递",
    "JD": "京东快递",
}
"""Calls name a carrier by its code, trades by its name."""
CARRIER_CODE = {name: code for code, name in CARRIER.items()}

TRADE_TYPES = "fixed,auction,guarantee_trade,auto_delivery,independent_simple_trade,independent_shop_trade,ec,cod,fenxiao,game_equipment,shopex_trade,netcn_trade,external_trade,o2o_offlinetrade,step,nopaid,pre_auth_type"
"""All of them: a list that is not told which gives only four or five."""
