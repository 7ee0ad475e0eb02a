"""微信小店's words: states, kinds, units of amounts. What they mean here; nothing is computed."""

from paidang.channels.link.documents import (
    ASKED,
    CANCELLED,
    CLOSED,
    DONE,
    PAID,
    PART_SHIPPED,
    REFUND_ONLY,
    REFUNDED,
    REFUSED,
    RETURN_GOODS,
    RETURNED,
    RETURNING,
    SHIPPED,
    UNPAID,
)
from paidang.channels.link.record import FEN

ORDER_STATE = {
    "10": UNPAID,
    "20": PAID,
    "21": PART_SHIPPED,
    "30": SHIPPED,
    "100": DONE,
    "200": CANCELLED,
    "250": CANCELLED,
}
"""200: all of it refunded after payment; 250: cancelled before it."""
REFUNDED_WHOLE = "200"

CASE_STATE = {
    "USER_CANCELD": CLOSED,
    "MERCHANT_PROCESSING": ASKED,
    "MERCHANT_REJECT_REFUND": REFUSED,
    "MERCHANT_REJECT_RETURN": REFUSED,
    "USER_WAIT_RETURN": RETURNING,
    "RETURN_CLOSED": CLOSED,
    "MERCHANT_WAIT_RECEIPT": RETURNED,
    "MERCHANT_OVERDUE_REFUND": RETURNED,
    "MERCHANT_REFUND_SUCCESS": REFUNDED,
    "MERCHANT_RETURN_SUCCESS": REFUNDED,
    "PLATFORM_REFUNDING": RETURNED,
    "PLATFORM_REFUND_FAIL": RETURNED,
}
"""The platform writes CANCELD. Until the money is on its way back for certain, a case is not refunded."""

CASE_KIND = {"REFUND": REFUND_ONLY, "RETURN": RETURN_GOODS}

UNITS = dict.fromkeys(
    (
        "product_price",
        "order_price",
        "original_order_price",
        "freight",
        "discounted_price",
        "deduction_price",
        "change_down_price",
        "sale_price",
        "real_price",
        "market_price",
        "amount",
        "predict_commission_fee",
        "commission_fee",
    ),
    FEN,
)
"""Every amount of the interface is a whole number of fen; bills are in yuan."""
