"""What a platform is told once a case is decided, or why a person has to tell it in its back office. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from paidang.aftersales.rules.words import REFUND, REFUSE
from paidang.channels.link.channel import AGREE
from paidang.channels.link.channel import REFUSE as TELL_REFUSAL
from paidang.channels.link.documents import ASKED, CLOSED, REFUND_ONLY, REFUNDED, REFUSED, RETURNED
from paidang.kit.clause import clause
from paidang.kit.money import yuan
from paidang.kit.sentence import Sentence, say

ENDED = {REFUND: (REFUNDED,), REFUSE: (REFUSED, CLOSED)}
"""The platform says so already: nobody has to tell it."""


@dataclass(frozen=True, slots=True)
class Told:
    """A request as its platform tells it: `state` and `kind` as in `link.documents`, what the buyer asks for in fen.

    `is_answerable`: the platform has an interface for answers.
    """

    state: str
    kind: str
    amount_fen: int
    is_answerable: bool


@dataclass(frozen=True, slots=True)
class Given:
    """What a line gives back, as the seller loses it, and the platform's part of its price, both in fen."""

    fen: int
    platform_fen: int


@dataclass(frozen=True, slots=True)
class ToTell:
    """`does` is what the platform is told, "" where it knows already; `by_hand` says why a person has to do it instead."""

    does: str = ""
    by_hand: Sentence | None = None


@clause("OP-2-A-5")
def answer_to(verdict: str, told: Told, given: Sequence[Given], *, postage_fen: int) -> ToTell:
    """What to tell. Money is agreed to only where the platform would give exactly what was decided.

    The buyer gets back what the seller loses, less the part that the platform had paid and takes back itself, and the
    postage where all of an order is given back. What is beyond these bounds is another amount.
    """
    if told.state in ENDED.get(verdict, ()):
        return ToTell()
    if not told.is_answerable:
        return ToTell(by_hand=say("平台没有答复售后的接口"))
    if verdict == REFUSE:
        may = told.state in (ASKED, RETURNED)
        return ToTell(TELL_REFUSAL) if may else ToTell(by_hand=say("平台上的状态不能由接口拒绝"))
    if verdict != REFUND:
        return ToTell(by_hand=say("换货、补发要在平台后台写明"))
    decided = sum(one.fen for one in given)
    least = decided - sum(one.platform_fen for one in given)
    if not max(least, 0) <= told.amount_fen <= decided + postage_fen:
        words = say("平台上申请退 {asked}，结论是 {given}", asked=yuan(told.amount_fen), given=yuan(decided))
        return ToTell(by_hand=words)
    if told.state == RETURNED or (told.state == ASKED and told.kind == REFUND_ONLY):
        return ToTell(AGREE)
    return ToTell(by_hand=say("平台还在等买家寄回，退款要在平台后台点"))
