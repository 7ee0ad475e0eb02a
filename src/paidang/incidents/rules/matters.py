"""What is confidential under a contract, whose it is, and which acts on the chain tell that somebody looked or took it."""

from collections.abc import Mapping
from dataclasses import dataclass

from paidang.kit.clause import clause
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
    "incidents": Matter(say("违约"), BOTH),
    "team": Matter(say("排班"), BOTH),
    "service": Matter(say("客服数据"), BOTH),
    "training": Matter(say("课表"), BOTH),
    "advice": Matter(say("建议记录"), BOTH),
    "pictures": Matter(say("素材"), BOTH),
    "promotions": Matter(say("促销"), BOTH),
    "projects": Matter(say("开店项目"), BOTH),
    "marketing": Matter(say("推广花费"), BOTH),
    "scorecards": Matter(say("评分卡"), BOTH),
    "payments": Matter(say("收付款"), BOTH),
}

OPENED, COPIED = "matter.opened", "matter.copied"
TAKEN: dict[str, str] = {
    "statement.opened": "statement",
    "statement.downloaded": "statement",
    "orders.person_seen": "buyers",
    "orders.persons_exported": "buyers",
    "orders.exported": "orders",
    "orders.bills_exported": "orders",
    "invoice.exported": "orders",
    "prices.retail_exported": "prices",
    "prices.differences_exported": "prices",
    "stock.exported": "stock",
    "cases.exported": "cases",
    "contracts.exported": "contract",
    "notice.downloaded": "contract",
    "evidence.exported": "evidence",
    "dispute.exported": "dispute",
    "promotions.exported": "promotions",
    "project.exported": "projects",
    "prices.invoice_opened": "prices",
    "invoice.opened": "buyers",
    "marketing.voucher_opened": "marketing",
    "scorecards.exported": "scorecards",
    "scorecards.report_taken": "scorecards",
    "fulfilment.printed": "buyers",
}
"""Acts of the other slices that are a look or a copy -> the matter; `matter.…` name theirs in their facts."""


def matter_of(act: str, facts: Mapping[str, object]) -> str:
    """The matter that an entry is a look at; "" where it is none."""
    named = str(facts.get("what", "")) if act in (OPENED, COPIED) else TAKEN.get(act, "")
    return named if named in MATTERS else ""


@clause("OP-5-A", "TC-6-1")
def may_know(matter: str, *, reader: str, looker: str) -> bool:
    """Whether a side is told of a look: at what is its own, and at anything by its own people."""
    return reader == looker or reader in MATTERS[matter].of
