"""Words and limits of what people do with orders."""

from datetime import timedelta

from paidang.kit.sentence import say

REMARK_CHARS, REASON_CHARS, VIEW_NAME_CHARS, CUSTOMER_CHARS = 500, 500, 40, 200
PHONE_CHARS, PLACE_CHARS, ADDRESS_CHARS = 40, 40, 200

FLAGS = {
    "red": say("红旗"),
    "yellow": say("黄旗"),
    "green": say("绿旗"),
    "blue": say("蓝旗"),
    "purple": say("紫旗"),
}
"""The five colours that the platforms' own back offices have."""

(
    HELD,
    RELEASED,
    REMARKED,
    FLAGGED,
    ASSIGNED,
    READDRESSED,
    PACKED,
    SHIPPED,
    UNPACKED,
    SEEN,
    EXPORTED,
    ERASED,
) = (
    "held",
    "released",
    "remarked",
    "flagged",
    "assigned",
    "readdressed",
    "packed",
    "shipped",
    "unpacked",
    "seen",
    "exported",
    "erased",
)
ACTS = {
    HELD: say("拦截"),
    RELEASED: say("放行"),
    REMARKED: say("备注"),
    FLAGGED: say("插旗"),
    ASSIGNED: say("指派"),
    READDRESSED: say("改地址"),
    PACKED: say("装箱"),
    SHIPPED: say("发出"),
    UNPACKED: say("拆箱"),
    SEEN: say("查看收货信息"),
    EXPORTED: say("导出收货信息"),
    ERASED: say("删除收货信息"),
}
UNDOABLE = (HELD, RELEASED, REMARKED, FLAGGED, ASSIGNED)
LOOKS = (SEEN, EXPORTED)
"""Whoever saw who the buyer is."""

UNDO_FOR = timedelta(seconds=8)
UNDO_GRACE = timedelta(seconds=4)
"""For how long something can be taken back, and how long the way there may take."""
