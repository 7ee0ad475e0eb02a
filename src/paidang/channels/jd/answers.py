"""The seller's answer to a refund that a buyer asks for at JD before the goods have left; for services there is no call."""

from paidang.channels.jd.calls import JdGateway, check_result
from paidang.channels.jd.words import REFUND_STATE
from paidang.channels.link.answering import is_answered
from paidang.channels.link.channel import AGREE, TAKE_BACK, CaseAnswer
from paidang.channels.link.documents import REFUND_ONLY, REFUNDED
from paidang.channels.link.errors import Refused
from paidang.channels.link.replies import objects, part
from paidang.kit.sentence import say

PASSED, DECLINED = "1", "2"
PASSED_BY_US = ("1", "6")
"""Passed by the seller; JD's finance moves the money after that."""
OTHER_REASON, NOT_OUT = "5", "2"
WORDS_MAX = 200


def answer_case(gateway: JdGateway, answer: CaseAnswer, operator: str) -> str:
    """Give the answer; the amount is JD's own, in fen."""
    reply = gateway.read(
        "jingdong.pop.afs.soa.refundapply.queryPageList", orderId=answer.order_id, pageIndex=1, pageSize=50
    )
    rows = objects(part(reply, "queryResult"), "result")
    row = next((one for one in rows if str(one.get("id")) == answer.case_id), None)
    if row is None or answer.does == TAKE_BACK:
        raise Refused(say("京东的售后服务单没有可以答复的接口"))
    status, asked_fen = str(row.get("status")), row.get("applyRefundSum")
    state = REFUNDED if status in PASSED_BY_US else REFUND_STATE.get(status, "")
    if is_answered(
        answer, state=state, kind=REFUND_ONLY, amount_fen=asked_fen if isinstance(asked_fen, int) else -1
    ):
        return status
    passes = answer.does == AGREE
    said = gateway.write(
        "jingdong.pop.afs.soa.refundapply.replyRefund",
        is_idempotent=False,
        status=PASSED if passes else DECLINED,
        id=answer.case_id,
        checkUserName=operator,
        remark=answer.words[:WORDS_MAX] or str(say("同意")),
        rejectType="" if passes else OTHER_REASON,
        outWareStatus=NOT_OUT if passes else "",
    )
    result = said.get("replyResult")
    check_result(result)
    if not isinstance(result, dict) or str(result.get("success")).lower() != "true":
        raise Refused(say("京东没有接受这个答复"))
    return PASSED if passes else DECLINED
