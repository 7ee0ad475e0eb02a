"""How an incident goes on: who answers, who decides, whose turn it is, which notice fits, what it may come to."""

from collections.abc import Collection
from dataclasses import dataclass

from paidang.contracts.rules import notices as n
from paidang.incidents.rules.words import (
    ACCEPTED,
    CLAIMED,
    CLOSED,
    CURED,
    DISPUTED,
    ENDED,
    FOLLOWS,
    KINDS,
    NOTICED,
    REPORTED,
    SETTLED,
    WITHDRAWN,
)
from paidang.kit.clause import clause
from paidang.kit.sides import other_side


def accuser_of(side: str, at_fault: str) -> str:
    """The side that decides how it goes on: the one that is not at fault; the reporter where nobody knows who is."""
    return other_side(at_fault) if at_fault else side


def turn_of(state: str, side: str, at_fault: str) -> str:
    """Whose turn it is: the answering side's while it is reported or has to cure, else the deciding side's; "" once closed."""
    if state in CLOSED:
        return ""
    accuser = accuser_of(side, at_fault)
    return other_side(accuser) if state in (REPORTED, NOTICED) else accuser


def first_state(side: str, at_fault: str) -> str:
    """Where it begins: a side that reports its own fault has accepted it."""
    return ACCEPTED if side == at_fault else REPORTED


@clause("OP-2-B-5", "OP-6-A")
def notice_kind(kind: str, causes: Collection[str]) -> str:
    """Which notice of the contract fits: a breach on record where the contract names it as a reason to end, else one to cure."""
    return n.INCIDENT if KINDS[kind].cause in causes else n.CURE


@dataclass(frozen=True, slots=True)
class Noted:
    """The notice that an incident led to, as it stands; whether it is claimed for, whether the contract was ended on it."""

    kind: str
    outcome: str = ""
    is_claimed: bool = False
    is_ended: bool = False


@clause("OP-6-A")
def outcomes(state: str, noted: Noted | None) -> list[str]:
    """What the deciding side may close it with now. A claim and an end are made in the contract's life, and only noted here."""
    found = [each for each in (CURED, SETTLED, CLAIMED, ENDED, WITHDRAWN) if each in FOLLOWS[state]]
    if noted is None:
        return [each for each in found if each not in (CLAIMED, ENDED)]
    possible = {
        CURED: noted.kind == n.CURE and noted.outcome in ("", n.CURED),
        SETTLED: True,
        CLAIMED: noted.is_claimed,
        ENDED: noted.is_ended,
        WITHDRAWN: not (noted.is_claimed or noted.is_ended),
    }
    return [each for each in found if possible[each]]


def may_answer(state: str, verdict: str) -> bool:
    """Whether the other side may still answer: as long as nothing is closed, once, and once more to accept after all."""
    return state not in CLOSED and verdict in ("", DISPUTED)


def state_after_answer(state: str, verdict: str) -> str:
    """A notice that was served goes on as it is, answered or not."""
    return state if state == NOTICED else verdict
