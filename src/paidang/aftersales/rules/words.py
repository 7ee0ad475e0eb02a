"""The words of a case: why the buyer asks, what the inspection found, what was decided, where the case stands."""

from paidang.channels.link import documents
from paidang.kit.sentence import say

QUALITY, WRONG_ITEM, OVER_SHIPPED = "quality", "wrong_item", "over_shipped"
NO_REASON, LOST, PRICE_PROTECTION = "no_reason", "lost", "price_protection"

REASONS = {
    QUALITY: say("质量问题"),
    WRONG_ITEM: say("发错货"),
    OVER_SHIPPED: say("多发货"),
    NO_REASON: say("不想要了（七天无理由）"),
    LOST: say("没收到货"),
    PRICE_PROTECTION: say("降价补差"),
}
"""Why the buyer asks: the causes of settlement's facts (SPEC §1)."""

RESALEABLE, SPOILED = "resaleable", "spoiled"
FINDINGS = {
    QUALITY: say("质量问题"),
    RESALEABLE: say("非质量，可再卖"),
    SPOILED: say("非质量，不可再卖"),
}
"""What the brand's inspection says of the goods that came back (OP-3-E-3)."""

REFUND, REFUSE = "refund", "refuse"
EXCHANGE, RESEND = documents.EXCHANGE, documents.RESEND
VERDICTS = {
    REFUND: say("退款"),
    EXCHANGE: say("换货"),
    RESEND: say("补发"),
    REFUSE: say("不退不换"),
}

ASKED, OPEN, RETURNING, RECEIVED, INSPECTED = "asked", "open", "returning", "received", "inspected"
DISPUTED, PROPOSED, SENDING, DONE, WITHDRAWN = "disputed", "proposed", "sending", "done", "withdrawn"
STATES = {
    ASKED: say("等客服受理"),
    OPEN: say("等客服处理"),
    RETURNING: say("等买家寄回"),
    RECEIVED: say("等验收结论"),
    INSPECTED: say("等客服了结"),
    DISPUTED: say("等甲方答复异议"),
    PROPOSED: say("等甲方同意"),
    SENDING: say("等甲方寄出"),
    DONE: say("已了结"),
    WITHDRAWN: say("买家撤回"),
}
TURN = {
    ASKED: "b", OPEN: "b", RETURNING: "", RECEIVED: "a", INSPECTED: "b", DISPUTED: "a", PROPOSED: "a", SENDING: "a",
    DONE: "", WITHDRAWN: "",
}  # fmt: skip
"""Whose turn it is in each state: the brand's (a), the agency's (b), or neither side's."""
ENDED = (DONE, WITHDRAWN)
FOLLOWS = {
    ASKED: {OPEN, RETURNING, RECEIVED, WITHDRAWN},
    OPEN: {RETURNING, RECEIVED, PROPOSED, SENDING, DONE, WITHDRAWN},
    RETURNING: {RETURNING, RECEIVED, PROPOSED, SENDING, DONE, WITHDRAWN},
    RECEIVED: {INSPECTED, WITHDRAWN},
    INSPECTED: {INSPECTED, DISPUTED, PROPOSED, SENDING, DONE},
    DISPUTED: {INSPECTED},
    PROPOSED: {OPEN, INSPECTED, SENDING, DONE},
    SENDING: {DONE},
    DONE: set[str](),
    WITHDRAWN: set[str](),
}
"""What may follow each state."""

SOURCES = {
    "platform": say("平台"),
    "phone": say("电话"),
    "chat": say("聊天"),
    "goods": say("仓库发现"),
}
"""How a case came up; `goods`: the warehouse or the agency noticed a wrong or surplus parcel (OP-3-E-2)."""

WISH_WORDS = {
    documents.REFUND_ONLY: say("仅退款"),
    documents.RETURN_GOODS: say("退货退款"),
    EXCHANGE: say("换货"),
    RESEND: say("补发"),
    documents.REPAIR: say("维修"),
}
assert set(WISH_WORDS) == set(documents.CASE_KINDS)

BUYER, SHARED = "buyer", "shared"
FILE_KINDS = {"buyer": say("买家"), "inspection": say("验收"), "other": say("其他")}
