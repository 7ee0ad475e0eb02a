"""What is confidential under a contract, whose it is, and which acts on the chain tell that somebody looked or took it."""

from dataclasses import dataclass

from paidang.kit.sentence import Sentence, say

BOTH = "ab"


@dataclass(frozen=True, slots=True)
class Matter:
    """Something confidential; `of` names the sides whose it is."""

    word: Sentence
    of: str


MATTERS: dict[str, Matter] = {
    "prices": Matter(say("价目表、出厂价"), "a"),
    "statement": Matter(say("对账单"), BOTH),
    "orders": Matter(say("订单"), BOTH),
    "buyers": Matter(say("收货信息"), BOTH),
    "cases": Matter(say("售后"), BOTH),
    "stock": Matter(say("库存"), "a"),
    "contract": Matter(say("合同文本"), BOTH),
    "evidence": Matter(say("存证"), BOTH),
    "penalties": Matter(say("平台处罚"), BOTH),
    "dispute": Matter(say("争议卷宗"), BOTH),
}

OPENED, COPIED = "matter.opened", "matter.copied"
