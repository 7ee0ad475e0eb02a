"""Whether an answer to a buyer's request may be given now, by what the platform says of the request. The same everywhere."""

from paidang.channels.link.channel import AGREE, REFUSE, TAKE_BACK, CaseAnswer
from paidang.channels.link.documents import ASKED, REFUND_ONLY, REFUNDED, REFUSED, RETURNED, RETURNING
from paidang.channels.link.errors import Refused
from paidang.kit.money import yuan
from paidang.kit.sentence import say

IS_SO = {AGREE: (REFUNDED,), TAKE_BACK: (RETURNING, RETURNED, REFUNDED), REFUSE: (REFUSED,)}
MAY_BE = {AGREE: (ASKED, RETURNED), TAKE_BACK: (ASKED,), REFUSE: (ASKED, RETURNED)}


def is_answered(answer: CaseAnswer, *, state: str, kind: str, amount_fen: int) -> bool:
    """True: it is so already, nothing is to be told. False: tell it now. `Refused`: it cannot be told as it stands.

    Asked before every call, so that whoever was killed between a call and its entry does not call twice: the request then
    says itself that it was answered.
    """
    if answer.does == AGREE and amount_fen != answer.amount_fen:
        words = say(
            "平台上申请退 {asked}，结论是 {given}", asked=yuan(amount_fen), given=yuan(answer.amount_fen)
        )
        raise Refused(words)
    if state in IS_SO[answer.does]:
        return True
    needs_goods = kind != REFUND_ONLY
    if state not in MAY_BE[answer.does] or (answer.does == AGREE and state == ASKED and needs_goods):
        raise Refused(say("售后 {case} 在平台上的状态已经变了，请打开平台后台看", case=answer.case_id))
    return False
