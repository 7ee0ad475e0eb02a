"""The seller's answer to a request for a refund at a 微信小店."""

from collections.abc import Callable, Mapping
from typing import Any

from paidang.channels.link.answering import is_answered
from paidang.channels.link.channel import REFUSE, CaseAnswer
from paidang.channels.link.replies import part, part_if_any
from paidang.channels.wechat.words import CASE_KIND, CASE_STATE

WORDS_MAX = 200
Ask = Callable[..., Mapping[str, Any]]


def answer_case(ask: Ask, answer: CaseAnswer) -> str:
    """Give the answer; what agreeing means, the money or the goods first, the request itself says."""
    path = "/channels/ec/aftersale/getaftersaleorder"
    case = part(ask(path, {"after_sale_order_id": answer.case_id}), "after_sale_order")
    amount = part_if_any(case, "refund_info").get("amount")
    status = str(case.get("status"))
    if is_answered(
        answer,
        state=CASE_STATE.get(status, ""),
        kind=CASE_KIND.get(str(case.get("type")), ""),
        amount_fen=amount if isinstance(amount, int) else -1,
    ):
        return status
    asked: dict[str, Any] = {"after_sale_order_id": answer.case_id}
    if answer.does == REFUSE:
        asked["reject_reason"] = answer.words[:WORDS_MAX]
    what = "rejectapply" if answer.does == REFUSE else "acceptapply"
    ask(f"/channels/ec/aftersale/{what}", asked, is_idempotent=False)
    return str(part_if_any(ask(path, asked), "after_sale_order").get("status"))
