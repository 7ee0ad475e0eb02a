"""What the sandbox's 人人商城 sends: 消息事件推送 about an order, signed by the rule that is likeliest."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from paidang.channels.link.documents import CANCELLED, DONE, PAID, PART_SHIPPED, SHIPPED, UNPAID
from paidang.channels.renren.pushes import md5_of_pairs
from paidang.channels.renren.sandbox import PUSH_KEY, SHOP_ID
from paidang.channels.sandbox.pushing import BadPush, Push
from paidang.channels.sandbox.shop import Shop

EVENT = {
    UNPAID: "ORDER_CREATE",
    PAID: "ORDER_PAY",
    PART_SHIPPED: "ORDER_SEND",
    SHIPPED: "ORDER_SEND",
    DONE: "ORDER_FINISH",
    CANCELLED: "ORDER_CLOSE",
}
"""ORDER_CLOSE is documented; the others are believed."""


def make(shop: Shop, asked: Mapping[str, Any], now: datetime) -> Push:
    """The event of an order's state. `named_key`: the event stands under the other of its two documented names."""
    order = shop.orders.get(str(asked.get("id", "")))
    if order is None:
        raise BadPush("`id` is the number of an order")
    fields: dict[str, Any] = {
        "timestamp": int(now.timestamp()),
        "nonce_str": secrets.token_hex(16),
        "event_key" if asked.get("named_key") is True else "event": EVENT.get(order.state, "ORDER_CLOSE"),
        "shop_id": int(SHOP_ID),
        "order_id": list(shop.orders).index(order.order_id) + 1,
    }
    fields["sign"] = md5_of_pairs(fields, PUSH_KEY)
    return Push(json.dumps(fields), "application/json", '"error":0', {}, {})
