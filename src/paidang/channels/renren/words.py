"""人人商城's words: states and units of amounts. What they mean here; nothing is computed."""

from paidang.channels.link.documents import CANCELLED, DONE, PAID, PART_SHIPPED, SHIPPED, UNPAID
from paidang.channels.link.record import YUAN

ORDER_STATE = {
    "-1": CANCELLED,
    "0": UNPAID,
    "10": PAID,
    "11": PART_SHIPPED,
    "20": SHIPPED,
    "21": SHIPPED,
    "30": DONE,
}
"""21 waits to be fetched by the buyer. Closed is closed, paid before or not: the interface does not tell which."""

UNITS = dict.fromkeys(("pay_price", "price", "price_unit", "price_discount"), YUAN)
