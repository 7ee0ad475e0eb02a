"""Internal approval: the steps that an organisation's own people pass before its signatory signs."""

from collections.abc import Sequence
from dataclasses import dataclass

APPROVED, SENT_BACK = "approved", "sent_back"
STEPS_MAX = 6


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody said at a step of this version, in the order in which it was said."""

    step: int
    verdict: str


def steps_left(steps: Sequence[int], said: Sequence[Word]) -> list[int]:
    """The steps (ids, in order) that nobody has passed for this version; the first of them is next.

    Who sends back sends back to the first step: what was approved before counts no more.

    >>> steps_left([7, 8], [Word(7, APPROVED)])
    [8]
    >>> steps_left([7, 8], [Word(7, APPROVED), Word(8, SENT_BACK)])
    [7, 8]
    """
    since = max((at + 1 for at, word in enumerate(said) if word.verdict == SENT_BACK), default=0)
    passed = {word.step for word in said[since:]}
    return [step for step in steps if step not in passed]
