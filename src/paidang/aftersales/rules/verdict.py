"""What a verdict may be, and whether it is what the contract's rule says by itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from paidang.aftersales.rules.guide import Outcome
from paidang.aftersales.rules.words import EXCHANGE, REFUND, REFUSE, RESEND
from paidang.kit.clause import clause
from paidang.kit.money import yuan
from paidang.kit.sentence import Sentence, say


@dataclass(frozen=True, slots=True)
class Given:
    """What one line gets back: units that count as returned, and what the seller loses in fen."""

    quantity: int
    fen: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A line with what the rule says of it, what was asked for, and what is to be given.

    `is_told`: its money has gone back already, as a file or the platform has told.
    """

    outcome: Outcome
    quantity: int
    fen: int
    given: Given
    is_told: bool = False


def wrong_with(verdict: str, lines: Sequence[Asked]) -> Sentence | None:
    """Why a verdict cannot be; None where it can."""
    for line in lines:
        if line.given.quantity < 0 or line.given.fen < 0:
            return say("件数、金额不能是负数")
        if line.is_told and line.given != Given(line.quantity, line.fen):
            return say("已经退了 {fen}，结果只能照实写", fen=yuan(line.fen))
        if not line.is_told and line.given.quantity > line.quantity:
            return say("只申请了 {quantity} 件", quantity=line.quantity)
        if not line.is_told and line.given.fen > line.fen:
            return say("最多退 {fen}", fen=yuan(line.fen))
    if verdict == REFUND and not any(line.given.fen or line.given.quantity for line in lines):
        return say("退款要有金额或件数")
    return None


@clause("OP-3-E-3")
def follows_rule(verdict: str, lines: Sequence[Asked], *, was_inspected: bool) -> bool:
    """Whether nobody has to be asked: the brand has inspected, and the verdict is what its findings come to.

    A refund of less than was asked for is no such verdict, nor is anything that was never inspected.
    """
    if not was_inspected:
        return False
    gives = {line.outcome.gives for line in lines}
    if verdict in (EXCHANGE, RESEND):
        return gives == {True}
    if verdict == REFUSE:
        return gives == {False}
    return verdict == REFUND and all(
        line.given == (Given(line.quantity, line.fen) if line.outcome.gives else Given(0, 0))
        for line in lines
    )
