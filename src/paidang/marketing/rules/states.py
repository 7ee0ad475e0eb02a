"""Kinds of marketing, the states of a proposal, and which act leads from which state to which."""

from collections.abc import Mapping

from paidang.kit.clause import clause
from paidang.kit.outcome import Violation
from paidang.kit.sentence import Sentence, say

SEARCH, NETWORK, ARTICLE, EVENT, OTHER, THIRD_PARTY = (
    "search", "network", "article", "event", "other", "third_party",
)  # fmt: skip
KINDS: Mapping[str, Sentence] = {
    SEARCH: say("搜索竞价"),
    NETWORK: say("网盟"),
    ARTICLE: say("软文、种草"),
    EVENT: say("线下活动"),
    OTHER: say("其他推广"),
    THIRD_PARTY: say("第三方费用"),
}

DRAFT, ASKED, APPROVED, DECLINED, ASKED_BACK, ENDED = (
    "draft", "asked", "approved", "declined", "asked_back", "ended",
)  # fmt: skip
STATES: Mapping[str, Sentence] = {
    DRAFT: say("草稿"),
    ASKED: say("等甲方"),
    APPROVED: say("已批准"),
    DECLINED: say("甲方不同意"),
    ASKED_BACK: say("甲方有问题"),
    ENDED: say("已结束"),
}

WRITE, ASK, TAKE_BACK, APPROVE, DECLINE, ASK_BACK, END = (
    "write", "ask", "take_back", "approve", "decline", "ask_back", "end",
)  # fmt: skip
MOVES: Mapping[str, Mapping[str, str]] = {
    WRITE: dict.fromkeys((DRAFT, APPROVED, DECLINED, ASKED_BACK), DRAFT),
    ASK: {DRAFT: ASKED},
    TAKE_BACK: {ASKED: DRAFT},
    APPROVE: {ASKED: APPROVED},
    DECLINE: {ASKED: DECLINED},
    ASK_BACK: {ASKED: ASKED_BACK},
    END: dict.fromkeys((DRAFT, APPROVED, DECLINED, ASKED_BACK), ENDED),
}
"""By act, from which state it leads to which."""


@clause("OP-4-A")
def moved(state: str, act: str) -> str | Violation:
    """The state after the act, or why the act is not to be done in this state."""
    after = MOVES[act].get(state)
    if after is None:
        return Violation(
            "WRONG_STATE",
            say("提案现在是“{state}”，不能这样做", state=STATES[state]),
            "OP-4-A",
            {"state": state, "act": act},
            say("请刷新页面看它现在怎样。"),
        )
    return after
