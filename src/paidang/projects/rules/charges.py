"""What the contract gives free may not be charged for (OP 3 B)."""

from collections.abc import Mapping

from paidang.kit.clause import clause
from paidang.kit.outcome import Violation
from paidang.kit.sentence import Sentence, say

SERVICE_WORDS: dict[str, Sentence] = {
    "planning": say("策划"),
    "image_processing": say("图片处理、图片优化"),
    "photography": say("商品拍摄"),
    "page_design": say("页面设计"),
    "store_decoration": say("店铺装修"),
    "listing": say("商品上架"),
    "campaign_planning": say("活动策划"),
    "training": say("团队培训"),
    "warehouse_setup": say("仓储搭建"),
}
"""Services as the contract's terms name them (`contracts.rules.values`)."""
MEANT_TOO: Mapping[str, str] = {"campaign_planning": "planning"}
"""What goes by another name: planning given free covers the planning of a campaign."""


@clause("OP-3-B")
def is_free(free: frozenset[str], service: str) -> bool:
    """Whether the contract, in which `free` stands as free of charge, gives this service free."""
    return service in free or MEANT_TOO.get(service, "") in free


@clause("OP-3-B")
def charge_refused(free: frozenset[str], cited: str, service: str, fen: int) -> Violation | None:
    """Why a charge of `fen` for a service is refused, with the clause that gives it free; None: it may be asked for."""
    if fen > 0 and is_free(free, service):
        return Violation(
            "GIVEN_FREE",
            say("“{service}”由乙方免费承担，不能收费", service=SERVICE_WORDS[service]),
            cited,
            {"fen": fen},
            say("去掉这笔费用；真要收，先签补充协议。"),
        )
    return None
