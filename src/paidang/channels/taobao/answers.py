"""The seller's answer to a refund that a buyer asks for on Taobao or Tmall."""

from paidang.channels.link.answering import is_answered
from paidang.channels.link.channel import AGREE, TAKE_BACK, CaseAnswer
from paidang.channels.link.documents import REFUND_ONLY, RETURN_GOODS
from paidang.channels.link.errors import Refused
from paidang.channels.link.replies import fen, part
from paidang.channels.taobao.calls import TopGateway
from paidang.channels.taobao.words import CASE_STATE
from paidang.kit.sentence import say

FIELDS = "refund_id,status,refund_fee,has_good_return,refund_phase,refund_version"
WORDS_MAX = 200


def answer_case(gateway: TopGateway, answer: CaseAnswer) -> str:
    """Give the answer. The refund's version goes along: the platform refuses what has changed in between."""
    refund = part(gateway.read("taobao.refund.get", fields=FIELDS, refund_id=answer.case_id), "refund")
    kind = RETURN_GOODS if refund.get("has_good_return") is True else REFUND_ONLY
    status = str(refund.get("status"))
    asked_fen = fen(refund.get("refund_fee"))
    if is_answered(answer, state=CASE_STATE.get(status, ""), kind=kind, amount_fen=asked_fen):
        return status
    version, phase = refund.get("refund_version"), refund.get("refund_phase")
    asked = {"refund_id": answer.case_id, "refund_version": version, "refund_phase": phase}
    if answer.does == AGREE:
        infos = f"{answer.case_id}|{answer.amount_fen}|{version}|{phase}"
        said = gateway.write("taobao.rp.refunds.agree", is_idempotent=False, refund_infos=infos)
        done = "SUCCESS"
    elif answer.does == TAKE_BACK:
        said = gateway.write("taobao.rp.returngoods.agree", is_idempotent=False, **asked)
        done = "WAIT_BUYER_RETURN_GOODS"
    else:
        words = answer.words[:WORDS_MAX]
        said = gateway.write("taobao.refund.refuse", is_idempotent=False, refuse_message=words, **asked)
        done = "SELLER_REFUSE_BUYER"
    if said.get("succ", said.get("is_success")) is not True:
        raise Refused(say("淘宝没有接受：{words}", words=str(said.get("message") or "")[:100]))
    return done
