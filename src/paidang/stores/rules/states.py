"""The states of a connected store and of what is on its way out, and when a store that failed is asked again."""

from datetime import timedelta

from paidang.kit.sentence import say

CONNECTED, PAUSED, REFUSED, EXPIRED, DISCONNECTED = (
    "connected",
    "paused",
    "refused",
    "expired",
    "disconnected",
)
LINK_STATES = {
    CONNECTED: say("已连接"),
    PAUSED: say("已暂停"),
    REFUSED: say("密钥不对"),
    EXPIRED: say("授权过期"),
    DISCONNECTED: say("已断开"),
}
WORKING = (CONNECTED,)
"""Only these are pulled and told anything."""

WAITING, DONE, FAILED, REPLACED = "waiting", "done", "failed", "replaced"
ACT_STATES = {
    WAITING: say("等着发出"),
    DONE: say("平台已收下"),
    FAILED: say("平台没有收下"),
    REPLACED: say("被后来的价格代替"),
}

TAKEN, NOT_TAKEN = "taken", "refused"
MESSAGE_STATES = {WAITING: say("等着收进来"), TAKEN: say("已收进来"), NOT_TAKEN: say("收不进来")}
MESSAGES_AT_ONCE, DOCUMENTS_AT_ONCE = 2000, 2_000
"""One transaction takes in so many messages, and so many orders unless one message has more."""

SHIP, PRICE, ANSWER = "ship", "price", "answer"
ACT_KINDS = {SHIP: say("运单"), PRICE: say("价格"), ANSWER: say("售后答复")}
ONCE = (SHIP, ANSWER)
"""Of these the same is asked for once: done or waiting, it is not written again."""

SEND, HEAR, ORDERS, CASES, AGAIN = "send", "hear", "orders", "cases", "again"
GOODS, TELL, BILLS = "goods", "tell", "bills"
FIRST, THEN = (SEND, HEAR, ORDERS, CASES), (AGAIN, GOODS, BILLS)
"""The steps of tending a store. What goes wrong in one of the first keeps the others back, one of the rest keeps none back."""
STEP_WORDS = {
    SEND: say("回传"),
    HEAR: say("平台消息"),
    ORDERS: say("订单"),
    CASES: say("售后"),
    AGAIN: say("补查"),
    GOODS: say("商品和库存"),
    TELL: say("库存"),
    BILLS: say("账单"),
    **ACT_KINDS,
}

BY_CODE = {"CHANNEL_WRONG_SECRET": REFUSED, "CHANNEL_TOKEN_EXPIRED": EXPIRED}
"""Where trying again by itself is of no use: a person must give other credentials first."""

EVERY = timedelta(minutes=1)
OVERLAP = timedelta(minutes=10)
STEP, STEP_MAX = timedelta(hours=6), timedelta(days=7)
DOCUMENTS_FEW, DOCUMENTS_MANY = 500, 5_000
FIRST_REACH = timedelta(days=30)
"""How far back the first pull of a store reaches, unless it is told otherwise."""
LIST_EVERY, LOOK_EVERY = timedelta(days=1), timedelta(hours=1)
"""How often what a store lists is kept, and how often its stock is compared with what it was told."""
WAIT_MAX = timedelta(minutes=30)


def wait_after(failures: int, *, retry_after_s: int = 0) -> timedelta:
    """How long a store is left alone after so many failures in a row: doubled each time, never beyond half an hour.

    >>> [int(wait_after(n).total_seconds()) for n in (1, 2, 3, 9)]
    [60, 120, 240, 1800]
    """
    doubled: timedelta = EVERY * 2 ** min(max(failures - 1, 0), 10)
    return max(min(doubled, WAIT_MAX), timedelta(seconds=retry_after_s))


def next_step(step: timedelta, documents: int) -> timedelta:
    """Of how long a time the changes are taken in at once, after a step that brought so many: one transaction holds them all.

    >>> [next_step(STEP, n) // timedelta(hours=1) for n in (10, 1_000, 6_000)]
    [12, 6, 3]
    """
    if documents < DOCUMENTS_FEW:
        return min(step * 2, STEP_MAX)
    return max(step / 2, EVERY) if documents > DOCUMENTS_MANY else step
