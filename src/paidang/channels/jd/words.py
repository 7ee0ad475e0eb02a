"""JD's words: states, kinds, coupons, units of amounts, carriers. What they mean here; nothing is computed."""

from paidang.channels.link.documents import (
    ASKED,
    CANCELLED,
    CLOSED,
    DONE,
    EXCHANGE,
    HELD,
    PAID,
    REFUND_ONLY,
    REFUNDED,
    REFUSED,
    REPAIR,
    RESEND,
    RETURN_GOODS,
    RETURNED,
    RETURNING,
    SHIPPED,
    SPLIT,
    UNPAID,
)
from paidang.channels.link.record import FEN, YUAN

ORDER_STATE = {
    "NOT_PAY": UNPAID,
    "WAIT_SELLER_STOCK_OUT": PAID,
    "WAIT_SELLER_DELIVERY": PAID,
    "WAIT_SEND_CODE": PAID,
    "WAIT_GOODS_RECEIVE_CONFIRM": SHIPPED,
    "RECEIPTS_CONFIRM": DONE,
    "FINISHED_L": DONE,
    "TRADE_CANCELED": CANCELLED,
    "LOCKED": HELD,
    "PAUSE": HELD,
    "POP_ORDER_PAUSE": HELD,
    "PARENT_TRADE_CANCELED": SPLIT,
}
"""WAIT_SELLER_DELIVERY waits for a delivery inside China (sellers abroad), WAIT_SEND_CODE for a code (services)."""

REFUND_STATE = {
    "0": ASKED,
    "1": ASKED,
    "2": REFUSED,
    "3": REFUNDED,
    "4": REFUSED,
    "5": ASKED,
    "6": ASKED,
    "7": ASKED,
    "8": ASKED,
    "9": REFUNDED,
    "10": ASKED,
    "11": CLOSED,
}
"""Of a refund before shipping. 1, 5: the seller's yes, which JD's finance (3, 4) has yet to follow; 6, 7, 8, 10: a parcel on its
way is being stopped; 9: JD closed the order by force and gave the money back; 11: the buyer let it be."""

SERVICE_STATE = {
    "10000": ASKED,
    "10001": ASKED,
    "10002": ASKED,
    "10004": REFUSED,
    "10005": RETURNING,
    "10006": RETURNED,
    "10007": RETURNED,
    "10009": RETURNED,
    "10010": REFUNDED,
    "10011": CLOSED,
    "10041": RETURNED,
}
"""10010 is a service that is done: for exchanges, repairs and re-sends no money went, and it is `closed`."""

SERVICE_KIND = {
    "1": REFUND_ONLY,
    "10": RETURN_GOODS,
    "11": REFUND_ONLY,
    "20": EXCHANGE,
    "30": REPAIR,
    "80": RESEND,
}
BEFORE_SHIPPING = "1"
"""The customerExpect that the list of refunds before shipping tells of as well."""

BY_MERCHANT = frozenset({"20", "28", "29", "30", "35", "100"})
BY_PLATFORM = frozenset({"34", "39", "41", "52"})
"""Who bears a discount, by couponType. 34, 52: the buyer's own red packets and gift cards, as good as money to the seller."""
TENDER = frozenset({"34", "52"})
"""What pays: JD's notes do not say whether it lowers orderPayment or is within it, and either is right."""
ON_ONE_SKU = "30"

CASH_ON_DELIVERY = "1"
"""The payType."""

UNIT = {
    "orderTotalPrice": YUAN,
    "orderSellerPrice": YUAN,
    "orderPayment": YUAN,
    "freightPrice": YUAN,
    "sellerDiscount": YUAN,
    "balanceUsed": YUAN,
    "jdPrice": YUAN,
    "couponPrice": YUAN,
    "actualPayPrice": YUAN,
    "applyRefundSum": FEN,
}
"""Every amount that is read: the interface of orders writes yuan, that of refunds before shipping fen."""

CAUSE = {
    "质量": "quality",
    "破损": "quality",
    "发错": "wrong_item",
    "错发": "wrong_item",
    "多发": "over_shipped",
    "丢件": "lost",
    "丢失": "lost",
    "价保": "price_protection",
    "价格保护": "price_protection",
}
"""What the seller or JD found, by words in the result. A buyer's reason decides nothing."""
