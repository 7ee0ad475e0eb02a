"""The words of an incident: what kind it is, where it stands, what it came to. One table each."""

from dataclasses import dataclass

from paidang.contracts.rules.rights import COUNTERFEIT, DISCLOSURE, SUBLICENSING, UNAUTHORISED
from paidang.kit.sentence import Sentence, say

A, B = "a", "b"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of incident: who can be at fault, under which clause, what follows.

    `cause` is the contracts' own word for it where a contract may name it as a reason to end at once.
    """

    word: Sentence
    at_fault: str
    clause: str
    follows: Sentence
    cause: str = ""


CURED_OR_ENDED = say("限期纠正；到期仍未纠正的，守约方可以解除并索赔")
KINDS: dict[str, Kind] = {
    "counterfeit": Kind(
        say("假冒、仿冒品"), B, "OP-2-B-5", say("合同写明的，甲方可以立即解除并索赔"), COUNTERFEIT
    ),
    "offline_sale": Kind(say("线下销售（直接客户除外）"), B, "OP-2-B-2", CURED_OR_ENDED),
    "other_network": Kind(
        say("另授权别家网络经营"), B, "OP-2-B-5", say("合同写明的，甲方可以立即解除并索赔"), SUBLICENSING
    ),
    "price_breach": Kind(say("低于最低零售价"), B, "OP-2-A-2", CURED_OR_ENDED),
    "promotion": Kind(say("没经批准的促销"), B, "OP-2-B-4", CURED_OR_ENDED),
    "brand_use": Kind(
        say("没经授权使用品牌"), B, "OP-2-B-5", say("合同写明的，甲方可以立即解除并索赔"), UNAUTHORISED
    ),
    "over_shipment": Kind(say("多发、错发"), A, "OP-3-E-2", say("做好记录，立刻告知甲方；损失由过错方承担")),
    "data_leak": Kind(
        say("泄露资料"), A + B, "OP-5-A", say("合同写明的可以立即解除；其他的限期纠正、索赔"), DISCLOSURE
    ),
    "platform_penalty": Kind(say("平台处罚"), A + B, "TC-3-1", say("按过错承担扣分、罚款；在申诉期限内申诉")),
    "other": Kind(say("其他违约"), A + B, "OP-6-A", CURED_OR_ENDED),
}
"""Clauses are those of the source agreements; what a contract's own text says counts when a notice is served."""

REPORTED, ACCEPTED, DISPUTED, NOTICED = "reported", "accepted", "disputed", "noticed"
CURED, SETTLED, CLAIMED, ENDED, WITHDRAWN = "cured", "settled", "claimed", "ended", "withdrawn"
STATES: dict[str, Sentence] = {
    REPORTED: say("等答复"),
    ACCEPTED: say("已承认，等处理"),
    DISPUTED: say("有异议，等处理"),
    NOTICED: say("已发通知"),
    CURED: say("已纠正"),
    SETTLED: say("双方认可了结"),
    CLAIMED: say("已索赔"),
    ENDED: say("已按权利解除"),
    WITHDRAWN: say("已撤回"),
}
CLOSED = (CURED, SETTLED, CLAIMED, ENDED, WITHDRAWN)
FOLLOWS: dict[str, frozenset[str]] = {
    REPORTED: frozenset({ACCEPTED, DISPUTED, NOTICED, CURED, WITHDRAWN}),
    ACCEPTED: frozenset({NOTICED, CURED, SETTLED, WITHDRAWN}),
    DISPUTED: frozenset({ACCEPTED, NOTICED, CURED, SETTLED, WITHDRAWN}),
    NOTICED: frozenset({CURED, SETTLED, CLAIMED, ENDED, WITHDRAWN}),
    **{state: frozenset() for state in CLOSED},
}
"""What may follow each state. Nothing follows by itself: each step is a person's."""
VERDICTS: dict[str, Sentence] = {ACCEPTED: say("承认"), DISPUTED: say("有异议")}
FAULTS: dict[str, Sentence] = {A: say("甲方"), B: say("乙方"), "": say("第三方，或还不清楚")}


def state_word(state: str, turn: str) -> Sentence:
    """The state as either side reads it: with the side whose turn it is, where it is somebody's.

    >>> state_word("reported", "b"), state_word("cured", "")
    ('等乙方答复', '已纠正')
    """
    if state == REPORTED:
        return say("等{side}答复", side=FAULTS[turn])
    if state == ACCEPTED:
        return say("已承认，等{side}处理", side=FAULTS[turn])
    if state == DISPUTED:
        return say("有异议，等{side}处理", side=FAULTS[turn])
    return STATES[state]


FILE_BYTES_MAX = 10 * 2**20
FILES_MAX = 30
WORDS_MAX = 1000
