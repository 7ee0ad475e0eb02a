"""From shadow to alone: two words for each skill of each person, the agency's and the brand's, and what counts of them.

A step counts when both have said it: the lower word. A word may be one step above what counts, never two. Alone is the
word that ends the agency's part, so there a difference is shown as what it is: to be talked about.
"""

from dataclasses import dataclass

from paidang.kit.clause import clause
from paidang.kit.sentence import Sentence, say
from paidang.kit.sides import other_side

NOTHING, SHADOW, ASSISTED, ALONE = 0, 1, 2, 3
LEVELS = (NOTHING, SHADOW, ASSISTED, ALONE)
STEPS: dict[int, Sentence] = {
    NOTHING: say("还没开始"),
    SHADOW: say("跟看"),
    ASSISTED: say("协助"),
    ALONE: say("独立"),
}

UNTOUCHED, BEGUN, SHADOWS, ASSISTS, IS_ALONE, DIFFERS = (
    "untouched", "begun", "shadows", "assists", "alone", "differs",
)  # fmt: skip
STATE_WORDS: dict[str, Sentence] = {
    UNTOUCHED: say("还没开始"),
    BEGUN: say("刚开始"),
    SHADOWS: STEPS[SHADOW],
    ASSISTS: STEPS[ASSISTED],
    IS_ALONE: STEPS[ALONE],
    DIFFERS: say("待谈"),
}
_OF_LEVEL = {NOTHING: BEGUN, SHADOW: SHADOWS, ASSISTED: ASSISTS, ALONE: IS_ALONE}


@dataclass(frozen=True, slots=True)
class Words:
    """What each side says of one person's skill: `a` the brand, `b` the agency; nothing said is 0."""

    a: int = NOTHING
    b: int = NOTHING

    @property
    def counts(self) -> int:
        """The level that both have said."""
        return min(self.a, self.b)

    def of(self, side: str) -> int:
        return self.a if side == "a" else self.b


@clause("TC-3-5")
def state_of(words: Words) -> str:
    """What the two words come to.

    >>> state_of(Words(a=2, b=3)), state_of(Words(a=1, b=2)), state_of(Words(a=3, b=3)), state_of(Words(b=1))
    ('differs', 'shadows', 'alone', 'begun')
    """
    if words.a == words.b == NOTHING:
        return UNTOUCHED
    if words.a != words.b and ALONE in (words.a, words.b):
        return DIFFERS
    return _OF_LEVEL[words.counts]


def may_say(words: Words, side: str, level: int) -> bool:
    """Whether a side may say this level now: another than it says, at most one above what counts.

    >>> [may_say(Words(a=1, b=2), "b", level) for level in LEVELS]
    [True, True, False, False]
    """
    return level in LEVELS and level != words.of(side) and level <= words.counts + 1


def needs_reason(words: Words, side: str, level: int) -> bool:
    """Whether a word has to say why: a step back always, and one that contradicts the other side's "alone"."""
    other = words.of(other_side(side))
    return level < words.of(side) or (other == ALONE and level != ALONE)
