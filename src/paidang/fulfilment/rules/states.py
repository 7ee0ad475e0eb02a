"""The states of a parcel on its way through the warehouse, what a scan came to, and what each is called."""

from paidang.kit.sentence import say

WAITING, PACKING, STOPPED, PACKED, SHIPPED, SKIPPED, CANCELLED = (
    "waiting",
    "packing",
    "stopped",
    "packed",
    "shipped",
    "skipped",
    "cancelled",
)

STATES = {
    WAITING: say("待拣"),
    PACKING: say("核对中"),
    STOPPED: say("扫错停住"),
    PACKED: say("已核对"),
    SHIPPED: say("已交出"),
    SKIPPED: say("缺货跳过"),
    CANCELLED: say("不发了"),
}
STAGES = {state: word for state, word in STATES.items() if state != SHIPPED}
"""What the checking of a parcel comes to; whether it has left is known of the parcel."""
OPEN = (WAITING, PACKING, STOPPED)
"""Still to be checked."""
GIVEN_UP = (SKIPPED, CANCELLED)
"""It does not leave: what was in it may go into another parcel."""

COUNTED, COMPLETE, OPENED, WRONG, OVER, STILL_STOPPED, GONE = (
    "counted",
    "complete",
    "opened",
    "wrong",
    "over",
    "still_stopped",
    "gone",
)
OUTCOMES = {
    OPENED: say("请扫货品"),
    COUNTED: say("对，放进去"),
    COMPLETE: say("齐了"),
    WRONG: say("扫错了，别放进去"),
    OVER: say("多了，别放进去"),
    STILL_STOPPED: say("先放回，再扫"),
    GONE: say("这一单不发了，放回去"),
}
STOPS = (WRONG, OVER, STILL_STOPPED)
